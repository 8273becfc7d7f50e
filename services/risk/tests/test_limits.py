"""Credit limits: asked for, granted, breached once, ended by a person or by their day."""

from libs.events.contracts.risk import (
    BreachEnded,
    ExposureChanged,
    LimitBreached,
    LimitEnded,
    LimitGranted,
    LimitRefused,
    LimitRequested,
)
from libs.testkit.scenarios import Scenario, like
from services.risk.domain.refusals import (
    AmountNotPositive,
    DayHasPassed,
    DayTooFar,
    DayUnknown,
    DebtorUnknown,
    LimitIsNotHeld,
    RequestIsNotWaiting,
    RequestWaits,
)
from services.risk.tests.building import (
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    disputed,
    eur,
    on,
    reduced,
    resolved,
    risk,
    settled,
)
from services.risk.tests.people_say import (
    asked_for,
    granted,
    limit_ended,
    refused,
    with_a_limit,
)


def known() -> Scenario:
    return risk.given(a_creditor(), a_day("2026-03-02"), a_debtor())


def test_a_limit_is_asked_for_and_granted_through_a_day() -> None:
    scenario = known().when(asked_for("1000.00"))
    scenario.then(like(LimitRequested, amount=eur("1000.00"), requested_on=on("2026-03-02")))
    limit = scenario.answer["limit"]
    scenario.when(granted(limit, through="2026-06-30")).then_among(
        like(LimitGranted, limit=limit, amount=eur("1000.00"), expires_on=on("2026-06-30"))
    )
    scenario.then_answers(amount="1000.00 EUR", expires_on="2026-06-30")


def test_another_amount_may_be_granted_and_the_limit_before_ends() -> None:
    scenario = known()
    before = with_a_limit(scenario, "1000.00")
    scenario.when(asked_for("5000.00"))
    limit = scenario.answer["limit"]
    scenario.when(granted(limit, amount="3000.00")).then(
        like(LimitEnded, limit=before, reason="replaced"),
        like(LimitGranted, limit=limit, amount=eur("3000.00")),
    )


def test_a_refused_request_leaves_the_limit_of_before() -> None:
    scenario = known()
    with_a_limit(scenario, "1000.00")
    scenario.when(asked_for("5000.00"))
    scenario.when(refused(scenario.answer["limit"])).then(like(LimitRefused))
    scenario.when(an_item("F-1", "1001.00", due="2026-03-30")).then_among(
        like(LimitBreached, amount=eur("1000.00"))
    )


def test_one_request_waits_at_a_time_and_only_one_that_waits_is_decided() -> None:
    scenario = known().given(asked_for("1000.00"))
    scenario.when(asked_for("2000.00")).then_refused(RequestWaits, amount="1000.00 EUR")
    scenario.when(granted("another")).then_refused(RequestIsNotWaiting)
    scenario.when(refused("another")).then_refused(RequestIsNotWaiting)
    scenario.when(limit_ended("another")).then_refused(LimitIsNotHeld)


def test_what_makes_no_sense_is_refused() -> None:
    scenario = known()
    scenario.when(asked_for("0.00")).then_refused(AmountNotPositive)
    scenario.when(asked_for("1000.00", debtor="nobody")).then_refused(DebtorUnknown)
    scenario.when(asked_for("1000.00"))
    limit = scenario.answer["limit"]
    scenario.when(granted(limit, through="2026-03-01")).then_refused(DayHasPassed)
    scenario.when(granted(limit, through="2046-03-01")).then_refused(DayTooFar)
    scenario.when(granted(limit, amount="-5.00")).then_refused(AmountNotPositive)
    risk.given(a_debtor()).when(asked_for("1000.00")).then_refused(DayUnknown)


