"""Which step of its ladder an item has on which day."""

from datetime import date

import pytest

from libs.events.contracts.dunning import (
    CheckScheduled,
    DemandProposed,
    ItemChanged,
    StepTaken,
    TaskOpened,
)
from libs.testkit.scenarios import Scenario, like
from services.dunning.domain.items.state import ItemState, Taken
from services.dunning.domain.ladder import calendar_of, next_of
from services.dunning.domain.policies import Step
from services.dunning.tests.building import (
    AROUND_DUE,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    demand_id,
    dunning,
    eur,
    on,
)
from services.dunning.tests.debtor_facts import an_item, extended, sent


def around_due(*, due: str, known: str = "2026-03-02") -> Scenario:
    return dunning.given(
        a_creditor(),
        a_policy("around", *AROUND_DUE),
        a_day(known),
        a_debtor(),
        an_item("F-1", due=due),
    )


def demanded(scenario: Scenario) -> DemandProposed:
    """The one demand of the last `when`."""
    found = [one.event for one in scenario.recorded if isinstance(one.event, DemandProposed)]
    assert len(found) == 1, scenario.recorded
    return found[0]


def test_a_notice_goes_out_before_the_due_date() -> None:
    scenario = around_due(due="2026-03-23").when(a_day("2026-03-18"))
    demand = demanded(scenario)
    assert (demand.tone, demand.items[0].overdue_days) == ("notice", -5)


def test_a_notice_lapses_once_the_due_date_is_over() -> None:
    """Due on 12 March, first seen on the 16th: four days late, so the reminder is right."""
    scenario = dunning.given(
        a_creditor(), a_policy("around", *AROUND_DUE), a_day("2026-03-16"), a_debtor()
    ).when(an_item("F-1", due="2026-03-12"))
    assert demanded(scenario).step == "reminder"


def test_a_missed_stretch_of_days_leads_to_one_next_step() -> None:
    """35 days overdue names the last mail; the debtor has had none, so gets the first."""
    scenario = around_due(due="2026-03-04", known="2026-03-05").when(a_day("2026-04-08"))
    assert [(one.item, one.step) for one in demanded(scenario).items] == [("F-1", "reminder")]


def test_a_step_that_came_late_moves_those_behind_it() -> None:
    """The ladder has 11 days between reminder (4) and firm (15): from 8 April that is the 19th."""
    (
        around_due(due="2026-03-04", known="2026-03-05")
        .given(a_day("2026-04-08"))
        .when(sent(demand_id("2026-04-08")))
        .then_among(
            like(StepTaken, step="reminder", taken_on=on("2026-04-08")),
            like(CheckScheduled, check_on=on("2026-04-19"), step="firm"),
        )
    )


def test_ten_days_of_downtime_make_one_letter_not_ten() -> None:
    scenario = around_due(due="2026-03-12").when(a_day("2026-03-16"))
    assert demanded(scenario).step == "reminder"
    scenario.given(sent(demand_id("2026-03-16"))).when(a_day("2026-04-20"))
    assert demanded(scenario).step == "firm"
    scenario.given(sent(demand_id("2026-04-20"))).when(a_day("2026-04-21")).then()


def test_a_demand_takes_the_tone_of_its_highest_step_and_lists_each_item_with_its_own() -> None:
    scenario = around_due(due="2026-03-04", known="2026-03-05")
    scenario.given(a_day("2026-03-09"), sent(demand_id("2026-03-09")))
    scenario.given(an_item("F-2", "80.00", due="2026-03-15")).when(a_day("2026-03-20"))
    demand = demanded(scenario)
    assert (demand.tone, demand.template, demand.total) == ("firm", "firm", eur("200.00"))
    assert [(one.item, one.step, one.tone) for one in demand.items] == [
        ("F-1", "firm", "firm"),
        ("F-2", "reminder", "reminder"),
    ]


def test_an_item_that_is_not_due_for_a_step_is_not_asked_for() -> None:
    scenario = around_due(due="2026-03-12").given(an_item("F-2", due="2026-03-31"))
    scenario.when(a_day("2026-03-16"))
    assert [one.item for one in demanded(scenario).items] == ["F-1"]


