"""What could settle an item without being certain is suggested, and holds the item's demands."""

from datetime import date

import pytest

from libs.events.contracts.matching import (
    PaymentIdentified,
    PaymentSuggested,
    PaymentUnidentified,
    SettlementSuspected,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.testkit.scenarios import Scenario, like
from services.matching.tests.building import (
    a_day,
    a_payment,
    an_invoice,
    applied,
    eur,
    item_id,
    key,
    matching,
    the_creditor,
    to_item,
)

IBAN = "BE68539007547034"


def suggested_by(scenario: Scenario) -> dict[str, str]:
    """Number of each candidate to its reason, in the order in which they were suggested."""
    return {
        candidate.number: candidate.reason
        for one in scenario.recorded
        if type(one.event) is PaymentSuggested
        for candidate in one.event.candidates
    }


@pytest.mark.parametrize(
    ("amount", "says", "suggested"),
    [
        ("47.00", {"text": "F-2026-17"}, {"F-2026-17": "named_other_amount"}),
        ("9.00", {"text": "AB-12"}, {"AB-12": "named_other_amount"}),  # too short to be certain
        ("48.00", {"name": "Smith"}, {"F-2026-17": "name_and_amount"}),
        ("47.00", {"name": "Smith"}, {}),  # a name alone is nothing
        ("48.00", {}, {}),  # an amount alone neither
        (
            "33.00",
            {"customer": "K12345"},
            {"AB-12": "debtor_named", "F-2026-17": "debtor_named"},  # oldest due first
        ),
    ],
)
def test_what_names_an_item_or_its_debtor_with_another_amount_could_settle_it(
    amount: str, says: dict[str, str], suggested: dict[str, str]
) -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00", name="Smith", customer="K12345", due="2026-03-05"),
        an_invoice("AB-12", "9.00", name="Smith", customer="K12345", due="2026-03-01"),
        an_invoice("F-2026-99", "500.00", debtor="jones", name="Jones"),
    ).when(a_payment("p1", amount, **says))
    assert suggested_by(scenario) == suggested
    assert list(suggested_by(scenario)) == list(suggested)


def test_nothing_known_is_said_once() -> None:
    (
        matching.given(a_payment("p1", "48.00", text="thank you"))
        .when(a_payment("p2", "49.00", text="hello"))
        .then_among(like(PaymentUnidentified, payment="p2", free=eur("49.00")))
    )


def test_two_ways_to_make_up_an_amount_suggest_the_items_of_both() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "50.00", customer="K12345"),
        an_invoice("F-2026-18", "30.00", customer="K12345"),
        an_invoice("F-2026-19", "60.00", customer="K12345"),
        an_invoice("F-2026-20", "20.00", customer="K12345"),
    ).when(a_payment("p1", "80.00", customer="K12345"))  # 50 + 30 = 60 + 20
    assert set(suggested_by(scenario)) == {"F-2026-17", "F-2026-18", "F-2026-19", "F-2026-20"}


def test_at_most_twenty_items_are_suggested() -> None:
    scenario = matching.given(
        *(an_invoice(f"F-2026-{n}", f"{n}.00", customer="K12345") for n in range(10, 40))
    ).when(a_payment("p1", "5.00", customer="K12345"))
    assert len(suggested_by(scenario)) == 20


def test_a_suggested_item_is_suspected_from_today_for_the_creditors_bank_days() -> None:
    (
        matching.given(
            the_creditor(suspicion_days_max=5),
            a_day("2026-03-05"),
            an_invoice("F-2026-17", "48.00"),
        )
        .when(a_payment("p1", "47.00", text="F-2026-17", on="2026-03-03"))
        .then_among(
            like(
                SettlementSuspected,
                item=item_id("F-2026-17"),
                by="p1",
                by_kind="payment",
                since_on=date(2026, 3, 5),
                expires_on=date(2026, 3, 12),  # Thursday and five bank days
            )
        )
    )


def test_a_suspicion_that_grew_old_expires_once() -> None:
    scenario = matching.given(
        the_creditor(),
        a_day("2026-03-05"),
        an_invoice("F-2026-17", "48.00"),
        a_payment("p1", "47.00", text="F-2026-17"),
        a_day("2026-03-11"),
    )
    scenario.when(a_day("2026-03-12"))
    scenario.then(
        like(SuspicionExpired, item=item_id("F-2026-17"), by="p1", since_on=date(2026, 3, 5))
    )
    scenario.when(a_day("2026-03-13")).then()


def test_days_that_the_tenant_plays_expire_suspicions_and_the_clock_does_not() -> None:
    scenario = matching.given(
        the_creditor(),
        a_day("2026-03-05", played_by="acme"),
        an_invoice("F-2026-17", "48.00"),
        a_payment("p1", "47.00", text="F-2026-17"),
    )
    scenario.when(a_day("2026-12-24")).then()
    scenario.when(a_day("2026-03-12", played_by="acme"))
    scenario.then_among(like(SuspicionExpired, by="p1"))


def test_a_suspicion_is_lifted_when_the_money_went_elsewhere() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            an_invoice("F-2026-18", "47.00", debtor="jones"),
            a_payment("p1", "47.00", text="F-2026-17"),
        )
        .when(applied("p1", to_item("F-2026-18", "47.00")))
        .then_among(like(SuspicionLifted, item=item_id("F-2026-17"), by="p1"))
    )


def test_the_suspicion_by_an_awaited_credit_note_never_expires() -> None:
    scenario = matching.given(
        the_creditor(), a_day("2026-03-05"), an_invoice("F-2026-17", "48.00", awaits="note-C-1")
    )
    scenario.when(a_day("2026-12-24")).then()
    suspicion = scenario.state(key("item", item_id("F-2026-17"))).suspicions["note-C-1"]
    assert suspicion.expires_on is None
    assert suspicion.since_on == date(2026, 3, 5)


def test_an_invoice_that_comes_later_wakes_the_payment_that_names_it() -> None:
    (
        matching.given(a_payment("p1", "48.00", text="F-2026-17"))
        .when(an_invoice("F-2026-17", "48.00"))
        .then_among(like(PaymentIdentified, payment="p1", rule="number_with_open_amount"))
    )


def test_an_invoice_that_comes_later_wakes_a_known_payer_with_its_amount() -> None:
    (
        matching.given(
            an_invoice("F-2026-01", "10.00"),
            a_payment("p0", "10.00", text="F-2026-01", payer=IBAN),
            a_payment("p1", "48.00", payer=IBAN),
        )
        .when(an_invoice("F-2026-17", "48.00"))
        .then_among(like(PaymentIdentified, payment="p1", rule="amount_of_known_payer"))
    )


def test_what_a_part_payment_leaves_wakes_the_payment_that_fits_it() -> None:
    (
        matching.given(
            an_invoice("F-2026-01", "10.00"),
            a_payment("p0", "10.00", text="F-2026-01", payer=IBAN),
            an_invoice("F-2026-17", "48.00", reference="RF18539007547034"),
            a_payment("p1", "28.00", payer=IBAN),
        )
        .when(a_payment("p2", "20.00", reference="RF18539007547034"))
        .then_among(like(PaymentIdentified, payment="p1", rule="amount_of_known_payer"))
    )
