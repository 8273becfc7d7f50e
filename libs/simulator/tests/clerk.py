"""A clerk who reads the files and applies what protocol.md §2 calls certain, and nothing else.

Its ledger and its rule share nothing with those from which the truth was worked out: it looks at
what is open when a payment comes in, and looks again when an item has changed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from libs.kernel.money import Money, total
from libs.simulator.parties import name_fits
from libs.simulator.reading import Reader
from libs.simulator.scoring import Outcome
from libs.simulator.tests.files import Movement, read_document, read_statement
from libs.simulator.truth import PaymentKey

Split = list[tuple[str, Money]]
_NOTHING = Money.zero("EUR")


@dataclass
class _Item:
    amount: Money
    customer: str
    name: str
    reference: str
    credited: list[Money] = field(default_factory=list)


class Clerk:
    def __init__(self, numbers: Iterable[str], customers: Iterable[str], own: set[str]) -> None:
        self._numbers, self._customers, self._own = Reader(numbers), Reader(customers), own
        self._items: dict[str, _Item] = {}
        self._early_credits: dict[str, list[Money]] = defaultdict(list)
        self._confirmed: dict[str, set[str]] = defaultdict(set)
        self._seen: dict[PaymentKey, Movement] = {}
        self._splits: dict[PaymentKey, Split] = {}
        self._settled: dict[str, list[Money]] = defaultdict(list)
        self._others: dict[PaymentKey, Outcome] = {}
        self._returns: list[Movement] = []
        self._read: dict[Movement, tuple[frozenset[str], frozenset[str]]] = {}
        self._nth: Counter[tuple[Any, ...]] = Counter()

    @property
    def applied(self) -> dict[PaymentKey, Split | Outcome]:
        open_ones = {key: Outcome.UNIDENTIFIED for key in self._seen if key not in self._splits}
        return {**open_ones, **self._splits, **self._others}

    def open(self, number: str) -> Money:
        item = self._items[number]
        left = item.amount - total([*item.credited, *self._settled[number]], "EUR")
        return left if left.is_positive else _NOTHING

    def file_document(self, xml: bytes) -> None:
        document = read_document(xml)
        if document.credits:
            if document.credits in self._items:
                self._items[document.credits].credited.append(document.amount)
            else:
                self._early_credits[document.credits].append(document.amount)
            self._look_again(document.credits)
            return
        self._items[document.number] = _Item(
            document.amount,
            document.customer,
            document.name,
            "".join(c for c in document.quote if c.isalnum()),
            self._early_credits.pop(document.number, []),
        )
        self._look_again(document.number)

    def file_statement(self, xml: bytes) -> None:
        for movement in read_statement(xml):
            self.file_movement(movement)

    def file_movement(self, movement: Movement) -> None:
        self._nth[movement.same] += 1
        key = PaymentKey(*movement.same, self._nth[movement.same])
        if movement.takes_back:
            self._others[key] = Outcome.RETURNED
            self._returns.append(movement)
        elif not movement.amount.is_positive or movement.iban in self._own or not movement.is_paid:
            self._others[key] = Outcome.SET_ASIDE
        else:
            self._seen[key] = movement
            self._search(key)
        self._take_back()

    def _take_back(self) -> None:
        """Money that has come back, once its payment has been seen."""
        for back in list(self._returns):
            for key, movement in list(self._seen.items()):
                if movement.end_to_end_id == back.end_to_end_id:
                    self._returns.remove(back)
                    del self._seen[key]
                    self._others[key] = Outcome.RETURNED
                    for number, amount in self._splits.pop(key, []):
                        self._settled[number].remove(amount)
                        self._look_again(number)

    def _look_again(self, changed: str) -> None:
        if changed not in self._items:
            return
        for key, movement in list(self._seen.items()):
            if key in self._splits:
                continue
            names = changed in self._named(movement) or self._quotes(movement) == changed
            fits = movement.iban in self._confirmed and movement.amount == self.open(changed)
            if names or fits:
                self._search(key)

    def _search(self, key: PaymentKey) -> None:
        movement = self._seen[key]
        for number, amount in self._split(movement):
            self._splits.setdefault(key, []).append((number, amount))
            self._settled[number].append(amount)

    def _reading(self, movement: Movement) -> tuple[frozenset[str], frozenset[str]]:
        if movement not in self._read:
            lines = movement.lines
            self._read[movement] = self._numbers.numbers(lines), self._customers.numbers(lines)
        return self._read[movement]

    def _named(self, movement: Movement) -> list[str]:
        return sorted(n for n in self._reading(movement)[0] if n in self._items)

    def _quotes(self, movement: Movement) -> str | None:
        said = {"".join(c for c in text.upper() if c.isalnum()) for text in movement.quotes}
        quoted = (n for n, item in self._items.items() if _is_quoted(item.reference, said))
        return next(quoted, None)

    def _split(self, movement: Movement) -> Split:
        if (quoted := self._quotes(movement)) and not movement.is_whole:
            self._confirm(movement, quoted)
            return [(quoted, movement.amount)]
        named = self._named(movement)
        if len(named) == 1 and not movement.is_whole:
            return self._for_one(movement, named[0])
        if named:
            debtors = {self._items[number].customer for number in named}
            return self._only(movement, named) if len(debtors) == 1 else []
        customers = self._reading(movement)[1] or self._confirmed.get(movement.iban)
        if not customers or len(customers) > 1:
            return []
        owed = [n for n, item in self._items.items() if item.customer in customers]
        return self._only(movement, owed)

    def _for_one(self, movement: Movement, number: str) -> Split:
        item = self._items[number]
        is_exact = self.open(number) == movement.amount
        fits = item.customer in self._confirmed.get(movement.iban, ())
        if is_exact:
            self._confirm(movement, number)
        if is_exact or fits or name_fits(movement.name, item.name):
            return [(number, movement.amount)]
        return []

    def _confirm(self, movement: Movement, number: str) -> None:
        self._confirmed[movement.iban].add(self._items[number].customer)

    def _only(self, movement: Movement, numbers: list[str]) -> Split:
        """The one combination of what is open, tried out one by one."""
        owed = [(number, left) for n in numbers if (left := self.open(number := n)).is_positive]
        found = [
            list(some)
            for count in range(1, min(len(owed), 8) + 1)
            for some in combinations(owed, count)
            if total((left for _, left in some), "EUR") == movement.amount
        ]
        return found[0] if len(found) == 1 else []


def _is_quoted(reference: str, said: set[str]) -> bool:
    is_checked = reference[:2] == "RF" or (reference.isdigit() and len(reference) == 12)
    return is_checked and any(reference in text for text in said)
