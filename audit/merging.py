"""What merged debtors had held against what arrived: all of it, once, and nothing left behind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.balance import Difference
from audit.ledger import Ledger
from audit.log import Fact
from audit.parties import Parties

Arrival = tuple[str, str]
"""An item, and the debtor that it came to."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One tenant's merges."""

    debtors: int
    items: int
    """That moved, each as often as it did."""
    wrong: tuple[Difference, ...]


def merged(facts: Sequence[Fact], tenant: str, ledger: Ledger, parties: Parties) -> Merged:
    """`facts`: of all tenants; `ledger`, `parties`: this one's, at rest."""
    own = [fact for fact in facts if fact.tenant == tenant]
    left = _arrivals(own, "matching", "item_moved_out", "into")
    wrong = [
        *_compared("item that left and arrived", left, _arrivals(own, "matching", "item_moved_in")),
        *_compared("item taken in by dunning", left, _arrivals(own, "dunning", "item_taken_in")),
        *_compared("item's past in dunning", left, _pasts(own)),
        *_left_behind(ledger, parties),
    ]
    return Merged(len(parties.merged), left.total(), tuple(wrong))


def _arrivals(
    facts: Iterable[Fact], service: str, name: str, field: str = "debtor"
) -> Counter[Arrival]:
    return Counter(
        (one.fields["item"], one.fields[field])
        for one in facts
        if (one.service, one.name) == (service, name)
    )


def _pasts(facts: Iterable[Fact]) -> Counter[Arrival]:
    """What an item has had comes whole once, and what is late after it."""
    return _arrivals(
        (one for one in facts if one.fields.get("is_whole")), "dunning", "item_adopted"
    )


def _compared(
    where: str, wanted: Counter[Arrival], found: Counter[Arrival]
) -> Iterator[Difference]:
    for place in sorted({*wanted, *found}):
        if wanted[place] != found[place]:
            expected = wanted[place]
            yield Difference(where, " at ".join(place), expected, found[place], is_money=False)


def _left_behind(ledger: Ledger, parties: Parties) -> Iterator[Difference]:
    """Items and money that are still at a debtor that is none any more."""
    for item in ledger.items.values():
        if item.debtor in parties.merged:
            yield Difference("item at a merged debtor", item.id, 0, ledger.open_of(item.id))
    for name, source in ledger.sources.items():
        if source.debtor in parties.merged:
            yield Difference("money at a merged debtor", name, 0, source.on_account)
