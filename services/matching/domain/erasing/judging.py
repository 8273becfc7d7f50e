"""Whether a debtor may be erased: rules in the order in which a person would ask them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from libs.events.contracts.ingestion import ErasureAsked
from libs.events.contracts.ingestion_erasure import ErasureCause
from libs.events.contracts.matching import ErasureJudged
from services.matching.domain.erasing.terms import (
    RETURN_TERMS,
    kept_until,
    retention_of,
    returnable_until,
)
from services.matching.domain.items.state import CreditState, ItemState, ShareState, SourceState


@dataclass(frozen=True, slots=True)
class Held:
    """All that the ledger has of a debtor."""

    items: tuple[ItemState, ...]
    sources: tuple[SourceState, ...]
    country: str
    """Of its creditor, whose books these are."""
    today: date | None

    @property
    def shares(self) -> Iterator[ShareState]:
        """Money that is booked here, or that its bank took back; not what went elsewhere."""
        for one in self.sources:
            if isinstance(one, ShareState) and (one.status == "booked" or one.returned_by):
                yield one

    @property
    def payments(self) -> tuple[str, ...]:
        """Their payments, and the returns of them, each once."""
        named = (name for one in self.shares for name in (one.payment, one.returned_by) if name)
        return tuple(sorted(set(named)))


@dataclass(frozen=True, slots=True)
class Term:
    """Something that ends by itself."""

    until_on: date
    cause: ErasureCause
    law: str


def judge(asked: ErasureAsked, held: Held) -> ErasureJudged:
    """What stands against it. Of several terms the one that ends last."""
    return (
        _open_items_are_chased_first(asked, held)
        or _money_on_account_is_somebodys(asked, held)
        or _terms_have_to_be_known(asked, held)
        or _terms_run_out(asked, held)
        or ErasureJudged(debtor=asked.debtor, asking=asked.asking, verdict="free")
    )


def _open_items_are_chased_first(asked: ErasureAsked, held: Held) -> ErasureJudged | None:
    for item in held.items:
        if item.is_here and item.open.is_positive:
            return _blocked(asked, "open_item", item.item, item.number)
    return None


def _money_on_account_is_somebodys(asked: ErasureAsked, held: Held) -> ErasureJudged | None:
    for source in held.sources:
        if not source.on_account.is_positive:
            continue
        if isinstance(source, CreditState):
            return _blocked(asked, "money_on_account", source.credit, source.number)
        return _blocked(asked, "money_on_account", source.payment, "")
    return None


def _terms_have_to_be_known(asked: ErasureAsked, held: Held) -> ErasureJudged | None:
    if held.today is None:
        return _blocked(asked, "day_unknown", asked.creditor, "")
    if retention_of(held.country, held.today) is None:
        return _blocked(asked, "term_unknown", asked.creditor, held.country)
    return None


def _terms_run_out(asked: ErasureAsked, held: Held) -> ErasureJudged | None:
    assert held.today is not None
    last = max(_terms(held, held.today), key=lambda term: term.until_on, default=None)
    if last is None or last.until_on <= held.today:
        return None
    return ErasureJudged(
        debtor=asked.debtor,
        asking=asked.asking,
        verdict="waits",
        cause=last.cause,
        until_on=last.until_on,
        law=last.law,
    )


def _terms(held: Held, today: date) -> Iterator[Term]:
    retention = retention_of(held.country, today)
    assert retention is not None
    for record_on in _records(held):
        yield Term(kept_until(retention, record_on), "retention", retention.law)
    for share in held.shares:
        # Whether a payment was a debit is not known at its debtor: each counts as one.
        for term in RETURN_TERMS:
            if share.booked_on is not None:
                until_on = returnable_until(term, share.booked_on)
                yield Term(until_on, "returnable_debit", term.law)


def _records(held: Held) -> Iterable[date]:
    """Days of what has to be kept: documents, and bookings of the bank."""
    yield from (item.issued_on for item in held.items)
    credits = (one for one in held.sources if isinstance(one, CreditState))
    sources: tuple[SourceState, ...] = (*credits, *held.shares)
    yield from (one.booked_on for one in sources if one.booked_on is not None)


def _blocked(asked: ErasureAsked, cause: ErasureCause, about: str, number: str) -> ErasureJudged:
    return ErasureJudged(
        debtor=asked.debtor,
        asking=asked.asking,
        verdict="blocked",
        cause=cause,
        about=about,
        number=number,
    )
