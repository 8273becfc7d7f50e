"""How far an account and its creditor are known, and when that is said."""

from datetime import date

from libs.events.contracts.matching import (
    AccountCovered,
    FeedAdvanced,
    LedgerCovered,
)
from libs.testkit.scenarios import Scenarios, Told, like, told
from services.matching.domain.statements.commands import (
    CoverAdvanced,
    DeclareCover,
    SettleStatement,
)
from services.matching.domain.statements.refusals import AccountUnknown
from services.matching.handlers.decider import MatchingDecider
from services.matching.tests.statements.accounts import (
    ACCOUNT,
    CREDITOR,
    CREDITOR_KEY,
    IDS,
    SAVINGS,
    TENANT,
    a_creditor,
    a_statement,
    an_account,
    an_entry,
    bank,
    decided,
    march,
    offered,
    settled,
    statement_id,
    stored,
)

SAVINGS_ACCOUNT = IDS.hashed(TENANT, "account", SAVINGS)
MONDAY = a_statement("s1", "100.00", "150.00", an_entry("50.00", 2), to_on=march(2))
TUESDAY = a_statement("s2", "150.00", "160.00", an_entry("10.00", 3))
WEDNESDAY = a_statement("s3", "160.00", "165.00", an_entry("5.00", 4))
BOTH = (an_account(), an_account(SAVINGS))


def advanced(account: str, through_on: date) -> Told:
    command = CoverAdvanced(creditor=CREDITOR, account=account, through_on=through_on)
    return Told(CREDITOR_KEY, command, from_edge=False)


def declared(account: str, through_on: date) -> Told:
    command = DeclareCover(
        creditor=CREDITOR, account=account, through_on=through_on, declared_by="eva"
    )
    return told(CREDITOR_KEY, command)


def test_a_statement_at_rest_advances_the_feed_and_covers_the_creditor() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY), offered(MONDAY))
        .when(settled(MONDAY))
        .then(
            like(FeedAdvanced, statement=statement_id(MONDAY), through_on=march(2)),
            like(AccountCovered, account=ACCOUNT, through_on=march(2), declared_by=""),
            like(LedgerCovered, through_on=march(2)),
        )
        .then_copies(
            like(FeedAdvanced, statement=statement_id(MONDAY)),
            like(LedgerCovered, through_on=march(2)),
        )
    )


def test_a_statement_comes_to_rest_once() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY), offered(MONDAY), settled(MONDAY))
        .when(settled(MONDAY))
        .then_nothing()
    )


def test_while_an_earlier_statement_is_being_booked_only_the_days_before_it_are_at_rest() -> None:
    given = bank.given(
        a_creditor(),
        *stored(MONDAY, TUESDAY, WEDNESDAY),
        offered(MONDAY),
        settled(MONDAY),
        offered(TUESDAY),
        offered(WEDNESDAY),
    )
    given.when(settled(WEDNESDAY)).then(like(FeedAdvanced, through_on=march(2)))
    given.when(settled(TUESDAY)).then_among(
        like(FeedAdvanced, through_on=march(4)), like(LedgerCovered, through_on=march(4))
    )


def test_a_day_with_a_question_is_not_covered() -> None:
    page = a_statement("p2", "160.00", "180.00", an_entry("20.00", 3))
    given = bank.given(
        a_creditor(), *stored(MONDAY, TUESDAY, page), offered(MONDAY), offered(TUESDAY)
    )
    given.given(settled(MONDAY), offered(page))
    given.when(settled(TUESDAY)).then(like(FeedAdvanced, through_on=march(2)))


def test_an_account_with_several_statements_a_day_is_covered_through_the_day_before() -> None:
    page = a_statement("p2", "160.00", "180.00", an_entry("20.00", 3))
    (
        bank.given(
            a_creditor(),
            *stored(MONDAY, TUESDAY, page),
            offered(MONDAY),
            offered(TUESDAY),
            offered(page),
            decided(page, "new"),
            settled(MONDAY),
            settled(TUESDAY),
        )
        .when(settled(page))
        .then_among(like(FeedAdvanced, through_on=march(2)))
    )


