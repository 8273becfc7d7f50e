"""What matching says of bank accounts: statements, the chain they form, cover."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.ingestion import CreditorFacts
from libs.events.contracts.model import Erased, Event, Part
from libs.kernel.money import Money

StatementWait = Literal["gap", "sequence", "new_or_again", "before_gap"]
SetAsideKind = Literal[
    "supplier", "salary", "sweep", "fee", "interest", "tax", "direct_debit_batch", "other_debit"
]


class EntryRange(Part):
    """Entries of a statement's content by position: `start` up to, not including, `end`."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)


class StatementAccepted(Event, type="relance.matching.statement_accepted.v1"):
    """A statement joins its account's chain; its new entries are fixed here, chunks book them."""

    account: str
    creditor: str
    statement: str
    """Opaque id: keyed hash of the account, the bank's statement id and the content."""
    content: str
    """Object store hash of the statement as it was read."""
    bank_id: str
    """The statement's id as the bank gives it."""
    sequence: int | None
    from_on: date
    to_on: date
    opening: Money
    closing: Money
    entries_count: int
    place: Literal["first", "after", "before", "around", "declared"]
    new: tuple[EntryRange, ...]
    new_count: int
    new_sum: Money
    begins_with: Money | None = None
    """Set on the first statement of the chain alone: its opening balance, a leg of its own."""
    decided_by: str = ""
    """The person who said that it is new; empty: the rule did."""


class StatementWaiting(Event, type="relance.matching.statement_waiting.v1"):
    """A statement does not join the chain yet; its bytes are kept and it is tried again."""

    account: str
    creditor: str
    statement: str
    content: str
    bank_id: str
    sequence: int | None
    from_on: date
    to_on: date
    opening: Money
    closing: Money
    entries_count: int
    reason: StatementWait
    expected: Money
    """The balance that the chain would need here."""


class StatementRepeated(Event, type="relance.matching.statement_repeated.v1"):
    """A statement holds nothing new: downloaded again, or exported under another id."""

    account: str
    statement: str
    content: str
    bank_id: str
    sequence: int | None
    from_on: date
    to_on: date
    decided_by: str = ""


class StatementDropped(Event, type="relance.matching.statement_dropped.v1"):
    """A person said of a waiting statement that it must not be booked."""

    account: str
    statement: str
    reason: str
    decided_by: str


class DayBooked(Event, type="relance.matching.day_booked.v1"):
    """Entries that an account's day holds from a statement; stream (account, day)."""

    account: str
    day_on: date
    statement: str
    sequence: int | None
    fingerprints: tuple[str, ...]
    """One a new entry, in the statement's order; keyed hashes of what identifies an entry."""
    total: Money


class ChunkBooked(Event, type="relance.matching.chunk_booked.v1"):
    """A chunk of a statement's new entries was sent to the payments."""

    account: str
    statement: str
    chunk: int
    entries_count: int


class EntryPersonal(Part):
    """What a set-aside entry says of a person."""

    counterparty: str = ""
    counterparty_iban: str = ""
    remittance: str = ""


class EntrySetAside(Event, type="relance.matching.entry_set_aside.v1"):
    """An entry is nobody's payment; it has legs of its own, so that the balance is ours."""

    account: str
    creditor: str
    statement: str
    entry: str
    """Opaque id, made like a payment's."""
    position: int
    kind: SetAsideKind
    amount: Money
    """Signed: credits are positive."""
    booked_on: date
    bank_code: str = ""
    personal: EntryPersonal | Erased

    def subject(self) -> str:
        return f"payment/{self.entry}"


class FeedOpened(Event, type="relance.matching.feed_opened.v1"):
    """Announced: a statement of the account is being booked."""

    account: str
    creditor: str
    statement: str


class FeedAdvanced(Event, type="relance.matching.feed_advanced.v1"):
    """Announced: a statement has come to rest; it alone ends what its FeedOpened began."""

    account: str
    creditor: str
    statement: str
    through_on: date


class FeedInterrupted(Event, type="relance.matching.feed_interrupted.v1"):
    """Announced: a statement waits, so the account's chain has a gap or a question."""

    account: str
    creditor: str
    expected: Money
    found: Money
    reason: StatementWait


class FeedResumed(Event, type="relance.matching.feed_resumed.v1"):
    """Announced: nothing of the account waits any more, or its gap was declared."""

    account: str
    creditor: str


class FeedRestarted(Event, type="relance.matching.feed_restarted.v1"):
    """A person declared a gap: the chain goes on at `opening`, the difference has legs."""

    account: str
    creditor: str
    opening: Money
    difference: Money
    """opening minus last closing balance; booked as a gap of its own."""
    reason: str
    decided_by: str


class LedgerCovered(Event, type="relance.matching.ledger_covered.v1"):
    """Announced: every booking up to this day of every account that must cover is at rest."""

    creditor: str
    through_on: date


class AccountCovered(Event, type="relance.matching.account_covered.v1"):
    """An account is at rest through a day, as its creditor's key knows it."""

    creditor: str
    account: str
    through_on: date
    declared_by: str = ""
    """A person said that nothing more comes through that day; empty: a statement did."""


class CreditorNoted(Event, type="relance.matching.creditor_noted.v1"):
    """A creditor's facts as this partition adopted them."""

    facts: CreditorFacts
    revision: int


class DayNoted(Event, type="relance.matching.day_noted.v1"):
    """A day as this partition adopted it."""

    day_on: date
    zone: str
    tenant: str | None
    played: bool


FEED_EVENTS: tuple[type[Event], ...] = (
    StatementAccepted,
    StatementWaiting,
    StatementRepeated,
    StatementDropped,
    DayBooked,
    ChunkBooked,
    EntrySetAside,
    FeedOpened,
    FeedAdvanced,
    FeedInterrupted,
    FeedResumed,
    FeedRestarted,
    LedgerCovered,
    AccountCovered,
    CreditorNoted,
    DayNoted,
)
