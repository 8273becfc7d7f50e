"""What a search finds: parts of a payment, each for one item, and the rule that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from libs.events.contracts.matching import Evidence
from libs.kernel.money import Money, smaller, total
from services.matching.domain.lookups import ItemSeen
from services.matching.domain.search.sight import Named, Sight


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a payment for one item; more than is open of it goes on account under its name."""

    seen: ItemSeen
    amount: Money
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """What a payment is certainly for."""

    rule: str
    portions: tuple[Portion, ...]
    teaches: bool = False
    """Whether it shows that the payer's account pays for these debtors."""


def usable(sight: Sight) -> tuple[Named, ...]:
    """The named items in the payment's own currency."""
    currency = sight.free.currency
    return tuple(one for one in sight.named if one.seen.open.currency == currency)


def open_ones(named: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(one for one in named if one.seen.open.is_positive)


def sum_open(named: Iterable[Named], currency: str) -> Money:
    return total((one.seen.open for one in named), currency)


def sum_of_amounts(named: Iterable[Named], currency: str) -> Money:
    return total((one.seen.amount for one in named), currency)


def are_of_one_debtor(items: Iterable[ItemSeen]) -> bool:
    return len({item.debtor for item in items}) == 1


def at_open_amounts(named: Iterable[Named]) -> tuple[Portion, ...]:
    return tuple(Portion(one.seen, one.seen.open, one.by) for one in named)


def at_full_amounts(named: Iterable[Named]) -> tuple[Portion, ...]:
    return tuple(Portion(one.seen, one.seen.amount, one.by) for one in named)


def oldest_first(named: Sequence[Named], free: Money) -> tuple[Portion, ...]:
    """`free` set against the named items, the oldest due first; the last takes what is left over.

    40 over items of 30 and 20 is 30 and 10; 60 is 30 and 30, ten of which go on account.
    """
    by_age = sorted(named, key=lambda one: (one.seen.due_on, one.seen.item))
    portions: list[Portion] = []
    left = free
    for one in by_age:
        amount = smaller(one.seen.open, left)
        if amount.is_positive:
            portions.append(Portion(one.seen, amount, one.by))
            left = left - amount
    if not portions:
        return (Portion(by_age[0].seen, free, by_age[0].by),)
    portions[-1] = replace(portions[-1], amount=portions[-1].amount + left)
    return tuple(portions)
