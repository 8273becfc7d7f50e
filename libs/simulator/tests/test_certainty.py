"""What can be known of a payment, clause by clause, in a life of a few invoices."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from libs.simulator.any_order import AnyOrder
from libs.simulator.certainty import UNSURE, Evidence, Verdict
from libs.simulator.day_by_day import DayByDay
from libs.simulator.life import Item, Life, Seen
from libs.simulator.parties import Debtor
from libs.simulator.tests.lives import life

DAY_1, DAY_2, DAY_3 = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)


@cache
def _debtor(customer: str, name: str) -> Debtor:
    return replace(life(1).debtors[0], customer_number=customer, name=name)


ACME, BOLT = _debtor("C10001", "Acme SARL"), _debtor("C10002", "Bolt BV")


def an_item(number: str, cents: int, debtor: Debtor = ACME, arrives_on: date = DAY_1) -> Item:
    return Item(number, debtor, cents, arrives_on, ())


def said(
    cents: int,
    *numbers: str,
    reference: str = "",
    customer: str = "",
    name: str = "ACME",
    iban: str = "acme",
) -> Evidence:
    customers = frozenset({customer} if customer else ())
    return Evidence(cents, reference, frozenset(numbers), customers, name, iban)


def a_payment(
    evidence: Evidence, *meant: tuple[str, int], on: date = DAY_2, place: int = 0
) -> Seen:
    return Seen(place, on, evidence, tuple(sorted(meant)))


def _of(items: list[Item], *payments: Seen) -> tuple[Verdict, Verdict]:
    """The last payment's verdicts: in any order, and day by day."""
    a_life = Life.of(items, payments)
    last = payments[-1]
    return AnyOrder(a_life).verdict(last), DayByDay(a_life).verdicts()[last.place].verdict


ITEMS = [
    an_item("2026-0001", 5000),
    an_item("2026-0002", 7000),
    an_item("2026-0003", 9000),
    an_item("2026-0009", 5000, BOLT),
]


@pytest.mark.parametrize(
    ("evidence", "meant", "clause"),
    [
        # a reference, whatever the amount and the payer
        (said(1234, reference="2026-0001", name="Stranger"), [("2026-0001", 1234)], "reference"),
        # a number with the open amount, whoever pays
        (said(5000, "2026-0001", name="X"), [("2026-0001", 5000)], "number_exact_amount"),
        # a number with another amount, when the name fits
        (said(4000, "2026-0001", name="ACME"), [("2026-0001", 4000)], "number_and_name"),
        # all of several numbers: 50 + 70 = 120
        (
            said(12000, "2026-0001", "2026-0002", name="X"),
            [("2026-0001", 5000), ("2026-0002", 7000)],
            "combination",
        ),
        # a customer number and the only combination: 50 + 90 = 140
        (
            said(14000, customer="C10001", name="X"),
            [("2026-0001", 5000), ("2026-0003", 9000)],
            "combination",
        ),
    ],
)
def test_it_is_certain_in_any_order(
    evidence: Evidence, meant: list[tuple[str, int]], clause: str
) -> None:
    always, day = _of(ITEMS, a_payment(evidence, *meant))
    assert (always.split, always.by) == (tuple(meant), clause)
    assert (day.split, day.by) == (tuple(meant), clause)


@pytest.mark.parametrize(
    ("evidence", "meant"),
    [
        # a number with another amount, and a payer that may be anybody
        (said(4000, "2026-0001", name="Jan Peeters"), [("2026-0001", 4000)]),
        # a name cut short may be another name
        (said(4000, "2026-0001", name="ACM"), [("2026-0001", 4000)]),
        # two debtors by one transfer
        (said(10000, "2026-0001", "2026-0009"), [("2026-0001", 5000), ("2026-0009", 5000)]),
        # several numbers, but not their sum
        (said(11000, "2026-0001", "2026-0002"), [("2026-0001", 5000), ("2026-0002", 6000)]),
        # nothing, from an account never seen before
        (said(9000), [("2026-0003", 9000)]),
        # a customer number and an amount that no items have
        (said(6000, customer="C10001"), [("2026-0001", 6000)]),
    ],
)
def test_it_is_not_certain(evidence: Evidence, meant: list[tuple[str, int]]) -> None:
    assert _of(ITEMS, a_payment(evidence, *meant)) == (UNSURE, UNSURE)


