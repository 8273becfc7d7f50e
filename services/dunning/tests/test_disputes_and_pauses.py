"""Disputes, claims of having paid, pauses, notes."""

import pytest

from libs.events.contracts.dunning import (
    DemandGated,
    DemandProposed,
    DisputeOpened,
    DisputeResolved,
    DunningPaused,
    DunningResumed,
    ItemChanged,
    NoteAdded,
    PaidClaimNoted,
    TaskDone,
    TaskOpened,
)
from libs.events.loop.decider import Refusal
from libs.kernel.money import read_money
from libs.testkit.scenarios import Scenario, Told, like
from services.dunning.domain.refusals import (
    AmountNotPositive,
    AmountOverOpen,
    CurrencyDiffers,
    DayHasPassed,
    DayTooFar,
    DisputeIsResolved,
    DisputeUnknown,
    ItemIsClosed,
    ItemUnknown,
    NothingIsPaused,
    TaskUnknown,
)
from services.dunning.tests.building import (
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    dunning,
    eur,
    on,
    task_id,
)
from services.dunning.tests.debtor_facts import an_item, reduced, settled
from services.dunning.tests.people_say import (
    claimed_paid,
    disputed,
    noted,
    paused,
    promised,
    resolved,
    resumed,
    task_closed,
)
from services.dunning.tests.test_ladder import demanded


def due_tomorrow() -> Scenario:
    """120.00 and 80.00, due for their reminder on Wednesday 18 March; it is the 17th."""
    return dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-06"),
    )


def dispute_of(scenario: Scenario) -> str:
    return str(scenario.answer["dispute"])


def test_a_dispute_silences_its_item_and_not_its_neighbours() -> None:
    scenario = due_tomorrow().when(disputed("F-1"))
    scenario.then(like(DisputeOpened, item="F-1", amount=None, opened_on=on("2026-03-17")))
    scenario.when(a_day("2026-03-18")).then_among(
        like(DemandGated, gate="disputed_items_wait", items=("F-1",)),
        like(DemandProposed, total=eur("80.00")),
    )


def test_a_dispute_of_a_part_leaves_the_rest_to_be_asked_for() -> None:
    scenario = due_tomorrow().given(disputed("F-1", eur("30.00"))).when(a_day("2026-03-18"))
    demand = demanded(scenario)
    assert [(one.item, one.asked, one.open) for one in demand.items] == [
        ("F-1", eur("90.00"), eur("120.00")),
        ("F-2", eur("80.00"), eur("80.00")),
    ]


def test_two_disputes_of_parts_that_reach_the_whole_hold_the_item() -> None:
    scenario = due_tomorrow().given(disputed("F-1", eur("70.00")), disputed("F-1", eur("60.00")))
    scenario.when(a_day("2026-03-18"))
    assert [one.item for one in demanded(scenario).items] == ["F-2"]


def test_a_refused_dispute_is_asked_for_again() -> None:
    scenario = due_tomorrow().when(disputed("F-1"))
    dispute = dispute_of(scenario)
    scenario.when(resolved("F-1", dispute, "refused"))
    scenario.then(like(DisputeResolved, dispute=dispute, resolution="refused"))
    assert demanded(scenario.when(a_day("2026-03-18"))).total == eur("200.00")


@pytest.mark.parametrize("resolution", ["valid", "credit_note_expected"])
def test_a_dispute_that_is_right_waits_for_its_credit_note(resolution: str) -> None:
    scenario = due_tomorrow().when(disputed("F-1", eur("30.00")))
    scenario.given(resolved("F-1", dispute_of(scenario), resolution))
    assert demanded(scenario.when(a_day("2026-03-18"))).total == eur("170.00")


def test_the_credit_note_answers_the_dispute_and_the_rest_is_asked_for() -> None:
    """120.00, of which 30.00 contested; 30.00 credited: 90.00 open, and all of it asked for."""
    scenario = due_tomorrow().when(disputed("F-1", eur("30.00")))
    scenario.given(resolved("F-1", dispute_of(scenario), "credit_note_expected"))
    scenario.when(reduced("F-1", "30.00", "90.00", kind="credit"))
    scenario.then_among(like(ItemChanged, open=eur("90.00"), credited=eur("30.00")))
    assert demanded(scenario.when(a_day("2026-03-18"))).total == eur("170.00")


def test_a_payment_does_not_answer_a_dispute() -> None:
    scenario = due_tomorrow().given(disputed("F-1", eur("30.00")))
    scenario.given(reduced("F-1", "90.00", "30.00"))
    scenario.when(a_day("2026-03-18"))
    assert [one.item for one in demanded(scenario).items] == ["F-2"]