def test_a_breach_is_said_once_until_what_is_owed_is_within_again() -> None:
    scenario = known()
    with_a_limit(scenario, "200.00")
    scenario.given(an_item("F-1", "150.00", due="2026-03-30"))
    scenario.when(an_item("F-2", "60.00", due="2026-03-30")).then_among(
        like(LimitBreached, exposure=eur("210.00"), breached_on=on("2026-03-02"))
    )
    scenario.when(an_item("F-3", "10.00", due="2026-03-30"))
    assert not breaches(scenario)
    scenario.when(reduced("F-1", "10.00", "140.00"))
    assert not breaches(scenario)
    scenario.when(reduced("F-1", "10.00", "130.00")).then_among(
        like(BreachEnded, exposure=eur("200.00"))
    )
    scenario.when(an_item("F-4", "1.00", due="2026-03-30")).then_among(
        like(LimitBreached, exposure=eur("201.00"))
    )


def breaches(scenario: Scenario) -> list[object]:
    return [one for one in scenario.recorded if isinstance(one.event, LimitBreached | BreachEnded)]


def test_a_limit_that_is_granted_below_what_is_owed_is_breached_at_once() -> None:
    scenario = known().given(an_item("F-1", "150.00", due="2026-03-30"))
    scenario.when(asked_for("100.00"))
    scenario.when(granted(scenario.answer["limit"])).then_among(
        like(LimitBreached, amount=eur("100.00"), exposure=eur("150.00"))
    )


def test_what_is_owed_in_another_currency_does_not_count() -> None:
    scenario = known()
    with_a_limit(scenario, "100.00")
    scenario.when(an_item("F-1", "500.00 USD", due="2026-03-30"))
    assert not breaches(scenario)


def test_a_limit_holds_through_its_last_day() -> None:
    scenario = known()
    limit = with_a_limit(scenario, "100.00", through="2026-03-10")
    scenario.when(a_day("2026-03-10")).then()
    scenario.when(an_item("F-0", "150.00", due="2026-03-30")).then_among(like(LimitBreached))
    scenario.when(a_day("2026-03-11")).then_among(
        like(LimitEnded, limit=limit, reason="expired", ended_by="", ended_on=on("2026-03-11"))
    )
    scenario.when(an_item("F-1", "150.00", due="2026-03-30"))
    assert not breaches(scenario)


def test_a_person_ends_a_limit() -> None:
    scenario = known()
    limit = with_a_limit(scenario, "100.00")
    scenario.when(limit_ended(limit)).then_among(
        like(LimitEnded, limit=limit, reason="person", ended_by="otto")
    )
    scenario.when(limit_ended(limit)).then_refused(LimitIsNotHeld)


def test_what_is_owed_is_told_apart() -> None:
    """150.00 not due, 120.00 overdue, of which 20.00 contested until it is refused."""
    scenario = known().given(an_item("F-1", "150.00", due="2026-03-30"))
    scenario.given(an_item("F-2", "120.00", due="2026-02-01"))
    scenario.when(disputed("F-2", "dispute-1", amount="20.00")).then_among(
        like(ExposureChanged, not_due=eur("150.00"), overdue=eur("100.00"), disputed=eur("20.00"))
    )
    scenario.when(resolved("F-2", "dispute-1", "credit_note_expected"))
    assert not [one for one in scenario.recorded if isinstance(one.event, ExposureChanged)]
    scenario.when(reduced("F-2", "20.00", "100.00", kind="credit")).then_among(
        like(ExposureChanged, overdue=eur("100.00"), disputed=eur("0.00"))
    )
    scenario.when(settled("F-2", "2026-03-02")).then_among(
        like(ExposureChanged, not_due=eur("150.00"), overdue=eur("0.00"))
    )


def test_a_refused_dispute_makes_the_amount_owed_again() -> None:
    scenario = known().given(an_item("F-1", "150.00", due="2026-03-30"))
    scenario.given(disputed("F-1", "dispute-1"))
    scenario.when(resolved("F-1", "dispute-1", "refused")).then_among(
        like(ExposureChanged, not_due=eur("150.00"), disputed=eur("0.00"))
    )


def test_what_was_not_due_is_overdue_the_day_after() -> None:
    scenario = known().given(an_item("F-1", "150.00", due="2026-03-10"))
    scenario.when(a_day("2026-03-10")).then()
    scenario.when(a_day("2026-03-11")).then_among(
        like(ExposureChanged, not_due=eur("0.00"), overdue=eur("150.00"), owed=())
    )
