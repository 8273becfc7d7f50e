"""What can be known of a payment when the files are fed in day by day, as they arrive."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from libs.simulator.certainty import UNSURE, Values, Verdict, fits_something_else, judge
from libs.simulator.life import Life, Seen, less_some, less_surely

_NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class DayVerdict:
    verdict: Verdict
    payer_is_known: bool


class DayByDay:
    """Files fed in as they arrive: a day's invoices, then its statements, then rest.

    The payments of one day have no order among themselves.
    """

    def __init__(self, life: Life) -> None:
        self.life = life
        self._values: dict[str, Values] = {
            item.number: frozenset({item.cents}) for item in life.items.values()
        }
        self._arrived: dict[str, list[str]] = defaultdict(list)
        self._sure: dict[str, frozenset[str]] = {}
        self._perhaps: dict[str, frozenset[str]] = {}
        self._today: dict[str, list[tuple[int, int]]] = {}
        self._without = -1

    def verdicts(self) -> dict[int, DayVerdict]:
        """By the place of each payment."""
        life, result = self.life, dict[int, DayVerdict]()
        invoices, credits, payments, returns = _by_day(life)
        for day in sorted({*invoices, *credits, *payments, *returns}):
            for number in invoices[day]:
                self._arrived[life.owners[number].customer_number].append(number)
            for number, amount in credits[day]:
                self._values[number] = less_surely(self._values[number], amount)
            result |= self._day(payments[day])
            for seen in returns[day]:
                self._give_back(seen)
        return result

    def _day(self, payments: list[Seen]) -> dict[int, DayVerdict]:
        self._today = defaultdict(list)
        for seen in payments:
            for number, amount in self.life.touches(seen):
                self._today[number].append((seen.place, amount))
            self._note(self._perhaps, seen)
        result = {}
        for seen in payments:
            self._without = seen.place
            known = bool(self.surely(seen.evidence.payer_iban))
            result[seen.place] = DayVerdict(self._verdict(seen), known)
        self._today = {}
        for seen in payments:
            self._fold(seen, result[seen.place].verdict)
        return result

    def _verdict(self, seen: Seen) -> Verdict:
        if self.life.is_late_for(seen) and (
            not seen.names_one or fits_something_else(seen.evidence, seen.meant, self)
        ):
            return UNSURE
        return judge(seen.evidence, self.life.owners, self)

    def _fold(self, seen: Seen, verdict: Verdict) -> None:
        if verdict.split == seen.meant:
            for number, amount in seen.meant:
                self._values[number] = less_surely(self._values[number], amount)
            if verdict.teaches:
                self._note(self._sure, seen)
            return
        for number, amount in {*self.life.touches(seen), *(verdict.split or ())}:
            self._values[number] = less_some(self._values[number], [amount])

    def _give_back(self, seen: Seen) -> None:
        self._sure.pop(seen.evidence.payer_iban, None)
        for number, amount in seen.meant:
            values, whole = self._values[number], self.life.items[number].cents
            if values is not None:
                self._values[number] = values | {min(whole, value + amount) for value in values}

    def _note(self, accounts: dict[str, frozenset[str]], seen: Seen) -> None:
        iban = seen.evidence.payer_iban
        accounts[iban] = accounts.get(iban, _NOBODY) | self.life.customers_of(seen)

    def open_values(self, number: str) -> Values:
        others = [cents for place, cents in self._today.get(number, ()) if place != self._without]
        return less_some(self._values[number], others)

    def items_of(self, customer: str) -> Iterable[str]:
        return self._arrived[customer]

    def surely(self, iban: str) -> frozenset[str]:
        return self._sure.get(iban, _NOBODY)

    def perhaps(self, iban: str) -> frozenset[str]:
        return self._perhaps.get(iban, _NOBODY)


def _by_day(
    life: Life,
) -> tuple[
    dict[date, list[str]], dict[date, list[tuple[str, int]]],
    dict[date, list[Seen]], dict[date, list[Seen]],
]:  # fmt: skip
    invoices: dict[date, list[str]] = defaultdict(list)
    credits: dict[date, list[tuple[str, int]]] = defaultdict(list)
    payments: dict[date, list[Seen]] = defaultdict(list)
    returns: dict[date, list[Seen]] = defaultdict(list)
    for item in life.items.values():
        invoices[item.arrives_on].append(item.number)
        for day, amount in item.credits:
            credits[day].append((item.number, amount))
    for seen in life.seen:
        payments[seen.arrives_on].append(seen)
        if seen.returned_on:
            returns[seen.returned_on].append(seen)
    return invoices, credits, payments, returns
