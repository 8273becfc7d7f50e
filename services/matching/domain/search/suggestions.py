"""What a payment could settle without being certain: each candidate is suspected."""

from collections.abc import Iterable, Iterator
from typing import Final

from libs.events.contracts.matching import Candidate, CandidateReason
from services.matching.domain.lookups import ItemSeen
from services.matching.domain.search.combinations import ways_to
from services.matching.domain.search.sight import Sight

CANDIDATES_MAX: Final = 20


def could_settle(sight: Sight) -> tuple[Candidate, ...]:
    """At most twenty items, the better reasons first to be taken, then the oldest due first."""
    reasons: dict[str, tuple[ItemSeen, CandidateReason]] = {}
    for reason, items in _by_reason(sight):
        for item in sorted(items, key=_age):
            reasons.setdefault(item.item, (item, reason))
    taken = list(reasons.values())[:CANDIDATES_MAX]
    return tuple(
        Candidate(
            item=item.item,
            debtor=item.debtor,
            number=item.number,
            open=item.open,
            reason=reason,
        )
        for item, reason in sorted(taken, key=lambda pair: _age(pair[0]))
    )


def _by_reason(sight: Sight) -> Iterator[tuple[CandidateReason, Iterable[ItemSeen]]]:
    yield "named_other_amount", [one.seen for one in sight.named]
    yield "named_other_amount", sight.hinted
    known = [one for one in sight.of_amount if one.is_of(sight.known_debtors)]
    if len(known) <= CANDIDATES_MAX:
        yield "amount_of_known_payer", known
    yield "name_and_amount", sight.of_name_and_amount
    yield "combination", _combined(sight)
    currency = sight.free.currency
    yield "debtor_named", [one for one in sight.of_customers if one.open.currency == currency]


def _combined(sight: Sight) -> Iterator[ItemSeen]:
    for _, debtor in sight.debtors:
        if debtor.is_whole:
            for way in ways_to(sight.free, debtor.items).found:
                yield from way.items


def _age(item: ItemSeen) -> tuple[bool, object, str]:
    return item.open.is_zero, item.due_on, item.item
