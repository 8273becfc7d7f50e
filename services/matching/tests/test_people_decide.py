"""A person applies payments and takes uses of them back."""

import pytest

from libs.events.contracts.matching import (
    AllocationReversed,
    ItemReopened,
    ItemSettled,
    PayerAccountForgotten,
    PayerAccountLearned,
    PaymentAllocated,
    PaymentIdentified,
    PaymentSuggested,
    PaymentUnidentified,
    SettlementSuspected,
    ShareBooked,
    ShareRecalled,
    ShareReleased,
    ShareTakenBack,
)
from libs.events.loop.decider import Refusal
from libs.kernel.money import read_money
from libs.testkit.scenarios import like
from services.matching.domain.commands import SharePlan
from services.matching.domain.refusals import (
    AmountNotPositive,
    AmountOverFree,
    CurrencyDiffers,
    DebtorUnknown,
    DueDateNotLater,
    ItemIsClosed,
    ItemNamedTwice,
    ItemUnknown,
    OtherCreditor,
    PaymentHasNothingFree,
    PaymentUnknown,
    PaymentWasReturned,
    ShareUnknown,
)
from services.matching.tests.building import (
    a_payment,
    a_return,
    an_extension,
    an_invoice,
    applied,
    eur,
    item_id,
    matching,
    on_account,
    share_id,
    to_item,
    undone,
)

IBAN = "BE68539007547034"


def test_a_person_splits_a_payment_over_debtors_and_on_account() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00", debtor="smith"),
            an_invoice("F-2026-18", "100.00", debtor="jones"),
            a_payment("p1", "160.00", payer=IBAN),
        )
        .when(
            applied(
                "p1",
                to_item("F-2026-17", "48.00"),
                to_item("F-2026-18", "100.00"),
                on_account("jones", "12.00"),
            )
        )
        .then(
            like(PaymentIdentified, rule="person", decided_by="paula", free=eur("0.00")),
            like(PayerAccountLearned, debtor="smith"),
            like(PayerAccountLearned, debtor="jones"),
            like(ShareBooked, debtor="smith", amount=eur("48.00"), evidence="person"),
            like(PaymentAllocated, item=item_id("F-2026-17")),
            like(ItemSettled, item=item_id("F-2026-17")),
            like(ShareBooked, debtor="jones", amount=eur("100.00")),
            like(PaymentAllocated, item=item_id("F-2026-18")),
            like(ItemSettled, item=item_id("F-2026-18")),
            like(ShareBooked, debtor="jones", amount=eur("12.00"), item=""),
        )
        .then_answers(outcome="accepted", free="0.00 EUR")
    )


def test_an_undone_share_reopens_its_item_and_is_not_applied_again() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            an_invoice("F-2026-18", "48.00", debtor="jones"),
            a_payment("p1", "48.00", text="F-2026-17", payer=IBAN),
        )
        .when(undone("p1"))
        .then(
            like(ShareRecalled, share=share_id("p1"), reason="undone", recalled_by="paula"),
            like(PayerAccountForgotten, debtor="smith"),
            like(AllocationReversed, item=item_id("F-2026-17"), on_account=eur("48.00")),
            like(ItemReopened, item=item_id("F-2026-17"), open=eur("48.00"), reason="undone"),
            like(ShareTakenBack, amount=eur("48.00")),
            like(ShareReleased, amount=eur("48.00"), reason="taken_back"),
            like(PaymentUnidentified, payment="p1", free=eur("48.00")),
        )
    )


def test_what_else_an_undone_payment_could_settle_is_suspected() -> None:
    """Also when that invoice came while the money was in use, and named the payment's own text."""
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            a_payment("p1", "48.00", text="for C-2026-99"),
            applied("p1", to_item("F-2026-17", "48.00")),
            an_invoice("C-2026-99", "48.00", debtor="jones"),
        )
        .when(undone("p1"))
        .then_among(
            like(PaymentSuggested, payment="p1"),
            like(SettlementSuspected, item=item_id("C-2026-99"), by="p1"),
        )
    )


