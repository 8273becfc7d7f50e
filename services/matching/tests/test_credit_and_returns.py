"""Credit notes, cancellations, money that the bank takes back, and what names an item meanwhile."""

from datetime import date

import pytest

from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    ItemCancelled,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentReturned,
    PaymentUnidentified,
    ReturnAssigned,
    ReturnUnassigned,
    ShareRecalled,
    ShareReleased,
    ShareTakenBack,
    SuspicionLifted,
)
from libs.testkit.scenarios import like
from services.matching.tests.building import (
    a_cancellation,
    a_credit_note,
    a_day,
    a_payment,
    a_return,
    an_invoice,
    eur,
    item_id,
    key,
    matching,
    the_creditor,
)

F17 = item_id("F-2026-17")


def test_a_credit_note_reduces_what_it_names_and_wakes_what_fits_the_rest() -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00"), a_payment("p1", "28.00", text="F-2026-17"))
        .when(a_credit_note("C-1", "20.00", names="F-2026-17"))
        .then_among(
            like(CreditBooked, credit="note-C-1", item=F17),
            like(PaymentAllocated, source_kind="credit", payment="", amount=eur("20.00")),
            like(ItemReduced, source_kind="credit", open=eur("28.00")),
            like(PaymentIdentified, payment="p1", rule="number_with_open_amount"),
            like(ItemSettled, item=F17, amount=eur("28.00")),
        )
    )


def test_a_credit_note_before_its_invoice_waits_on_account_and_settles_it_at_once() -> None:
    (
        matching.given(a_credit_note("C-1", "48.00", names="F-2026-17"))
        .when(an_invoice("F-2026-17", "48.00"))
        .then(
            like(ItemOpened, item=F17),
            like(PaymentAllocated, source="note-C-1", on_account=eur("0.00")),
            like(ItemSettled, item=F17, source="note-C-1"),
        )
    )


def test_a_credit_note_that_is_worth_more_leaves_its_rest_on_account() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"))
    scenario.when(a_credit_note("C-1", "60.00", names="F-2026-17"))
    scenario.then_among(like(PaymentAllocated, amount=eur("48.00"), on_account=eur("12.00")))
    scenario.when(a_credit_note("C-1", "60.00", names="F-2026-17")).then_nothing()


def test_a_payment_that_names_an_item_settled_as_it_opened_is_found() -> None:
    """It is on account under that name then; nothing else would ever look for it."""
    (
        matching.given(
            a_credit_note("C-1", "48.00", names="F-2026-17"),
            a_payment("p1", "48.00", reference="RF18539007547034"),
        )
        .when(an_invoice("F-2026-17", "48.00", reference="RF18539007547034"))
        .then_among(like(PaymentIdentified, payment="p1", free=eur("0.00")))
    )


def test_a_cancelled_item_gives_its_money_back_on_account() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"),
        a_credit_note("C-1", "8.00", names="F-2026-17"),
        a_payment("p1", "40.00", text="F-2026-17"),
    ).when(a_cancellation("F-2026-17"))
    scenario.then(
        like(AllocationReversed, source="note-C-1", on_account=eur("8.00")),
        like(AllocationReversed, source_kind="share", on_account=eur("40.00")),
        like(ItemCancelled, item=F17, written_back=eur("48.00")),
    )
    scenario.when(a_cancellation("F-2026-17")).then_nothing()
    scenario.when(an_invoice("F-2026-17", "48.00")).then_nothing()


def test_a_returned_payment_reopens_its_item() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            a_payment("p1", "48.00", text="F-2026-17", bank="B-1"),
        )
        .when(a_return("r1", "48.00", bank="B-1"))
        .then(
            like(PaymentReceived, payment="r1", kind="return"),
            like(ReturnAssigned, payment="r1", original="p1"),
            like(PaymentReturned, payment="p1", by_return="r1", free=eur("0.00")),
            like(ShareRecalled, reason="returned"),
            like(AllocationReversed, item=F17),
            like(ItemReopened, item=F17, open=eur("48.00"), reason="returned"),
            like(ShareTakenBack),
            like(ShareReleased, returned=True),
        )
    )


def test_a_return_before_its_original_waits_for_it() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"))
    scenario.when(a_return("r1", "48.00", end_to_end="E-1"))
    scenario.then_among(like(PaymentUnidentified, payment="r1"))
    scenario.when(a_payment("p1", "48.00", text="F-2026-17", end_to_end="E-1"))
    scenario.then_among(like(ReturnAssigned, payment="r1", original="p1"))
    assert scenario.state(key("item", F17)).open == eur("48.00")
    assert scenario.state(key("payment", "p1")).free == eur("0.00")


