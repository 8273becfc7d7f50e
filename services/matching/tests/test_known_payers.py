"""Payments of a payer whose account is known: what they settle without saying so."""

import pytest

from libs.events.contracts.matching import ItemSettled, PaymentIdentified, ShareBooked
from libs.testkit.scenarios import Heard, Told, like
from services.matching.tests.building import (
    a_payment,
    an_invoice,
    item_id,
    matching,
    rule_of,
)

RF = "RF18539007547034"


def a_payer_known_for_smith() -> tuple[Heard | Told, ...]:
    return (
        an_invoice("F-2026-01", "10.00", reference=RF),
        a_payment("p0", "10.00", reference=RF, payer="BE68539007547034"),
    )


def test_a_known_payer_with_the_exact_amount_of_one_item_is_certain() -> None:
    (
        matching.given(*a_payer_known_for_smith(), an_invoice("F-2026-17", "48.00"))
        .when(a_payment("p1", "48.00", payer="BE68539007547034"))
        .then_among(
            like(PaymentIdentified, rule="amount_of_known_payer"),
            like(ShareBooked, evidence="amount"),
            like(ItemSettled, item=item_id("F-2026-17")),
        )
    )


def test_a_known_payer_who_names_an_invoice_that_is_not_here_yet_is_not_certain() -> None:
    older = an_invoice("F-2026-17", "48.00")
    paid = a_payment("p1", "48.00", payer="BE68539007547034", text="invoice F-2026-99")
    scenario = matching.given(*a_payer_known_for_smith(), older).when(paid)
    assert rule_of(scenario) == ""


def test_two_items_of_that_amount_are_not_certain() -> None:
    scenario = matching.given(
        *a_payer_known_for_smith(),
        an_invoice("F-2026-17", "48.00"),
        an_invoice("F-2026-18", "48.00"),
    ).when(a_payment("p1", "48.00", payer="BE68539007547034"))
    assert rule_of(scenario) == ""


@pytest.mark.parametrize(
    ("amount", "rule"),
    [
        ("148.00", "combination_of_known_payer"),  # 48 + 100
        ("180.00", ""),  # 100 + 80 and 48 + 132: two ways
        ("170.00", ""),  # no way
    ],
)
def test_one_combination_of_a_known_payer_is_certain(amount: str, rule: str) -> None:
    scenario = matching.given(
        *a_payer_known_for_smith(),
        an_invoice("F-2026-17", "48.00"),
        an_invoice("F-2026-18", "100.00"),
        an_invoice("F-2026-19", "80.00"),
        an_invoice("F-2026-20", "132.00"),
    ).when(a_payment("p1", amount, payer="BE68539007547034"))
    assert rule_of(scenario) == rule