def test_a_payment_that_a_person_touched_is_only_suggested_from_then_on() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"),
        a_payment("p1", "96.00", text="F-2026-18"),
        applied("p1", to_item("F-2026-17", "48.00")),
    ).when(an_invoice("F-2026-18", "48.00"))
    scenario.then_among(like(PaymentSuggested, payment="p1", free=eur("48.00")))
    assert PaymentIdentified not in [type(one.event) for one in scenario.recorded]


def test_an_undone_payment_can_be_applied_otherwise() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            an_invoice("F-2026-18", "48.00"),
            a_payment("p1", "48.00", text="F-2026-17"),
            undone("p1"),
        )
        .when(applied("p1", to_item("F-2026-18", "48.00")))
        .then_among(
            like(ItemSettled, item=item_id("F-2026-18"), source=share_id("p1", 1)),
        )
    )


def test_undoing_twice_is_once() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"), a_payment("p1", "48.00", text="F-2026-17"), undone("p1")
    )
    scenario.when(undone("p1")).then_refused(ShareUnknown, share=share_id("p1"))


USD_48 = read_money("48.00 USD")


@pytest.mark.parametrize(
    ("plans", "refusal"),
    [
        ([to_item("F-2026-17", "60.01")], AmountOverFree),
        ([to_item("F-2026-17", "40.00"), on_account("smith", "20.01")], AmountOverFree),
        ([to_item("F-2026-17", "0.00")], AmountNotPositive),
        ([to_item("F-2026-17", "-1.00")], AmountNotPositive),
        ([to_item("F-2026-17", "1.00"), to_item("F-2026-17", "2.00")], ItemNamedTwice),
        ([to_item("F-404", "48.00")], ItemUnknown),
        ([on_account("nobody", "48.00")], DebtorUnknown),
        ([SharePlan(item=item_id("F-2026-17"), amount=USD_48)], CurrencyDiffers),
        ([to_item("U-2026-01", "48.00")], CurrencyDiffers),  # the item is in dollars
    ],
)
def test_what_cannot_be_applied_is_refused(plans: list[SharePlan], refusal: type[Refusal]) -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            an_invoice("U-2026-01", "48.00 USD"),
            a_payment("p1", "60.00"),
        )
        .when(applied("p1", *plans))
        .then_refused(refusal)
    )


def test_a_payment_that_is_used_up_unknown_or_returned_cannot_be_applied() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"),
        a_payment("p1", "48.00", text="F-2026-17"),
        a_payment("p2", "50.00", bank="B-2"),
        a_return("r1", "50.00", bank="B-2"),
    )
    scenario.when(applied("p1", to_item("F-2026-17", "1.00"))).then_refused(PaymentHasNothingFree)
    scenario.when(applied("p9", to_item("F-2026-17", "1.00"))).then_refused(PaymentUnknown)
    scenario.when(applied("p2", to_item("F-2026-17", "1.00"))).then_refused(PaymentWasReturned)
    scenario.when(applied("r1", to_item("F-2026-17", "1.00"))).then_refused(PaymentUnknown)
    scenario.when(undone("p9")).then_refused(PaymentUnknown)


def test_a_payment_of_another_creditor_cannot_pay_this_one() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"), a_payment("p1", "48.00", creditor="creditor-2")
        )
        .when(applied("p1", to_item("F-2026-17", "48.00")))
        .then_refused(OtherCreditor, payment="p1")
    )


def test_a_due_date_moves_later_only() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00", due="2026-03-03"))
    scenario.when(an_extension("F-2026-17", "2026-04-03")).then_answers(outcome="accepted")
    scenario.when(an_extension("F-2026-17", "2026-04-03")).then_nothing()
    scenario.when(an_extension("F-2026-17", "2026-04-02")).then_refused(DueDateNotLater)
    scenario.when(an_extension("F-404", "2026-04-03")).then_refused(ItemUnknown)
    scenario.given(a_payment("p1", "48.00", text="F-2026-17"))
    scenario.when(an_extension("F-2026-17", "2026-05-03")).then_refused(ItemIsClosed)