def test_the_second_return_takes_the_second_twin() -> None:
    scenario = matching.given(
        a_payment("p1", "48.00", bank="B-1", position=1),
        a_payment("p2", "48.00", bank="B-1", position=2),
    )
    scenario.when(a_return("r1", "48.00", bank="B-1"))
    scenario.then_among(like(ReturnAssigned, payment="r1", original="p1"))
    scenario.when(a_return("r2", "48.00", bank="B-1"))
    scenario.then_among(like(ReturnAssigned, payment="r2", original="p2"))
    scenario.when(a_return("r3", "48.00", bank="B-1"))
    scenario.then_among(like(PaymentUnidentified, payment="r3"))


def test_a_later_return_that_looked_first_leaves_the_later_of_two_payments_that_are_alike() -> None:
    """It took the first: the earlier return takes the second, though that was booked after it."""
    scenario = matching.given(
        a_payment("p1", "48.00", end_to_end="RENT", on="2026-03-02"),
        a_payment("p2", "48.00", end_to_end="RENT", on="2026-03-06"),
        a_return("r2", "48.00", end_to_end="RENT", on="2026-03-09"),
    )
    scenario.when(a_return("r1", "48.00", end_to_end="RENT", on="2026-03-05"))
    scenario.then_among(like(ReturnAssigned, payment="r1", original="p2"))


def test_an_earlier_return_is_exchanged_also_when_the_later_payment_comes_last() -> None:
    scenario = matching.given(
        a_payment("p1", "48.00", end_to_end="RENT", on="2026-03-02"),
        a_return("r2", "48.00", end_to_end="RENT", on="2026-03-09"),
        a_return("r1", "48.00", end_to_end="RENT", on="2026-03-05"),
    )
    scenario.when(a_payment("p2", "48.00", end_to_end="RENT", on="2026-03-06"))
    scenario.then_among(like(ReturnAssigned, payment="r1", original="p2"))


@pytest.mark.parametrize(
    ("amount", "on", "bank"),
    [
        ("47.00", "2026-03-10", "B-1"),  # another amount
        ("48.00", "2026-03-10", "B-2"),  # another reference
        ("48.00", "2026-03-02", "B-1"),  # booked before the payment was
        ("48.00", "2026-03-10", ""),
    ],
)
def test_a_return_that_fits_no_payment_takes_none(amount: str, on: str, bank: str) -> None:
    (
        matching.given(a_payment("p1", "48.00", bank="B-1", on="2026-03-03"))
        .when(a_return("r1", amount, bank=bank, on=on))
        .then(like(PaymentReceived), like(PaymentUnidentified, payment="r1"))
    )


def test_a_return_without_an_original_becomes_a_task_after_five_bank_days() -> None:
    scenario = matching.given(
        the_creditor(), a_day("2026-03-10"), a_return("r1", "48.00", bank="B-1", on="2026-03-10")
    )
    scenario.when(a_day("2026-03-16")).then()
    scenario.when(a_day("2026-03-17"))  # Tuesday and five bank days
    scenario.then(like(ReturnUnassigned, payment="r1", since_on=date(2026, 3, 10)))
    scenario.when(a_day("2026-03-18")).then()
    scenario.when(a_payment("p1", "48.00", bank="B-1", on="2026-03-09"))
    scenario.then_among(like(ReturnAssigned, payment="r1", original="p1"))


def test_a_returned_suggestion_suspects_nothing_any_more() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            a_payment("p1", "47.00", text="F-2026-17", bank="B-1"),
        )
        .when(a_return("r1", "47.00", bank="B-1"))
        .then_among(
            like(PaymentReturned, payment="p1", free=eur("47.00")),
            like(SuspicionLifted, item=F17, by="p1"),
        )
    )


def test_a_second_payment_on_account_under_that_name_settles_what_a_return_reopens() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00", reference="RF18539007547034"),
            a_payment("p1", "48.00", reference="RF18539007547034", bank="B-1"),
            a_payment("p2", "48.00", reference="RF18539007547034", bank="B-2"),
        )
        .when(a_return("r1", "48.00", bank="B-1"))
        .then_among(
            like(ItemReopened, item=F17),
            like(PaymentAllocated, payment="p2", amount=eur("48.00")),
            like(ItemSettled, item=F17),
        )
    )
