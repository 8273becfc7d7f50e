"""Cover: how far a creditor's accounts are known and at rest, and when that is said."""

from libs.events.contracts.matching import (
    AccountCovered,
    CreditorNoted,
    FeedAdvanced,
    LedgerCovered,
)
from libs.testkit.scenarios import Told, like
from services.matching.domain.statements.commands import CoverAdvanced
from services.matching.tests.statements.accounts import (
    ACCOUNT,
    CREDITOR,
    CREDITOR_KEY,
    a_creditor,
    a_statement,
    an_entry,
    bank,
    march,
    offered,
    settled,
    stored,
)


def covered_through(day: int) -> Told:
    """An account's key tells the creditor's how far it is."""
    command = CoverAdvanced(creditor=CREDITOR, account=ACCOUNT, through_on=march(day))
    return Told(CREDITOR_KEY, command, from_edge=False)


def test_what_an_account_told_before_its_creditor_was_heard_of_covers_once_it_is() -> None:
    (
        bank.given(covered_through(5))
        .when(a_creditor())
        .then_among(like(LedgerCovered, creditor=CREDITOR, through_on=march(5)))
        .then_copies(like(CreditorNoted), like(LedgerCovered, through_on=march(5)))
    )


def test_cover_is_said_once_whichever_came_first() -> None:
    (bank.given(covered_through(5), a_creditor()).when(covered_through(5)).then_nothing())


def test_a_chain_that_grows_backwards_does_not_cover_days_that_are_still_being_booked() -> None:
    """The fifth is at rest while the fourth is booked: that said the third, before the chain."""
    fifth = a_statement("C", "1000.00", "1010.00", an_entry("10.00", 5))
    fourth = a_statement("B", "990.00", "1010.00", an_entry("10.00", 4), an_entry("10.00", 5))
    earlier = a_statement("A", "970.00", "990.00", an_entry("10.00", 2), an_entry("10.00", 3))
    (
        bank.given(
            a_creditor(),
            *stored(fifth, fourth, earlier),
            offered(fifth),
            offered(fourth),
            settled(fifth),
            offered(earlier),
        )
        .when(settled(fourth))
        .then(like(FeedAdvanced, through_on=march(1)))
    )


def test_a_chain_that_is_at_rest_covers_its_last_day() -> None:
    first = a_statement("A", "970.00", "990.00", an_entry("10.00", 2), an_entry("10.00", 3))
    (
        bank.given(a_creditor(), *stored(first), offered(first))
        .when(settled(first))
        .then_among(
            like(FeedAdvanced, through_on=march(3)),
            like(AccountCovered, through_on=march(3)),
            like(LedgerCovered, through_on=march(3)),
        )
    )
