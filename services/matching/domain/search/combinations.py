"""Which items add up to an amount, counted: one way is an answer, several are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from libs.kernel.money import Money, minor_units
from services.matching.domain.lookups import ItemSeen

ITEMS_MAX: Final = 40
_SUMS_MAX: Final = 30_000  # of one half; with more the amount fits in many ways anyhow
_SHIFT: Final = 6  # bits that hold how many of one amount are taken, at most 40


@dataclass(frozen=True, slots=True)
class Combination:
    """Items whose open amounts add up to what was asked."""

    items: tuple[ItemSeen, ...]
    exchangeable: frozenset[str]
    """Those of them in whose place another would do as well: same amount, due on the same day."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How an amount can be made up; `is_counted` is False when that was too much to count."""

    found: tuple[Combination, ...]
    """At most two: ways that differ only by interchangeable items are one way."""
    is_counted: bool = True

    @property
    def only(self) -> Combination | None:
        return self.found[0] if self.is_counted and len(self.found) == 1 else None


NO_WAY: Final = Ways(())


def ways_to(amount: Money, items: Sequence[ItemSeen]) -> Ways:
    """Count the sets of `items` whose open amounts add up to `amount`, all in its currency.

    Items of one amount that are due on the same day are interchangeable: whichever is settled, the
    same is owed and due; the first numbers are taken. Meet in the middle over groups of such.
    More than 40 items are not counted.

    >>> # 80 = 50 + 30; with two items of 50 due on different days it is two ways
    """
    if not amount.is_positive:
        return NO_WAY
    fitting = [one for one in items if one.open.is_positive and one.open <= amount]
    if len(fitting) > ITEMS_MAX:
        return Ways((), is_counted=False)
    fitting.sort(key=lambda one: (*_kind(one), one.number, one.item))
    groups = [list(group) for _, group in groupby(fitting, key=_kind)]
    whole, wanted = sum(_minor(one.open) for one in fitting), _minor(amount)
    if wanted > whole:
        return NO_WAY
    # What is left out of the whole adds up in as many ways: the smaller is quicker to count.
    left_out = 2 * wanted > whole
    masks = _ways(groups, whole - wanted if left_out else wanted)
    if masks is None:
        return Ways((), is_counted=False)
    return Ways(tuple(_combination(groups, mask, left_out=left_out) for mask in masks))


def _ways(groups: Sequence[Sequence[ItemSeen]], wanted: int) -> tuple[int, ...] | None:
    """At most two ways to `wanted`; None when there is too much to count."""
    middle = len(groups) // 2
    left = _sums(groups, range(middle), wanted)
    right = _sums(groups, range(middle, len(groups)), wanted)
    return None if left is None or right is None else _meet(left, right, wanted)


Sums = dict[int, tuple[int, ...]]
"""A sum in minor units to at most two ways to it, each the counts taken of the groups."""


def _sums(groups: Sequence[Sequence[ItemSeen]], which: range, wanted: int) -> Sums | None:
    """All sums up to `wanted` of the groups `which`; None when there are too many."""
    sums: Sums = {0: (0,)}
    for index in which:
        value, size = _minor(groups[index][0].open), len(groups[index])
        following: Sums = dict(sums)
        for total, masks in sums.items():
            for count in range(1, size + 1):
                more = total + count * value
                if more > wanted:
                    break
                added = tuple(mask | count << _SHIFT * index for mask in masks)
                following[more] = (*following.get(more, ()), *added)[:2]
        sums = following
        if len(sums) > _SUMS_MAX:
            return None
    return sums


def _meet(left: Sums, right: Sums, wanted: int) -> tuple[int, ...]:
    found: list[int] = []
    for total, masks in left.items():
        for mask in masks:
            found += [mask | other for other in right.get(wanted - total, ())]
        if len(found) >= 2:
            return tuple(found[:2])
    return tuple(found)


def _combination(groups: Sequence[Sequence[ItemSeen]], mask: int, *, left_out: bool) -> Combination:
    counts = [(mask >> _SHIFT * index) & (1 << _SHIFT) - 1 for index in range(len(groups))]
    if left_out:
        counts = [len(group) - count for group, count in zip(groups, counts, strict=True)]
    taken = [one for group, count in zip(groups, counts, strict=True) for one in group[:count]]
    exchangeable = frozenset(
        one.item
        for group, count in zip(groups, counts, strict=True)
        if 0 < count < len(group)
        for one in group[:count]
    )
    return Combination(tuple(taken), exchangeable)


def _kind(item: ItemSeen) -> tuple[Decimal, date]:
    """What makes items interchangeable."""
    return item.open.amount, item.due_on


def _minor(amount: Money) -> int:
    return int(amount.amount.scaleb(minor_units(amount.currency)))
