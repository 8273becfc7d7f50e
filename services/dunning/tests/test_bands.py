"""Steps for bands: which step comes next follows the debtor's band as risk says it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from libs.events.contracts.dunning import (
    BandNoted,
    CallScheduled,
    DemandProposed,
    DemandRecalled,
    PlacementProposed,
    PolicyPublished,
    PolicyStep,
    StepTaken,
)
from libs.events.contracts.risk import BandChanged
from libs.testkit.scenarios import Heard, Scenario, heard, like
from services.dunning.tests.building import (
    CREDITOR,
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    call_id,
    demand_id,
    dunning,
    key,
    step,
)
from services.dunning.tests.debtor_facts import an_item, sent
from services.dunning.tests.people_say import logged

BY_BAND = (
    step("reminder", "after_due", 12),
    step("call", "after_previous", 2, "call", tone="firm", bands=("A", "B")),
    step("last", "after_previous", 5, tone="last", template="last"),
    step("placement", "after_previous", 2, "placement", tone="last", bands=("E",)),
)


BY_TONE = (
    step("reminder", "after_due", 12),
    step("firm", "after_previous", 3, tone="firm", template="firm", bands=("A", "B")),
    step("last", "after_previous", 2, tone="last", template="last", bands=("D", "E")),
)


def in_band(band: Any, debtor: str = DEBTOR) -> Heard:
    changed = BandChanged(
        debtor=debtor,
        creditor=CREDITOR,
        band=band,
        was=None,
        cause="score",
        reasons=(),
        changed_on=date(2026, 3, 2),
    )
    return heard("risk", key("debtor", debtor), key("debtor", debtor), changed)


def chased(*facts: Heard, steps: Sequence[PolicyStep] = BY_BAND) -> Scenario:
    """120.00, for which the reminder left on Wednesday 18 March."""
    return dunning.given(
        a_creditor(),
        a_policy("by-band", *steps, message_every_days_min=0),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        *facts,
        a_day("2026-03-18"),
        sent(demand_id("2026-03-18")),
    )


def recorded(scenario: Scenario, *kinds: type) -> list[Any]:
    return [one.event for one in scenario.recorded if isinstance(one.event, kinds)]


def test_a_step_for_a_band_comes_to_its_debtors() -> None:
    chased(in_band("B")).when(a_day("2026-03-20")).then_among(like(CallScheduled, step="call"))


def test_it_is_passed_over_for_others_and_those_behind_move_up() -> None:
    scenario = chased(in_band("D")).when(a_day("2026-03-20"))
    assert not recorded(scenario, CallScheduled)
    scenario.when(a_day("2026-03-23")).then_among(like(DemandProposed, step="last"))


def test_a_debtor_of_no_band_yet_has_what_is_for_everybody() -> None:
    scenario = chased().when(a_day("2026-03-20"))
    assert not recorded(scenario, CallScheduled)
    scenario.when(a_day("2026-03-23")).then_among(like(DemandProposed, step="last"))


def test_another_band_decides_anew_what_comes_next() -> None:
    scenario = chased(in_band("D")).given(a_day("2026-03-20"))
    scenario.when(in_band("A")).then_among(
        like(BandNoted, debtor=DEBTOR, band="A"), like(CallScheduled, step="call")
    )
    scenario.when(in_band("A")).then_nothing()


def test_what_is_on_its_way_stays_so() -> None:
    scenario = chased(in_band("D")).given(a_day("2026-03-23")).when(in_band("A"))
    scenario.then_among(like(BandNoted, band="A"))
    assert not recorded(scenario, DemandRecalled)


def test_the_end_of_the_ladder_is_that_of_the_band() -> None:
    last = demand_id("2026-03-23")
    scenario = chased(in_band("E")).given(a_day("2026-03-23"), sent(last))
    scenario.when(a_day("2026-03-25")).then_among(
        like(PlacementProposed), like(StepTaken, step="placement", way="placed")
    )
    others = chased(in_band("C")).given(a_day("2026-03-23"), sent(last)).when(a_day("2026-03-25"))
    assert not recorded(others, PlacementProposed)


def test_nobody_goes_down_a_ladder_for_another_band() -> None:
    """In band E the last letter left: in band A the firm one below it does not follow."""
    scenario = chased(in_band("E"), steps=BY_TONE)
    scenario.given(a_day("2026-03-20"), sent(demand_id("2026-03-20")), in_band("A"))
    scenario.when(a_day("2026-03-23"))
    assert not recorded(scenario, DemandProposed)


def test_a_call_that_was_made_is_the_step_that_it_was_scheduled_for() -> None:
    scenario = chased(in_band("B")).given(a_day("2026-03-20"), in_band("D"))
    scenario.when(logged(call_id("2026-03-20", "F-1"))).then_among(
        like(StepTaken, step="call", way="logged")
    )


def test_a_band_may_be_heard_before_its_debtor() -> None:
    scenario = dunning.given(in_band("B"), a_creditor(), a_policy("by-band", *BY_BAND))
    scenario.given(a_day("2026-03-17"), a_debtor(), an_item("F-1", due="2026-03-06"))
    scenario.given(a_day("2026-03-18"), sent(demand_id("2026-03-18")))
    scenario.when(a_day("2026-03-20")).then_among(like(CallScheduled, step="call"))


def test_what_the_first_version_said_is_a_policy_for_everybody() -> None:
    scenario = dunning.when(a_policy("by-band", *BY_BAND))
    (published,) = recorded(scenario, PolicyPublished)
    read = published.downcast().upcast()
    assert [one.bands for one in read.facts.steps] == [(), (), (), ()]
    assert [one.step for one in read.facts.steps] == [one.step for one in published.facts.steps]