def test_a_dispute_that_nobody_resolves_by_its_day_is_a_task() -> None:
    scenario = due_tomorrow().when(disputed("F-1", due="2026-03-20"))
    dispute = dispute_of(scenario)
    scenario.given(settled("F-2", "80.00")).when(a_day("2026-03-20"))
    assert not any(type(one.event) is TaskOpened for one in scenario.recorded)
    scenario.when(a_day("2026-03-21"))
    scenario.then_among(like(TaskOpened, kind="dispute_due", about=dispute))
    scenario.when(resolved("F-1", dispute, "refused"))
    scenario.then_among(like(TaskDone, task=task_id("dispute_due", dispute)))


@pytest.mark.parametrize(
    ("item", "amount", "rule"),
    [
        ("F-9", None, ItemUnknown),
        ("F-3", None, ItemIsClosed),
        ("F-1", "0.00 EUR", AmountNotPositive),
        ("F-1", "120.01 EUR", AmountOverOpen),
        ("F-1", "10.00 USD", CurrencyDiffers),
    ],
)
def test_a_dispute_that_says_nothing_is_refused(
    item: str, amount: str | None, rule: type[Refusal]
) -> None:
    scenario = due_tomorrow().given(
        an_item("F-3", "5.00", due="2026-03-06"), settled("F-3", "5.00")
    )
    money = read_money(amount) if amount else None
    scenario.when(disputed(item, money)).then_refused(rule)


def test_a_dispute_is_resolved_once() -> None:
    scenario = due_tomorrow().when(disputed("F-1"))
    dispute = dispute_of(scenario)
    scenario.given(resolved("F-1", dispute, "refused"))
    scenario.when(resolved("F-1", dispute, "refused")).then_nothing()
    scenario.when(resolved("F-1", dispute, "valid")).then_refused(DisputeIsResolved)
    scenario.when(resolved("F-1", "another", "valid")).then_refused(DisputeUnknown)


def test_already_paid_holds_its_item_some_days_and_opens_a_task() -> None:
    """Five days from the 17th, by the policy: asked again on the 22nd, a Sunday, so the 23rd."""
    scenario = due_tomorrow().given(settled("F-2", "80.00")).when(claimed_paid("F-1"))
    scenario.then(
        like(PaidClaimNoted, item="F-1", until_on=on("2026-03-22")),
        like(TaskOpened, kind="paid_claim", about="F-1"),
    )
    scenario.when(a_day("2026-03-18")).then_among(
        like(DemandGated, gate="already_paid_is_looked_into", until_on=on("2026-03-22"))
    )
    scenario.given(a_day("2026-03-22")).when(a_day("2026-03-23"))
    assert demanded(scenario).total == eur("120.00")


def test_a_claim_is_out_of_the_way_when_the_money_comes() -> None:
    scenario = due_tomorrow().given(claimed_paid("F-1")).when(settled("F-1"))
    scenario.then_among(like(TaskDone, task=task_id("paid_claim", "F-1"), done_by=""))


def test_a_paused_debtor_is_left_alone_until_the_end_of_the_day() -> None:
    scenario = due_tomorrow().when(paused("2026-03-24"))
    scenario.then(like(DunningPaused, until_on=on("2026-03-24")))
    scenario.when(a_day("2026-03-18")).then_among(
        like(DemandGated, gate="paused_debtors_are_left_alone", until_on=on("2026-03-25"))
    )
    scenario.when(a_day("2026-03-24")).then()
    assert demanded(scenario.when(a_day("2026-03-25"))).total == eur("200.00")


def test_a_pause_that_is_ended_lets_the_demand_go_at_once() -> None:
    scenario = due_tomorrow().given(paused("2026-03-24"), a_day("2026-03-18"))
    scenario.when(resumed()).then_among(like(DunningResumed), like(DemandProposed))
    scenario.when(resumed()).then_refused(NothingIsPaused)


def test_a_pause_until_yesterday_is_none() -> None:
    due_tomorrow().when(paused("2026-03-16")).then_refused(DayHasPassed)


@pytest.mark.parametrize(
    "said", [paused("9999-12-31"), promised("9999-12-31"), disputed("F-1", due="9999-12-31")]
)
def test_a_day_that_nobody_can_mean_is_refused(said: Told) -> None:
    due_tomorrow().when(said).then_refused(DayTooFar)


def test_a_note_is_kept() -> None:
    scenario = due_tomorrow().when(noted())
    scenario.then(like(NoteAdded, noted_by="paula", noted_on=on("2026-03-17")))
    assert scenario.answer["note"]


def test_a_task_that_is_not_there_is_refused() -> None:
    due_tomorrow().when(task_closed("no-task")).then_refused(TaskUnknown)
