"""What can be known of a payment in whatever order the files of a life come in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from libs.simulator.certainty import UNSURE, Values, Verdict, fits_something_else, judge
from libs.simulator.life import Life, Seen, less_some

_TOUCHES_MAX: Final = 6
_NOBODY: Final[frozenset[str]] = frozenset()


class AnyOrder:
    """Each other payment and credit note may come before or after the one looked at.

    Invoices come no later than they do day by day: a payment for several, of which one is missing,
    looks like one for the others.
    """

    def __init__(self, life: Life) -> None:
        self._life = life
        self._without = -1
        self._touches: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._taught: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        for item in life.items.values():
            self._touches[item.number] += [(-1, amount) for _, amount in item.credits]
        for seen in life.seen:
            for number, amount in life.touches(seen):
                self._touches[number].append((seen.place, amount))
            if not seen.is_silent:
                taught = (seen.place, life.customers_of(seen))
                self._taught[seen.evidence.payer_iban].append(taught)

    def verdict(self, seen: Seen) -> Verdict:
        self._without = seen.place
        if self._life.is_late_for(seen) and (not seen.names_one or self._misleads(seen)):
            return UNSURE
        return judge(seen.evidence, self._life.owners, self)

    def may_mislead(self, seen: Seen) -> bool:
        """Whether in some order it may be taken for something that it is not meant for."""
        self._without = seen.place
        return (seen.is_silent or self._life.is_late_for(seen)) and self._misleads(seen)

    def _misleads(self, seen: Seen) -> bool:
        return fits_something_else(seen.evidence, seen.meant, self)

    def open_values(self, number: str) -> Values:
        others = [cents for place, cents in self._touches[number] if place != self._without]
        if len(others) > _TOUCHES_MAX:
            return None
        return less_some(frozenset({self._life.items[number].cents}), others)

    def items_of(self, customer: str) -> Iterable[str]:
        return self._life.by_customer[customer]

    def surely(self, iban: str) -> frozenset[str]:
        return _NOBODY

    def perhaps(self, iban: str) -> frozenset[str]:
        others = [who for place, who in self._taught[iban] if place != self._without]
        return _NOBODY.union(*others)