def test_a_creditor_is_covered_as_far_as_its_last_account() -> None:
    given = bank.given(a_creditor(*BOTH))
    given.when(advanced(ACCOUNT, march(5))).then(like(AccountCovered, account=ACCOUNT))
    given.when(advanced(SAVINGS_ACCOUNT, march(3))).then_among(
        like(LedgerCovered, through_on=march(3))
    )
    given.when(advanced(ACCOUNT, march(9))).then(like(AccountCovered, through_on=march(9)))


def test_an_account_that_need_not_cover_is_not_waited_for() -> None:
    (
        bank.given(a_creditor(an_account(), an_account(SAVINGS, cover="no")))
        .when(advanced(ACCOUNT, march(5)))
        .then_among(like(LedgerCovered, through_on=march(5)))
    )


def test_an_account_without_balances_never_covers_by_itself() -> None:
    bare = a_statement("s1", "0.00", "0.00", an_entry("50.00", 2))
    (
        bank.given(a_creditor(an_account(chain="none")), *stored(bare), offered(bare))
        .when(settled(bare))
        .then(like(FeedAdvanced, through_on=march(2)))
    )


def test_a_person_may_say_that_nothing_more_comes_to_an_account() -> None:
    (
        bank.given(a_creditor(*BOTH), advanced(ACCOUNT, march(5)))
        .when(declared(SAVINGS_ACCOUNT, march(31)))
        .then(
            like(AccountCovered, account=SAVINGS_ACCOUNT, declared_by="eva"),
            like(LedgerCovered, through_on=march(5)),
        )
    )


def test_cover_of_another_creditors_account_cannot_be_declared() -> None:
    (
        bank.given(a_creditor())
        .when(declared(SAVINGS_ACCOUNT, march(31)))
        .then_refused(AccountUnknown)
    )


def test_what_is_told_again_is_no_news() -> None:
    (
        bank.given(a_creditor(), advanced(ACCOUNT, march(5)))
        .when(advanced(ACCOUNT, march(4)))
        .then_nothing()
    )


def test_a_statement_whose_chunks_are_not_all_booked_does_not_come_to_rest() -> None:
    unknown = SettleStatement(account=ACCOUNT, statement="never-offered")
    bank.given(a_creditor()).when(
        Told(settled(MONDAY).key, unknown, from_edge=False)
    ).then_nothing()


def test_a_gap_is_not_covered_though_the_chain_goes_on_behind_it() -> None:
    """The third never came; the fourth takes its money off again, so the fifth fits the second.

    Covered is what was before: the third's day among the rest is not known.
    """
    second = a_statement("A", "1000.00", "1010.00", an_entry("10.00", 2))
    fourth = a_statement("C", "1060.00", "1010.00", an_entry("-50.00", 4))
    fifth = a_statement("D", "1010.00", "1020.00", an_entry("10.00", 5))
    (
        bank.given(
            a_creditor(),
            *stored(second, fourth, fifth),
            offered(second),
            settled(second),
            offered(fourth),
            offered(fifth),
        )
        .when(settled(fifth))
        .then(like(FeedAdvanced, statement=statement_id(fifth), through_on=march(2)))
    )


def test_a_statement_that_waits_is_of_its_own_account_alone() -> None:
    """Keys share partitions: what waits on one account is nothing to its neighbours."""
    first = a_statement("V1", "0.00", "5.00", an_entry("5.00", 2), account_number=SAVINGS)
    third = a_statement("V3", "150.00", "160.00", an_entry("10.00", 3), account_number=SAVINGS)
    bank_of_one_partition = Scenarios(MatchingDecider(IDS), partitions=1)
    (
        bank_of_one_partition.given(
            a_creditor(*BOTH),
            *stored(MONDAY, TUESDAY, first, third),
            offered(first),
            offered(third),
            offered(MONDAY),
            offered(TUESDAY),
            settled(MONDAY),
        )
        .when(settled(TUESDAY))
        .then(
            like(FeedAdvanced, account=ACCOUNT, through_on=march(3)),
            like(AccountCovered, account=ACCOUNT, through_on=march(3)),
        )
    )
