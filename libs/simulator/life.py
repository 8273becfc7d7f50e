"""A life as one looks back on it: items, the payments seen, what each may be set against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from libs.simulator.certainty import Evidence, Split, Values
from libs.simulator.parties import Debtor

_VALUES_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Item:
    number: str
    debtor: Debtor
    cents: int
    arrives_on: date
    credits: tuple[tuple[date, int], ...]
    """Its credit notes: day of arrival, minor units."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A payment as it is seen: its evidence, and what it is meant for."""

    place: int
    arrives_on: date
    evidence: Evidence
    meant: Split
    returned_on: date | None = None

    @property
    def is_silent(self) -> bool:
        """It names no item: what it is for can only be told from what is open."""
        return not self.evidence.reference_of and not self.evidence.numbers

    @property
    def names_one(self) -> bool:
        return bool(self.evidence.reference_of) or len(self.evidence.numbers) == 1


@dataclass(frozen=True, slots=True)
class Life:
    items: Mapping[str, Item]
    seen: tuple[Seen, ...]
    owners: Mapping[str, Debtor]
    by_customer: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, items: Iterable[Item], seen: Iterable[Seen]) -> "Life":
        by_number = {item.number: item for item in items}
        by_customer: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for item in by_number.values():
            by_customer[item.debtor.customer_number] += (item.number,)
        owners = {number: item.debtor for number, item in by_number.items()}
        return cls(by_number, tuple(seen), owners, dict(by_customer))

    def is_late_for(self, seen: Seen) -> bool:
        """Whether something that it means comes in only after it."""
        return any(self.items[number].arrives_on > seen.arrives_on for number, _ in seen.meant)

    def customers_of(self, seen: Seen) -> frozenset[str]:
        return frozenset(self.owners[number].customer_number for number, _ in seen.meant)

    def touches(self, seen: Seen) -> list[tuple[str, int]]:
        """What it settles, and what it may be set against instead because the amount is equal."""
        equal = [
            (number, seen.evidence.cents)
            for customer in (self.customers_of(seen) if seen.is_silent else ())
            for number in self.by_customer[customer]
            if self.items[number].cents == seen.evidence.cents
        ]
        return [*seen.meant, *(touch for touch in equal if touch not in seen.meant)]


def less_some(values: Values, touches: Iterable[int]) -> Values:
    """What may be left of `values` when any of `touches` has been taken off, or not."""
    if values is None:
        return None
    for touch in touches:
        values = values | {max(0, value - touch) for value in values}
        if len(values) > _VALUES_MAX:
            return None
    return values


def less_surely(values: Values, amount: int) -> Values:
    return None if values is None else frozenset(max(0, value - amount) for value in values)
