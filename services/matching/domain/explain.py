"""Why a payment was applied, suggested or left: one English sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from libs.events.contracts.matching import (
    CandidateReason,
    PaymentIdentified,
    PaymentReceived,
    PaymentSuggested,
    PaymentUnidentified,
)

Outcome = PaymentIdentified | PaymentSuggested | PaymentUnidentified

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WAYS: Final = (
    ("PMNT/RCDT", " by transfer"),
    ("PMNT/RDDT", " by direct debit"),
    ("PMNT/IDDT", " by direct debit"),
    ("PMNT/CCRD", " by card"),
)
_REASONS: Final[Mapping[CandidateReason, str]] = MappingProxyType(
    {
        "named_other_amount": "which its text names",
        "debtor_named": "whose debtor its text names",
        "amount_of_known_payer": "of exactly that amount, of a debtor that its payer pays for",
        "name_and_amount": "of exactly that amount, of a debtor of its payer's name",
        "combination": "in one of several ways to make up the amount",
    }
)
_NAMED_MAX: Final = 3


def explain(received: PaymentReceived, outcome: Outcome) -> str:
    """What came, what it was found to be, and what is left over.

    >>> # 48.00 EUR by transfer on 3 March: its reference RF18… names invoice F-17, which is open
    >>> # by exactly that; nothing is left over.
    """
    head = _head(received)
    match outcome:
        case PaymentIdentified():
            why = _WHY.get(outcome.rule, _by_rule)(received, outcome)
            return f"{head}: {why}; {_left(outcome)}."
        case PaymentSuggested():
            return f"{head} {_could_settle(outcome)}; none of it is certain, so a person decides."
        case PaymentUnidentified() if received.kind == "return":
            return f"{head}: the payment that it takes back is not known yet."
        case PaymentUnidentified():
            return f"{head}: nothing is known that it could settle."


def _head(received: PaymentReceived) -> str:
    on = f"on {received.booked_on.day} {_MONTHS[received.booked_on.month - 1]}"
    if received.kind == "return":
        return f"{received.amount} taken back by the bank {on}"
    way = next((words for code, words in _WAYS if received.bank_code.startswith(code)), "")
    batch = f" ({received.batch_count} in one)" if received.batch_count > 1 else ""
    return f"{received.amount}{way}{batch} {on}"


def _left(outcome: PaymentIdentified) -> str:
    return "nothing is left over" if outcome.free.is_zero else f"{outcome.free} is left over"


def _items(outcome: PaymentIdentified) -> str:
    """`invoice F-17`, or `invoices F-17 and F-18`."""
    numbers = [one.number for one in outcome.shares if one.number]
    return f"{'invoice' if len(numbers) == 1 else 'invoices'} {_listed(numbers)}"


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _reference(received: PaymentReceived) -> str:
    references = received.evidence.references
    return f"its reference {references[0]}" if len(references) == 1 else "its reference"


def _could_settle(outcome: PaymentSuggested) -> str:
    first = outcome.candidates[:_NAMED_MAX]
    told = [f"{one.number} ({one.open} open), {_REASONS[one.reason]}" for one in first]
    more = len(outcome.candidates) - len(first)
    rest = [f"{more} more"] if more else []
    return f"could settle {_joined([*told, *rest])}"


def _joined(words: Iterable[str]) -> str:
    return ", or ".join(words)


def _by_rule(_: PaymentReceived, outcome: PaymentIdentified) -> str:
    return f"it is for {_items(outcome)} by the rule {outcome.rule}"


def _by_person(_: PaymentReceived, outcome: PaymentIdentified) -> str:
    told = [
        f"{one.amount} to {'invoice ' + one.number if one.number else 'the account of its debtor'}"
        for one in outcome.shares
    ]
    return f"{outcome.decided_by} applied {_listed(told)}"


Why = Callable[[PaymentReceived, PaymentIdentified], str]

_WHY: Final[Mapping[str, Why]] = MappingProxyType(
    {
        "person": _by_person,
        "reference_with_open_amount": lambda received, outcome: (
            f"{_reference(received)} names {_items(outcome)}, which is open by exactly that"
        ),
        "reference_of_one_item": lambda received, outcome: (
            f"{_reference(received)} names {_items(outcome)} and no other"
        ),
        "references_while_others_are_awaited": lambda _, outcome: (
            f"its references name {_items(outcome)}, and others that are not known yet"
        ),
        "references_of_one_debtor": lambda _, outcome: (
            f"its references name {_items(outcome)} of one debtor, the oldest due paid first"
        ),
        "named_items_add_up": lambda _, outcome: (
            f"its text names {_items(outcome)}, which are open by exactly that together"
        ),
        "named_items_add_up_in_full": lambda _, outcome: (
            f"its text names {_items(outcome)}, which came to exactly that together before a part"
            " of them was settled"
        ),
        "some_named_items_add_up": lambda _, outcome: (
            f"of what its text names, {_items(outcome)} alone make up exactly that"
        ),
        "number_with_open_amount": lambda _, outcome: (
            f"its text names {_items(outcome)}, which is open by exactly that"
        ),
        "number_of_fitting_payer": lambda _, outcome: (
            f"its text names {_items(outcome)}, and its payer fits the debtor"
        ),
        "numbers_of_fitting_payer": lambda _, outcome: (
            f"its text names {_items(outcome)}, its payer fits the debtor, and the oldest due"
            " comes first"
        ),
        "combination_of_named_debtor": lambda _, outcome: (
            f"of the debtor whom its text names, {_items(outcome)} alone make up exactly that"
        ),
        "amount_of_known_payer": lambda _, outcome: (
            f"its payer is known, and of the debtors that he pays for only {_items(outcome)} is"
            " open by exactly that"
        ),
        "combination_of_known_payer": lambda _, outcome: (
            f"its payer is known, and of that debtor's items {_items(outcome)} alone make up"
            " exactly that"
        ),
    }
)
