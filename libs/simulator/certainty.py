"""What a reader can know of a payment: protocol.md §2, *certain*, as one careful function."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from libs.kernel.money import Money, minor_units
from libs.simulator.parties import Debtor, name_fits
from libs.simulator.reading import squashed
from libs.simulator.spelling import NUMBER_MIN

_ITEMS_MAX: Final = 14

Values = frozenset[int] | None
"""What may be open of an item, in minor units; None when it may be anything."""
Split = tuple[tuple[str, int], ...]
"""Invoice number and minor units, by number."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a payment says of itself; empty where it says nothing."""

    cents: int
    reference_of: str
    numbers: frozenset[str]
    customers: frozenset[str]
    payer_name: str
    payer_iban: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule concludes, and by which of its clauses; `split` None when nothing is sure."""

    split: Split | None
    by: str = ""
    teaches: bool = False
    """A reference, or a number with its exact amount: the payer's account is confirmed by it."""


UNSURE: Final = Verdict(None)


class View(Protocol):
    """What may be open, and whose account it may be, when the payment is searched for."""

    def open_values(self, number: str) -> Values: ...
    def items_of(self, customer: str) -> Iterable[str]: ...
    def surely(self, iban: str) -> frozenset[str]:
        """Customers for whom this account has been confirmed."""

    def perhaps(self, iban: str) -> frozenset[str]:
        """Those, and customers for whom it may have been."""


def cents(money: Money) -> int:
    return int(money.amount.scaleb(minor_units(money.currency)))


def judge(evidence: Evidence, owners: Mapping[str, Debtor], view: View) -> Verdict:
    """The first clause that applies; `owners` tells the debtor of each invoice number."""
    if evidence.reference_of:
        split = ((evidence.reference_of, evidence.cents),)
        return Verdict(split, "reference", teaches=True)
    if len(evidence.numbers) == 1:
        (number,) = evidence.numbers
        return _one_number(evidence, number, owners[number], view)
    if evidence.numbers:
        return _several_numbers(evidence, owners, view)
    if len(evidence.customers) == 1:
        (customer,) = evidence.customers
        split_or_none = _combination(evidence.cents, view.items_of(customer), view)
        return Verdict(split_or_none, "combination") if split_or_none else UNSURE
    return _known_account(evidence, view) if not evidence.customers else UNSURE


def _one_number(evidence: Evidence, number: str, debtor: Debtor, view: View) -> Verdict:
    if len(squashed(number)) < NUMBER_MIN:
        return UNSURE
    whole = ((number, evidence.cents),)
    if view.open_values(number) == frozenset({evidence.cents}):
        return Verdict(whole, "number_exact_amount", teaches=True)
    if name_fits(evidence.payer_name, debtor.name):
        return Verdict(whole, "number_and_name")
    if debtor.customer_number in view.surely(evidence.payer_iban):
        return Verdict(whole, "number_and_account")
    return UNSURE


def _several_numbers(evidence: Evidence, owners: Mapping[str, Debtor], view: View) -> Verdict:
    if len({owners[number].customer_number for number in evidence.numbers}) > 1:
        return UNSURE
    split = _combination(evidence.cents, sorted(evidence.numbers), view)
    return Verdict(split, "combination") if split else UNSURE


def _known_account(evidence: Evidence, view: View) -> Verdict:
    sure, perhaps = view.surely(evidence.payer_iban), view.perhaps(evidence.payer_iban)
    if len(sure) != 1 or sure != perhaps:
        return UNSURE
    (customer,) = sure
    split = _combination(evidence.cents, view.items_of(customer), view)
    return Verdict(split, "known_account") if split else UNSURE


def fits_something_else(evidence: Evidence, meant: Split, view: View) -> bool:
    """Whether, by customer number or payer account alone, it may be taken for what is not meant.

    So it is with a payment that names nothing, and with one whose invoice is not there yet: a
    number that nobody knows says nothing, and an older invoice of equal amount seems to be meant.
    """
    customers = evidence.customers or view.perhaps(evidence.payer_iban)
    for customer in sorted(customers):
        choices = _choices(evidence.cents, view.items_of(customer), view)
        if choices is None or any(way != meant for way in _ways(evidence.cents, choices)):
            return True
    return False


def _combination(target: int, numbers: Iterable[str], view: View) -> Split | None:
    """The only set of items that is exactly `target`, whatever else may be open; else None."""
    choices = _choices(target, numbers, view)
    ways = _ways(target, choices) if choices else []
    if len(ways) != 1:
        return None
    is_open = (view.open_values(number) == frozenset({value}) for number, value in ways[0])
    return ways[0] if all(is_open) else None


def _choices(
    target: int, numbers: Iterable[str], view: View
) -> list[tuple[str, frozenset[int]]] | None:
    """The items that can be part of `target`, with what may be open; None: nobody can tell."""
    choices: list[tuple[str, frozenset[int]]] = []
    for number in numbers:
        values = view.open_values(number)
        if values is None:
            return None
        if fitting := frozenset(value for value in values if 0 < value <= target):
            choices.append((number, fitting))
    return choices if len(choices) <= _ITEMS_MAX else None


def _ways(target: int, choices: Iterable[tuple[str, frozenset[int]]]) -> list[Split]:
    """At most two of the ways in which a value of some of the items sums to `target`."""
    reached: dict[int, list[Split]] = {0: [()]}
    for number, values in choices:
        longer: dict[int, list[Split]] = {key: list(ways) for key, ways in reached.items()}
        for sum_so_far, ways in reached.items():
            for value in values:
                if sum_so_far + value <= target:
                    found = longer.setdefault(sum_so_far + value, [])
                    found += [(*way, (number, value)) for way in ways[: 2 - len(found)]]
        reached = longer
    return [tuple(sorted(way)) for way in reached.get(target, [])]