def test_two_combinations_are_none() -> None:
    items = [*ITEMS, an_item("2026-0004", 16000)]  # 160 alone, or 70 + 90
    payment = a_payment(said(16000, customer="C10001"), ("2026-0004", 16000))
    assert _of(items, payment) == (UNSURE, UNSURE)
    assert AnyOrder(Life.of(items, [payment])).may_mislead(payment)


def test_an_account_is_known_from_the_day_after_its_first_certain_payment() -> None:
    first = a_payment(said(5000, "2026-0001", name="X"), ("2026-0001", 5000), on=DAY_1, place=0)
    later = a_payment(said(9000), ("2026-0003", 9000), on=DAY_2, place=1)
    assert _of(ITEMS, first, later) == (UNSURE, Verdict((("2026-0003", 9000),), "known_account"))
    same_day = replace(later, arrives_on=DAY_1)
    assert _of(ITEMS, first, same_day) == (UNSURE, UNSURE)


def test_a_number_with_another_amount_does_not_teach_an_account() -> None:
    first = a_payment(said(4000, "2026-0001"), ("2026-0001", 4000), on=DAY_1, place=0)
    later = a_payment(said(9000), ("2026-0003", 9000), on=DAY_2, place=1)
    assert _of(ITEMS, first, later) == (UNSURE, UNSURE)


def test_what_was_paid_before_is_not_paid_again_by_amount() -> None:
    items = [an_item("2026-0001", 5000), an_item("2026-0002", 5000)]
    first = a_payment(said(5000, "2026-0001"), ("2026-0001", 5000), on=DAY_1, place=0)
    later = a_payment(said(5000, customer="C10001"), ("2026-0002", 5000), on=DAY_2, place=1)
    always, day = _of(items, first, later)
    assert always == UNSURE  # fed in before the first, it has two to choose from
    assert day.split == (("2026-0002", 5000),)


def test_what_an_uncertain_payment_may_have_settled_is_not_surely_open() -> None:
    items = [an_item("2026-0001", 5000), an_item("2026-0002", 5000)]
    first = a_payment(said(5000, iban="new"), ("2026-0001", 5000), on=DAY_1, place=0)
    later = a_payment(said(5000, customer="C10001"), ("2026-0002", 5000), on=DAY_2, place=1)
    assert _of(items, first, later) == (UNSURE, UNSURE)


def test_a_payment_for_an_invoice_that_is_not_there_yet_may_be_taken_for_an_older_one() -> None:
    items = [*ITEMS, an_item("2026-0005", 5000, arrives_on=DAY_3)]
    teaches = a_payment(said(100, reference="2026-0003"), ("2026-0003", 100), on=DAY_1, place=0)
    early = a_payment(said(5000, "2026-0005"), ("2026-0005", 5000), on=DAY_2, place=1)
    assert _of(items, teaches, early) == (UNSURE, UNSURE)
    a_life = Life.of(items, [teaches, early])
    assert AnyOrder(a_life).may_mislead(early)
    from_a_stranger = replace(early, evidence=said(5000, "2026-0005", iban="new"))
    always, _ = _of(items, teaches, from_a_stranger)
    assert always.by == "number_exact_amount"


def test_several_numbers_of_which_one_is_not_there_yet_are_not_certain() -> None:
    items = [an_item("2026-0001", 5000), an_item("2026-0002", 7000, arrives_on=DAY_3)]
    payment = a_payment(
        said(12000, "2026-0001", "2026-0002"), ("2026-0001", 5000), ("2026-0002", 7000)
    )
    assert _of(items, payment) == (UNSURE, UNSURE)


def test_a_credit_note_that_may_come_before_or_after_makes_an_amount_unsure() -> None:
    item = replace(an_item("2026-0001", 5000), credits=((DAY_3, 1000),))
    payment = a_payment(said(5000, "2026-0001", name="X"), ("2026-0001", 5000))
    always, day = _of([item], payment)
    assert always == UNSURE
    assert day.by == "number_exact_amount"


def test_an_invoice_whose_money_has_come_back_may_be_open_again() -> None:
    first = replace(
        a_payment(said(5000, "2026-0001"), ("2026-0001", 5000), on=DAY_1, place=0),
        returned_on=DAY_2,
    )
    again = a_payment(said(5000, "2026-0001"), ("2026-0001", 5000), on=DAY_3, place=1)
    _, day = _of(ITEMS, first, again)
    assert day == Verdict((("2026-0001", 5000),), "number_and_name")
    from_anybody = replace(again, evidence=said(5000, "2026-0001", name="X", iban="new"))
    assert _of(ITEMS, first, from_anybody) == (UNSURE, UNSURE)
