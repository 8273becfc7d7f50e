"""What decisions about statements see: a chain, its days, a statement, cover."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from libs.kernel.money import Money
from services.matching.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class WaitingStatement:
    """A statement that does not join the chain yet; its content is kept by hash."""

    account: str = ""
    statement: str = ""
    content: str = ""
    sequence: int | None = None
    from_on: date = NO_DAY
    to_on: date = NO_DAY
    opening: Money = NO_MONEY
    closing: Money = NO_MONEY
    entries_count: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """An accepted statement whose entries have not come to rest."""

    from_on: date = NO_DAY
    to_on: date = NO_DAY
    chunks_count: int = 0


@dataclass(frozen=True, slots=True)
class AccountChain:
    """The statements of an account, as one chain from its first opening to its last closing."""

    account: str = ""
    creditor: str = ""
    is_begun: bool = False
    first_on: date = NO_DAY
    first_open: Money = NO_MONEY
    first_sequence: int | None = None
    last_on: date = NO_DAY
    last_close: Money = NO_MONEY
    last_sequence: int | None = None
    has_pages: bool = False
    """Whether a day was ever booked from more than one statement."""
    anchors: dict[str, Money] = field(default_factory=dict)
    """Day to the balance before it, for some days: whence balances between are reckoned."""
    open: dict[str, OpenStatement] = field(default_factory=dict)
    is_interrupted: bool = False
    through_on: date = NO_DAY
    """The last day that was at rest, as it was announced."""


@dataclass(frozen=True, slots=True)
class Booking:
    """What one statement booked on a day."""

    statement: str = ""
    sequence: int | None = None
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountDay:
    """What an account's day holds."""

    bookings: tuple[Booking, ...] = ()
    total: Money | None = None

    @property
    def held(self) -> Counter[str]:
        """Fingerprint to how many entries with it the day holds."""
        return Counter(one for booking in self.bookings for one in booking.fingerprints)

    def held_by_number(self, sequence: int) -> Counter[str]:
        """The same, of what statements with this number booked."""
        return Counter(
            one
            for booking in self.bookings
            if booking.sequence == sequence
            for one in booking.fingerprints
        )


@dataclass(frozen=True, slots=True)
class StatementState:
    """What became of one statement."""

    status: str = ""
    """Empty: never offered; else `waiting`, `accepted`, `repeated` or `dropped`."""
    waiting: WaitingStatement | None = None
    """While it waits."""
    chunks: tuple[int, ...] = ()
    """Chunks whose entries were handed over."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """A partition's copy of what was announced of an account's feed."""

    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    """The last statements that came to rest: told again they are no news."""
    is_interrupted: bool = False


@dataclass(frozen=True, slots=True)
class CoverState:
    """How far a creditor's accounts are known; a copy has `through_on` alone."""

    accounts: dict[str, date] = field(default_factory=dict)
    through_on: date | None = None
