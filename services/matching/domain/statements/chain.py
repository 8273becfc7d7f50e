"""How a chain and its days look once a statement has joined them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Final, Protocol

from libs.kernel.money import Money
from services.matching.domain.statements.facts import FactEntry, sum_of
from services.matching.domain.statements.state import AccountChain, AccountDay, Booking

_ANCHORS_MAX: Final = 200
_KEPT_WHOLE: Final = timedelta(days=92)


class Spanned(Protocol):
    """A statement's place in time and money: facts and StatementAccepted are such."""

    @property
    def from_on(self) -> date: ...
    @property
    def to_on(self) -> date: ...
    @property
    def opening(self) -> Money: ...
    @property
    def closing(self) -> Money: ...
    @property
    def sequence(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Ends:
    """Which ends of a chain a statement moves."""

    last: bool
    first: bool


def extended(chain: AccountChain, place: str, span: Spanned, new_sum: Money) -> AccountChain:
    """The chain once `span`, of which `new_sum` is new, has joined it at `place`."""
    if place == "first" or not chain.is_begun:
        return _begun(chain, span)
    if place == "after":
        return _appended(chain, span)
    if place == "before":
        return _prepended(chain, span)
    if place == "declared":
        ends = moved_ends(chain, span, new_sum) or Ends(last=False, first=False)
        return _moved(replace(chain, has_pages=True), span, ends)
    return _moved(chain, span, Ends(span.to_on > chain.last_on, span.from_on < chain.first_on))


def moved_ends(chain: AccountChain, span: Spanned, new_sum: Money) -> Ends | None:
    """Which ends move by exactly what is new; None when its balances do not come out.

    An end that lies beyond the chain's moves. One on the same day may lie within that day.
    """
    behind, before = span.closing - chain.last_close, chain.first_open - span.opening
    zero = Money.zero(new_sum.currency)
    for last, first in product((True, False), repeat=2):
        if (span.to_on > chain.last_on and not last) or (last and span.to_on < chain.last_on):
            continue
        if (span.from_on < chain.first_on and not first) or (
            first and span.from_on > chain.first_on
        ):
            continue
        if (behind if last else zero) + (before if first else zero) == new_sum:
            return Ends(last, first)
    return None


def restarted(chain: AccountChain, opening: Money) -> AccountChain:
    """The chain whose end a person moved over a gap."""
    return replace(chain, last_close=opening, last_sequence=None)


def with_booking(
    day: AccountDay, statement: str, sequence: int | None, fingerprints: Iterable[str], total: Money
) -> AccountDay:
    """The day with what one more statement books on it."""
    booking = Booking(statement, sequence, tuple(fingerprints))
    return AccountDay(
        bookings=(*day.bookings, booking),
        total=total if day.total is None else day.total + total,
    )


def new_by_day(entries: Iterable[FactEntry]) -> Mapping[date, tuple[FactEntry, ...]]:
    """New entries under their days, days ascending, each day in the statement's order."""
    days: dict[date, list[FactEntry]] = {}
    for entry in entries:
        days.setdefault(entry.day_on, []).append(entry)
    return {day_on: tuple(days[day_on]) for day_on in sorted(days)}


def total_of(entries: Iterable[FactEntry], currency: str) -> Money:
    return sum_of(entries, currency)


def _begun(chain: AccountChain, span: Spanned) -> AccountChain:
    return replace(
        chain,
        is_begun=True,
        first_on=span.from_on,
        first_open=span.opening,
        first_sequence=span.sequence,
        last_on=span.to_on,
        last_close=span.closing,
        last_sequence=span.sequence,
        anchors={span.from_on.isoformat(): span.opening},
    )


def _appended(chain: AccountChain, span: Spanned) -> AccountChain:
    is_page = span.from_on <= chain.last_on
    anchors = chain.anchors
    if not is_page:
        anchors = _thinned({**anchors, span.from_on.isoformat(): span.opening}, chain.last_on)
    return replace(
        chain,
        last_on=span.to_on,
        last_close=span.closing,
        last_sequence=span.sequence,
        anchors=anchors,
        has_pages=chain.has_pages or is_page,
    )


def _prepended(chain: AccountChain, span: Spanned) -> AccountChain:
    """The balance that the chain began with is now, perhaps, one within its first day."""
    is_page = span.to_on >= chain.first_on
    anchors = dict(chain.anchors)
    if is_page:
        anchors.pop(chain.first_on.isoformat(), None)
    return replace(
        chain,
        first_on=span.from_on,
        first_open=span.opening,
        first_sequence=span.sequence,
        anchors={**anchors, span.from_on.isoformat(): span.opening},
        has_pages=chain.has_pages or is_page,
    )


def _moved(chain: AccountChain, span: Spanned, ends: Ends) -> AccountChain:
    """The chain with the ends that the statement moves at its own balances."""
    if ends.last:
        chain = replace(chain, last_on=span.to_on, last_close=span.closing, last_sequence=None)
    if ends.first:
        chain = replace(
            chain,
            first_on=span.from_on,
            first_open=span.opening,
            first_sequence=None,
            anchors={**chain.anchors, span.from_on.isoformat(): span.opening},
        )
    return chain


def _thinned(anchors: dict[str, Money], last_on: date) -> dict[str, Money]:
    """Of what is long past one anchor a month is enough."""
    if len(anchors) <= _ANCHORS_MAX or last_on - date.min < _KEPT_WHOLE:
        return anchors
    old = (last_on - _KEPT_WHOLE).isoformat()
    kept: dict[str, Money] = {}
    months: set[str] = set()
    for day_on, balance in sorted(anchors.items()):
        if day_on >= old or day_on[:7] not in months:
            kept[day_on] = balance
        months.add(day_on[:7])
    return kept