def test_an_extension_moves_the_steps_with_the_due_date() -> None:
    scenario = around_due(due="2026-03-12").when(extended("F-1", "2026-03-26", was="2026-03-12"))
    scenario.then(like(ItemChanged, due_on=on("2026-03-26"), reopened=False))
    scenario.when(a_day("2026-03-16")).then(like(CheckScheduled, check_on=on("2026-03-21")))


def test_after_a_sent_reminder_an_extended_item_is_left_alone_until_it_is_due_again() -> None:
    """Four steps: the call would come 5 business days after the mail; the item is due later."""
    scenario = dunning.given(
        a_creditor(), a_policy(), a_day("2026-03-10"), a_debtor(), an_item("F-1", due="2026-03-06")
    ).given(a_day("2026-03-18"), sent(demand_id("2026-03-18")))
    scenario.given(extended("F-1", "2026-04-30")).when(a_day("2026-03-25"))
    scenario.then(like(CheckScheduled, check_on=on("2026-05-01"), step="call"))


def test_a_second_version_of_a_policy_leaves_open_cases_under_their_ladder() -> None:
    scenario = around_due(due="2026-03-12").given(a_policy("around", AROUND_DUE[3]))
    scenario.when(a_day("2026-03-16"))
    demand = demanded(scenario)
    assert (demand.step, demand.policy_version) == ("reminder", 1)


STEPS = (
    Step("notice", "before_due", 5, "calendar", "email", "notice", "notice", 0),
    Step("first", "after_previous", 9, "calendar", "email", "reminder", "reminder", 0),
    Step("second", "after_due", 10, "business", "email", "firm", "firm", 0),
)


@pytest.mark.parametrize(
    ("taken", "today", "expected"),
    [
        ({}, "2026-03-06", ("notice", "2026-03-05")),  # due on Tuesday 10 March, less 5
        ({}, "2026-03-11", ("first", "2026-03-14")),  # the notice lapsed: 9 days after its day
        ({"notice": "2026-03-06"}, "2026-03-06", ("first", "2026-03-15")),  # 9 days after the 6th
        ({"first": "2026-03-16"}, "2026-03-16", ("second", "2026-03-24")),  # 10 business days
        # 10 - 4 = 6 business days behind a first that came late, on Friday 27 March
        ({"first": "2026-03-27"}, "2026-03-27", ("second", "2026-04-07")),
        ({"first": "2026-03-16", "second": "2026-03-24"}, "2026-03-24", None),
    ],
)
def test_the_next_step_and_its_day(
    taken: dict[str, str], today: str, expected: tuple[str, str] | None
) -> None:
    steps = {name: Taken(on(day), "demand", "sent") for name, day in taken.items()}
    item = ItemState(item="F-1", open=eur("1.00"), due_on=date(2026, 3, 10), steps=steps)
    found = next_of(item, STEPS, "BE", on(today))
    assert (found and (found.step.step, found.day_on.isoformat())) == expected


def test_a_due_date_that_stands_for_none_is_never_late() -> None:
    scenario = around_due(due="9999-12-31").given(a_day("2026-03-18"))
    scenario.when(extended("F-1", "9999-12-30", was="9999-12-31")).then_among(like(ItemChanged))


def test_a_ladder_of_a_lapsed_notice_alone_is_at_its_end() -> None:
    """Due on 4 March; ten days later somebody decides what to do about it."""
    scenario = dunning.given(
        a_creditor(), a_policy("notice", AROUND_DUE[0]), a_day("2026-03-05"), a_debtor()
    ).given(an_item("F-1", due="2026-03-04"))
    scenario.given(an_item("F-2", due="2026-03-20")).when(a_day("2026-03-16"))
    scenario.then_among(like(TaskOpened, kind="ladder_ended"), like(DemandProposed, step="notice"))


@pytest.mark.parametrize(
    ("debtor", "creditor", "expected"),
    [("FR", "BE", "FR"), ("", "BE", "BE"), ("XX", "BE", "BE"), ("", "", "TARGET2")],
)
def test_business_days_are_those_of_the_debtors_country(
    debtor: str, creditor: str, expected: str
) -> None:
    assert calendar_of(debtor, creditor) == expected
