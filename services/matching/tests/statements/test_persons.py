"""What persons say of statements that wait, and of gaps."""

from datetime import timedelta

from libs.events.contracts.matching import (
    FeedRestarted,
    FeedResumed,
    StatementAccepted,
    StatementDropped,
    StatementRepeated,
    StatementWaiting,
)
from libs.testkit.scenarios import like
from services.matching.domain.statements import EntryContent, StatementContent
from services.matching.domain.statements.refusals import (
    DecisionDoesNotComeOut,
    DecisionIsUnclear,
    NoStatementOpensSo,
    StatementNotWaiting,
)
from services.matching.tests.statements.accounts import (
    ACCOUNT,
    KEY,
    a_creditor,
    a_statement,
    an_entry,
    bank,
    decided,
    eur,
    march,
    offered,
    restarted,
    stored,
)

MORNING = a_statement("s1", "100.00", "150.00", an_entry("50.00", 2))
AFTERNOON = a_statement("s2", "150.00", "170.00", an_entry("20.00", 2))
AFTERNOON_TWIN = a_statement("s2", "150.00", "200.00", an_entry("50.00", 2))
WHOLE_DAY = a_statement("x1", "100.00", "170.00", an_entry("50.00", 2), an_entry("20.00", 2))
THURSDAY = a_statement("s4", "200.00", "210.00", an_entry("10.00", 5))


def test_a_second_statement_of_a_booked_day_is_asked_and_taken_as_new() -> None:
    given = bank.given(a_creditor(), *stored(MORNING, AFTERNOON), offered(MORNING))
    given.when(offered(AFTERNOON)).then_among(like(StatementWaiting, reason="new_or_again"))
    (
        given.when(decided(AFTERNOON, "new"))
        .then_among(
            like(StatementAccepted, place="after", new_count=1, decided_by="eva"),
            like(FeedResumed, account=ACCOUNT),
        )
        .then_answers(outcome="accepted", place="after")
    )


def test_a_statement_that_holds_more_than_is_booked_books_only_the_rest() -> None:
    (
        bank.given(a_creditor(), *stored(MORNING, WHOLE_DAY), offered(MORNING), offered(WHOLE_DAY))
        .when(decided(WHOLE_DAY, "new", [1]))
        .then_among(like(StatementAccepted, place="declared", new_sum=eur("20.00")))
    )


def test_where_equal_entries_are_booked_a_person_has_to_say_which_are_new() -> None:
    given = bank.given(
        a_creditor(), *stored(MORNING, AFTERNOON_TWIN), offered(MORNING), offered(AFTERNOON_TWIN)
    )
    given.when(decided(AFTERNOON_TWIN, "new")).then_refused(
        DecisionIsUnclear, entries="1", unbooked="0"
    )
    given.when(decided(AFTERNOON_TWIN, "new", [0])).then_among(
        like(StatementAccepted, place="after", new_count=1)
    )


def test_what_a_person_says_is_new_has_to_come_out_to_the_cent() -> None:
    (
        bank.given(a_creditor(), *stored(MORNING, WHOLE_DAY), offered(MORNING), offered(WHOLE_DAY))
        .when(decided(WHOLE_DAY, "new", [0, 1]))
        .then_refused(DecisionDoesNotComeOut, last_close="150.00 EUR")
    )


def test_a_statement_that_a_person_has_seen_before_is_again() -> None:
    given = bank.given(
        a_creditor(), *stored(MORNING, AFTERNOON), offered(MORNING), offered(AFTERNOON)
    )
    given.when(decided(AFTERNOON, "again")).then_among(
        like(StatementRepeated, decided_by="eva"), like(FeedResumed, account=ACCOUNT)
    )
    given.when(offered(AFTERNOON)).then_nothing().then_answers(outcome="duplicate")


def test_a_dropped_statement_no_longer_waits() -> None:
    given = bank.given(
        a_creditor(), *stored(MORNING, AFTERNOON), offered(MORNING), offered(AFTERNOON)
    )
    given.when(decided(AFTERNOON, "drop")).then(
        like(StatementDropped, reason="looked at it"), like(FeedResumed, account=ACCOUNT)
    )
    given.when(decided(AFTERNOON, "new")).then_refused(StatementNotWaiting)


def test_a_declared_gap_has_legs_and_lets_what_waits_behind_it_join() -> None:
    (
        bank.given(a_creditor(), *stored(MORNING, THURSDAY), offered(MORNING), offered(THURSDAY))
        .when(restarted("200.00"))
        .then_among(
            like(FeedRestarted, opening=eur("200.00"), difference=eur("50.00"), reason="lost"),
            like(StatementAccepted, place="after", bank_id="s4"),
            like(FeedResumed, account=ACCOUNT),
        )
        .then_answers(outcome="restarted", taken="1")
    )


def test_a_gap_of_nothing_lets_a_missing_number_go() -> None:
    first = a_statement("s1", "100.00", "150.00", an_entry("50.00", 2), number=7)
    third = a_statement("s3", "150.00", "160.00", an_entry("10.00", 5), number=9)
    (
        bank.given(a_creditor(), *stored(first, third), offered(first), offered(third))
        .when(restarted("150.00"))
        .then_among(
            like(FeedRestarted, difference=eur("0.00")), like(StatementAccepted, sequence=9)
        )
    )


def test_a_gap_is_declared_only_where_a_statement_waits_that_opens_so() -> None:
    (
        bank.given(a_creditor(), *stored(MORNING, THURSDAY), offered(MORNING), offered(THURSDAY))
        .when(restarted("199.00"))
        .then_refused(NoStatementOpensSo, opening="199.00 EUR")
    )


def test_while_one_still_waits_the_feed_stays_interrupted() -> None:
    friday = a_statement("s5", "900.00", "905.00", an_entry("5.00", 6))
    recorded = (
        bank.given(
            a_creditor(),
            *stored(MORNING, THURSDAY, friday),
            offered(MORNING),
            offered(THURSDAY),
            offered(friday),
        )
        .when(restarted("200.00"))
        .recorded
    )
    assert not any(isinstance(one.event, FeedResumed) for one in recorded)


def test_hundreds_that_wait_join_one_another_however_many_one_decision_looks_at() -> None:
    """120 statements wait behind the first of all; its coming frees them, 40 at a time."""
    days = [_day(number) for number in range(120)]
    first, *rest = days
    given = bank.given(a_creditor(), *stored(*days), offered(first))
    for one in reversed(rest[1:]):
        given.given(offered(one))
    recorded = given.when(offered(rest[0])).recorded
    accepted = [one for one in recorded if isinstance(one.event, StatementAccepted)]
    assert len(accepted) == 119
    assert given.state(KEY).last_close == eur("120.00")
    assert not given.state(KEY).is_interrupted


def _day(number: int) -> StatementContent:
    day_on = march(2) + timedelta(days=number)
    entry = EntryContent(eur("1.00"), day_on, bank_code="PMNT/MCOP/INTR")
    return a_statement(f"s{number}", f"{number}.00", f"{number + 1}.00", entry)
