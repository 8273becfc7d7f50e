"""Statements, chains and cash: right ones agree, each kind of difference is found."""

from datetime import date, timedelta

import pytest

from libs.cli.tests.ledger import (
    ACCOUNT,
    CREDITOR,
    DAY,
    Log,
    a_payment,
    a_statement,
    at_rest,
    booked,
    eur,
    identified,
    opened,
    set_aside,
    settle,
)
from libs.events.contracts.ingestion import CreditorFacts, CreditorRegistered
from libs.events.contracts.matching import (
    FeedRestarted,
    StatementAccepted,
)
from libs.events.contracts.parties import BankAccount


def test_an_entry_that_is_not_booked_is_in_flight_and_its_cash_is_missing() -> None:
    log = Log().say("account/a", a_statement("s1", "10.00", "80.00"))
    log.say("payment/p1", a_payment("p1", "100.00", 0))

    assert log.books.differences() == []
    assert log.checks() == {"statements", "cash"}


def test_an_entry_booked_twice_is_found() -> None:
    log = settle(opened()).say("entry/9", set_aside("-30.00", 1))

    assert "statements" in {one.check for one in log.books.differences()}


def test_entries_of_a_statement_that_nobody_accepted_are_found() -> None:
    log = settle(opened()).say("entry/9", set_aside("-1.00", 0, "s9"))

    assert ("statements", "demo/statement/s9") in {
        (one.check, one.stream) for one in log.all_differences()
    }


def test_a_statement_that_has_not_come_to_rest_is_in_flight() -> None:
    log = opened().say("payment/p1", identified("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", booked("p1", "F-1", "100.00"))

    (found,) = log.all_differences()
    assert (found.check, found.stream) == ("in flight", "demo/account/a")


def after(opening: str, closing: str, place: str, day_on: date) -> StatementAccepted:
    """A second statement without entries."""
    return a_statement(
        "s2",
        opening,
        closing,
        from_on=day_on,
        to_on=day_on,
        place=place,
        new=(),
        new_count=0,
        new_sum=eur("0.00"),
        begins_with=None,
    )


@pytest.mark.parametrize("place", ["after", "before", "around", "declared"])
def test_a_statement_that_does_not_join_the_chain_is_found(place: str) -> None:
    day_on = DAY + timedelta(days=-1 if place == "before" else 1)
    log = settle(opened())
    log.say("account/a", after("81.00", "81.00", place, day_on)).say("account/a", at_rest("s2"))

    assert "statements" in {one.check for one in log.books.differences()}


def test_a_statement_before_the_first_moves_the_beginning_of_the_books() -> None:
    """10.00 was the opening; the day before brought 4.00, so the books begin with 6.00."""
    day_on = DAY - timedelta(days=1)
    earlier = a_statement(
        "s2",
        "6.00",
        "10.00",
        from_on=day_on,
        to_on=day_on,
        place="before",
        new=({"start": 0, "end": 1},),
        new_count=1,
        begins_with=eur("-4.00"),
    )
    log = settle(opened()).say("account/a", earlier)
    log.say("entry/x", set_aside("4.00", 0, "s2")).say("account/a", at_rest("s2"))

    assert log.all_differences() == []


def test_a_declared_gap_has_legs_and_the_chain_goes_on_behind_it() -> None:
    gap = FeedRestarted(
        account=ACCOUNT,
        creditor=CREDITOR,
        opening=eur("95.00"),
        difference=eur("15.00"),  # 95.00 - 80.00
        reason="statement 14 is lost",
        decided_by="ann",
    )
    log = settle(opened()).say("account/a", gap)
    assert log.all_differences() == []

    log.say("account/a", after("95.00", "95.00", "after", DAY + timedelta(days=3)))
    assert log.say("account/a", at_rest("s2")).all_differences() == []


def test_an_account_without_balances_is_compared_with_none() -> None:
    account = BankAccount(account=ACCOUNT, iban="X", currency="EUR", chain="none")
    facts = CreditorFacts(
        creditor=CREDITOR,
        name="C",
        country="FR",
        zone="Europe/Paris",
        accounts=(account,),
        feed="required",
    )
    log = Log().say("creditor/c", CreditorRegistered(facts=facts, revision=1))
    log.say("account/a", a_statement("s1", "0.00", "0.00", new_sum=eur("70.00")))
    log.say("payment/p1", a_payment("p1", "100.00", 0)).say("entry/1", set_aside("-30.00", 1))

    assert log.say("account/a", at_rest()).all_differences() == []
