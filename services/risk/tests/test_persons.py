"""What persons say of a debtor: another band for a while, and that it is watched."""

from libs.events.contracts.risk import (
    BandChanged,
    BandOverridden,
    OverrideEnded,
    WatchEnded,
    WatchStarted,
)
from libs.testkit.scenarios import Scenario, like
from services.risk.domain.refusals import (
    DayHasPassed,
    DebtorUnknown,
    IsNotWatched,
    IsWatchedAlready,
    NothingIsOverridden,
)
from services.risk.tests.building import (
    a_creditor,
    a_day,
    a_debtor,
    on,
    promise_broken,
    promise_kept,
    risk,
)
from services.risk.tests.people_say import (
    overridden,
    override_ended,
    unwatched,
    watched,
)


def known() -> Scenario:
    """A debtor without history: band B."""
    return risk.given(a_creditor(), a_day("2026-03-02"), a_debtor())


def test_a_person_overrides_the_band_until_the_end_of_a_day() -> None:
    scenario = known().when(overridden("E", until="2026-03-10"))
    scenario.then_among(
        like(BandOverridden, band="E", until_on=on("2026-03-10"), overridden_by="otto"),
        like(BandChanged, band="E", was="B", cause="override"),
    )
    scenario.when(a_day("2026-03-10")).then()
    scenario.when(promise_broken("promise-1", "2026-03-10"))
    assert not [one for one in scenario.recorded if isinstance(one.event, OverrideEnded)]
    scenario.given(promise_kept("promise-1"))
    scenario.when(a_day("2026-03-11")).then_among(
        like(OverrideEnded, reason="day", ended_by=""),
        like(BandChanged, band="B", was="E", cause="override_ended"),
    )


def test_the_score_goes_on_beside_an_override_and_changes_no_band() -> None:
    scenario = known().given(overridden("A", until="2026-06-30"))
    scenario.when(promise_broken("promise-1", "2026-03-02"))
    assert not [one for one in scenario.recorded if isinstance(one.event, BandChanged)]
    scenario.when(override_ended()).then_among(
        like(OverrideEnded, reason="person", ended_by="otto"),
        like(BandChanged, band="C", was="A", cause="override_ended"),  # 17 %
    )


def test_an_override_that_says_what_the_score_says_changes_no_band() -> None:
    scenario = known().when(overridden("B", until="2026-06-30"))
    scenario.then_among(like(BandOverridden, band="B"))
    assert not [one for one in scenario.recorded if isinstance(one.event, BandChanged)]


def test_a_second_override_takes_the_place_of_the_first() -> None:
    scenario = known().given(overridden("E", until="2026-06-30"))
    scenario.when(overridden("A", until="2026-04-30")).then_among(
        like(OverrideEnded, reason="replaced", ended_by="otto"),
        like(BandChanged, band="A", was="E", cause="override"),
    )


def test_what_cannot_be_said_is_refused() -> None:
    known().when(override_ended()).then_refused(NothingIsOverridden)
    known().when(overridden("A", until="2026-03-01")).then_refused(DayHasPassed)
    known().when(unwatched()).then_refused(IsNotWatched)
    known().given(watched()).when(watched()).then_refused(IsWatchedAlready)
    risk.given(a_day("2026-03-02")).when(watched()).then_refused(DebtorUnknown)


def test_a_debtor_is_watched_until_a_person_ends_it() -> None:
    scenario = known().when(watched())
    scenario.then(like(WatchStarted, started_by="otto", started_on=on("2026-03-02")))
    scenario.when(unwatched()).then(like(WatchEnded, ended_by="otto"))
