"""Days begin in order, each once, and never go back."""

from datetime import date

from libs.events.contracts.calendar import DayStarted
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.testkit.scenarios import Scenarios, Told, like, told
from services.calendar.domain.commands import AdvanceDay, AnnounceDays, StartDay
from services.calendar.domain.refusals import DaysAreNotPlayedHere, DayTooFarAhead, DayWentBack
from services.calendar.handlers.decider import CalendarDecider

BRUSSELS = "Europe/Brussels"

calendar = Scenarios(CalendarDecider(days_are_played=True))
in_production = Scenarios(CalendarDecider(days_are_played=False))


def the_clock_shows(day: str, *, zone: str = BRUSSELS) -> Told:
    return told(day_path(None, zone), StartDay(zone=zone, day_on=date.fromisoformat(day)))


def acme_plays_to(day: str) -> Told:
    command = AdvanceDay(tenant="acme", to_on=date.fromisoformat(day))
    return told(day_path("acme", EVERY_ZONE), command)


def started(day: str, *, tenant: str | None = None) -> DayStarted:
    return DayStarted(
        day_on=date.fromisoformat(day),
        zone=BRUSSELS if tenant is None else EVERY_ZONE,
        tenant=tenant,
        played=tenant is not None,
    )


def test_a_day_begins_and_each_partition_has_its_copy() -> None:
    scenario = calendar.when(the_clock_shows("2026-03-12"))
    scenario.then(started("2026-03-12")).then_copies(started("2026-03-12"))


def test_the_same_day_twice_is_one_day() -> None:
    scenario = calendar.given(the_clock_shows("2026-03-12")).when(the_clock_shows("2026-03-12"))
    scenario.then_nothing().then_sends()


def test_a_copy_has_each_day_once_also_when_it_is_announced_again() -> None:
    path = day_path(None, BRUSSELS)
    days = {"first_on": date(2026, 3, 12), "last_on": date(2026, 3, 13)}
    again = AnnounceDays(zone=BRUSSELS, tenant=None, played=False, **days)
    scenario = calendar.given(the_clock_shows("2026-03-12")).when(told(path, again))
    assert [copy.event for copy in scenario.copies] == [started("2026-03-13")]


def test_a_clock_that_is_set_back_starts_nothing() -> None:
    calendar.given(the_clock_shows("2026-03-12")).when(the_clock_shows("2026-03-11")).then_nothing()


def test_days_that_were_slept_through_begin_in_order() -> None:
    scenario = calendar.given(the_clock_shows("2026-03-12")).when(the_clock_shows("2026-03-15"))
    days = [started("2026-03-13"), started("2026-03-14"), started("2026-03-15")]
    scenario.then(*days).then_copies(*days)


def test_a_sleep_of_years_is_caught_up_in_strides() -> None:
    scenario = calendar.given(the_clock_shows("2024-01-01")).when(the_clock_shows("2026-01-01"))
    assert scenario.recorded[-1].event == started("2025-02-04")  # 400 days later
    scenario.when(the_clock_shows("2026-01-01"))
    assert scenario.recorded[-1].event == started("2026-01-01")


def test_zones_have_days_of_their_own() -> None:
    (
        calendar.given(the_clock_shows("2026-03-12"))
        .when(the_clock_shows("2026-03-11", zone="America/Cayenne"))
        .then(like(DayStarted, zone="America/Cayenne", day_on=date(2026, 3, 11)))
    )


def test_a_tenants_first_played_day_is_any_day() -> None:
    (
        calendar.given(the_clock_shows("2026-03-12"))
        .when(acme_plays_to("2025-01-01"))
        .then(started("2025-01-01", tenant="acme"))
        .then_copies(started("2025-01-01", tenant="acme"))
        .then_answers(outcome="accepted", day_on="2025-01-01", days_count="1")
    )


def test_every_day_between_is_played_in_order() -> None:
    (
        calendar.given(acme_plays_to("2025-02-27"))
        .when(acme_plays_to("2025-03-01"))
        .then(started("2025-02-28", tenant="acme"), started("2025-03-01", tenant="acme"))
        .then_answers(days_count="2")
    )


def test_a_day_that_is_played_again_is_one_day() -> None:
    calendar.given(acme_plays_to("2025-02-27")).when(acme_plays_to("2025-02-27")).then_nothing()


def test_played_days_never_go_back() -> None:
    (
        calendar.given(acme_plays_to("2025-02-27"))
        .when(acme_plays_to("2025-02-26"))
        .then_refused(DayWentBack, to_on="2025-02-26", day_on="2025-02-27")
    )


def test_more_than_400_days_are_played_in_smaller_steps() -> None:
    (
        calendar.given(acme_plays_to("2025-01-01"))
        .when(acme_plays_to("2026-02-06"))  # 401 days later
        .then_refused(DayTooFarAhead)
    )


def test_in_production_no_tenant_plays_days() -> None:
    in_production.when(acme_plays_to("2025-01-01")).then_refused(DaysAreNotPlayedHere)


def test_the_clock_goes_on_beside_played_days() -> None:
    (
        calendar.given(the_clock_shows("2026-03-12"), acme_plays_to("2025-01-01"))
        .when(the_clock_shows("2026-03-13"))
        .then(started("2026-03-13"))
    )
