"""Payments, items and versions: right ones agree, each kind of difference is found."""

from datetime import timedelta

import pytest

from libs.cli.tests.ledger import (
    CREDITOR,
    DAY,
    DEBTOR,
    Log,
    a_payment,
    a_statement,
    allocated,
    at_rest,
    booked,
    eur,
    identified,
    opened,
    settle,
    settled,
)
from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    ItemCancelled,
    ItemReduced,
    ItemReopened,
    PaymentReturned,
    ReturnAssigned,
    ShareReleased,
    ShareTakenBack,
)
from libs.events.contracts.runtime import KeyFreed, KeyParked


def taken_back(log: Log, reason: str = "undone") -> Log:
    """The share of p1 on F-1 goes back the way it came."""
    reversal = AllocationReversed(
        source="p1-F-1",
        source_kind="share",
        payment="p1",
        item="F-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        amount=eur("100.00"),
        on_account=eur("100.00"),
    )
    reopened = ItemReopened(
        item="F-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        source="p1-F-1",
        source_kind="share",
        amount=eur("100.00"),
        open=eur("100.00"),
        reason="returned" if reason == "returned" else "undone",
    )
    gone = ShareTakenBack(
        share="p1-F-1", payment="p1", creditor=CREDITOR, debtor=DEBTOR, amount=eur("100.00")
    )
    log.say("share/p1-F-1", reversal).say("item/F-1", reopened).say("share/p1-F-1", gone)
    return log


def released(*, returned: bool = False, amount: str = "100.00") -> ShareReleased:
    return ShareReleased(
        payment="p1", share="p1-F-1", amount=eur(amount), reason="taken_back", returned=returned
    )


def test_a_ledger_that_is_right_has_no_difference() -> None:
    assert settle(opened()).all_differences() == []


def test_a_share_that_was_undone_leaves_no_difference() -> None:
    log = taken_back(settle(opened()))

    assert log.say("payment/p1", released()).all_differences() == []


def test_a_payment_that_came_back_leaves_no_difference() -> None:
    log = settle(opened())
    gone = PaymentReturned(payment="p1", by_return="r1", free=eur("0.00"))
    log.say("payment/p1", gone)
    taken_back(log, "returned").say("payment/p1", released(returned=True))
    second = a_statement(
        "s2",
        "80.00",
        "-20.00",
        from_on=DAY + timedelta(days=1),
        to_on=DAY + timedelta(days=1),
        place="after",
        new=({"start": 0, "end": 1},),
        new_count=1,
        begins_with=None,
    )
    log.say("account/a", second)
    log.say("payment/r1", a_payment("r1", "100.00", 0, kind="return", statement="s2"))
    log.say("returns/x", ReturnAssigned(payment="r1", original="p1", amount=eur("100.00")))

    assert log.say("account/a", at_rest("s2")).all_differences() == []


def test_money_that_went_back_without_a_return_of_the_bank_is_in_flight() -> None:
    log = settle(opened())
    log.say("payment/p1", PaymentReturned(payment="p1", by_return="r1", free=eur("0.00")))
    taken_back(log, "returned").say("payment/p1", released(returned=True))

    (found,) = log.books.in_flight()
    assert (found.check, found.stream) == ("in flight", "demo/return/p1")


def test_a_share_that_never_arrived_is_in_flight() -> None:
    log = opened().say("payment/p1", identified("p1", "F-1", "100.00")).say("account/a", at_rest())

    assert log.books.differences() == []
    assert {one.stream for one in log.books.in_flight()} == {"demo/payment/p1"}
    assert log.checks() == {"in flight", "payments"}


def test_a_share_booked_with_another_amount_is_found() -> None:
    log = opened()
    log.say("payment/p1", identified("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", booked("p1", "F-1", "99.99")).say("account/a", at_rest())

    assert log.checks() == {"in flight", "payments"}


def test_a_share_booked_twice_is_found() -> None:
    log = settle(opened()).say("share/p1-F-1", booked("p1", "F-1", "100.00"))

    assert "payments" in {one.check for one in log.books.differences()}


def test_a_share_of_no_payment_is_found() -> None:
    log = settle(opened()).say("share/p9-F-2", booked("p9", "F-2", "5.00"))

    assert ("payments", "demo/share/p9-F-2") in {(d.check, d.stream) for d in log.books.in_flight()}


def test_a_payment_that_gives_more_than_it_has_is_found() -> None:
    log = settle(opened()).say("payment/p1", identified("p1", "F-2", "1.00", free="0.00"))

    wrong = [one for one in log.books.differences() if one.check == "payments"]
    assert {one.stream for one in wrong} == {"demo/payment/p1"}


def test_a_payment_that_says_another_free_amount_is_found() -> None:
    log = opened().say("payment/p1", identified("p1", "F-1", "60.00", free="30.00"))

    (found,) = log.books.differences()
    assert (found.expected, found.found.split(" said")[0]) == ("40.00 EUR free", "30.00 EUR")


def test_a_release_of_a_share_that_is_not_out_is_found() -> None:
    log = opened().say("payment/p1", released())

    assert "payments" in {one.check for one in log.books.differences()}


def test_an_item_that_says_more_is_open_than_is_left_is_found() -> None:
    log = opened()
    log.say("payment/p1", identified("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", booked("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", allocated("p1", "F-1", "60.00", on_account="40.00"))
    reduced = ItemReduced(
        item="F-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        source="p1-F-1",
        source_kind="share",
        amount=eur("60.00"),
        open=eur("50.00"),  # 100.00 - 60.00 is 40.00
    )
    log.say("item/F-1", reduced).say("account/a", at_rest())

    (found,) = log.all_differences()
    assert (found.check, found.stream) == ("items", "demo/item/F-1")


def test_a_source_that_says_another_rest_on_account_is_found() -> None:
    log = opened()
    log.say("payment/p1", identified("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", booked("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", allocated("p1", "F-1", "100.00", on_account="1.00"))
    log.say("item/F-1", settled("p1", "F-1", "100.00")).say("account/a", at_rest())

    assert log.checks() == {"sources"}


def test_a_credit_note_that_settles_more_than_it_is_worth_is_found() -> None:
    log = settle(opened())
    note = CreditBooked(
        credit="c1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        number="C-1",
        names_number="F-2",
        item="F-2",
        amount=eur("20.00"),
        issued_on=DAY,
    )
    spent = allocated("c1", "F-2", "30.00", on_account="-10.00")
    log.say("credit/c1", note).say("credit/c1", spent.model_copy(update={"source": "c1"}))

    assert {"sources", "items"} == log.checks()


def test_an_item_that_was_cancelled_leaves_no_difference() -> None:
    gone = ItemCancelled(
        item="F-2", creditor=CREDITOR, debtor=DEBTOR, written_back=eur("100.00"), reason="wrong"
    )

    assert settle(opened()).say("item/F-2", gone).all_differences() == []


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_is_repeated_or_left_out_is_found(version: int) -> None:
    log = settle(opened()).say("item/F-2", None, version=version)

    (found,) = log.books.differences()
    assert (found.check, found.stream, found.expected) == ("versions", "demo/item/F-2", "2")


def test_a_parked_key_is_found_until_it_is_freed() -> None:
    parked = KeyParked(
        key="demo/payment/p1", tenant="demo", message="m", reason="KeyError", parked_on_position=0
    )
    log = settle(opened()).say("parking/own", parked)
    assert log.checks() == {"parked"}

    log.say("parking/own", KeyFreed(key="demo/payment/p1", tenant="demo"))
    assert log.all_differences() == []


def test_a_share_that_arrived_for_another_tenant_has_not_arrived() -> None:
    log = opened().say("payment/p1", identified("p1", "F-1", "100.00")).say("account/a", at_rest())
    log.say("share/p1-F-1", booked("p1", "F-1", "100.00"), tenant="other")

    streams = {one.stream for one in log.all_differences() if one.check == "payments"}
    assert streams == {"demo/payment/p1", "other/share/p1-F-1"}
