"""Two debtors become one: what an item has had comes after it, and nothing is asked for twice."""

from typing import Any

from libs.events.contracts.dunning import (
    DebtorLeft,
    DemandProposed,
    DemandRecalled,
    DisputeOpened,
    ItemAdopted,
    ItemDropped,
    ItemHandedOn,
    ItemLeft,
    ItemTakenIn,
    PlacementNoted,
    PlanEnded,
    PromiseAdopted,
    StepTaken,
    StepUndone,
    TaskOpened,
)
from libs.events.contracts.matching import (
    ItemForwarded,
    SuspicionCarried,
)
from libs.testkit.scenarios import Scenario, heard, like
from services.dunning.domain.refusals import DebtorIsMerged
from services.dunning.tests.building import (
    CREDITOR,
    DEBTOR,
    a_day,
    a_debtor,
    demand_id,
    eur,
    key,
    on,
)
from services.dunning.tests.debtor_facts import (
    an_item,
    bounced,
    sent,
    withdrawn,
)
from services.dunning.tests.merging import (
    both_known,
    closed,
    merged,
    moved_in,
    moved_out,
)
from services.dunning.tests.people_say import claimed_paid, disputed
from services.dunning.tests.test_placements import placed, the_end
from services.dunning.tests.test_plans import agreed_to, drawn_up, plan_in

FIRST = demand_id("2026-03-18")


def _asked_for(item: str = "F-1") -> Scenario:
    """A demand of Smith for it is under way."""
    return both_known(an_item(item, due="2026-03-06"), a_day("2026-03-18"))


def test_an_item_is_asked_for_at_the_other_debtor_once_it_and_its_baggage_are_there() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(*merged("F-1"))
    scenario.when(moved_in("F-1")).then_among(like(ItemTakenIn, item="F-1", debtor="jones"))
    scenario.when(a_day("2026-03-18")).then_among(
        like(DemandProposed, debtor="jones", total=eur("120.00"))
    )


def test_what_it_is_alone_is_not_enough_to_ask_for_it() -> None:
    scenario = both_known(moved_in("F-1"))
    scenario.when(a_day("2026-03-18"))
    assert not [one for one in scenario.recorded if isinstance(one.event, DemandProposed)]


def test_what_it_has_had_alone_is_not_enough_to_ask_for_it() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(*merged("F-1"))
    scenario.when(a_day("2026-03-18"))
    assert not [one for one in scenario.recorded if isinstance(one.event, DemandProposed)]


def test_a_merge_drops_what_was_asked_here_and_sends_what_is_known_after_it() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06"))
    scenario.when(closed()).then_among(like(DebtorLeft, debtor=DEBTOR, into="jones"))
    scenario.when(moved_out("F-1")).then_among(
        like(ItemDropped, item="F-1", reason="moved"),
        like(ItemLeft, item="F-1", into="jones"),
        like(ItemHandedOn, item="F-1", into="jones"),
        like(ItemAdopted, item="F-1", debtor="jones", came_from=DEBTOR, is_whole=True),
    )


def test_what_it_has_had_waits_for_the_outcome_of_a_demand_that_names_it() -> None:
    scenario = _asked_for().given(closed())
    scenario.when(moved_out("F-1"))
    scenario.then(
        like(ItemDropped, item="F-1", reason="moved"),
        like(ItemLeft, item="F-1"),
        like(DemandRecalled, demand=FIRST, gate="paid_items_are_not_demanded"),
    )
    scenario.when(sent(FIRST)).then_among(
        like(StepTaken, item="F-1", step="reminder", debtor=DEBTOR),
        like(ItemHandedOn, item="F-1"),
        like(ItemAdopted, item="F-1", debtor="jones"),
    )
    assert "reminder" in _item(scenario).steps


def test_a_demand_that_did_not_leave_is_asked_at_the_other_debtor_on_its_day() -> None:
    scenario = _asked_for().given(*merged("F-1"), moved_in("F-1"))
    scenario.when(withdrawn(FIRST)).then_among(
        like(StepUndone, item="F-1"), like(DemandProposed, debtor="jones")
    )


def _item(scenario: Scenario, debtor: str = "jones", item: str = "F-1") -> Any:
    return scenario.state(f"{key('item', item)}~{debtor}")


def test_a_step_that_was_taken_is_not_taken_again_elsewhere() -> None:
    scenario = _asked_for().given(sent(FIRST), *merged("F-1"), moved_in("F-1"))
    scenario.when(a_day("2026-03-20"))
    assert not [one for one in scenario.recorded if isinstance(one.event, DemandProposed)]
    assert set(_item(scenario).steps) == {"reminder"}


def test_a_mail_that_comes_back_later_undoes_its_step_where_the_item_is() -> None:
    scenario = _asked_for().given(sent(FIRST), *merged("F-1"), moved_in("F-1"))
    scenario.when(bounced(FIRST)).then_among(
        like(StepUndone, item="F-1", debtor=DEBTOR),
        like(ItemAdopted, item="F-1", debtor="jones", is_whole=False),
        like(DemandProposed, debtor="jones"),
    )


def test_a_dispute_that_comes_to_the_old_debtor_holds_the_item_where_it_is() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(*merged("F-1"), moved_in("F-1"))
    scenario.given(a_day("2026-03-18"))
    scenario.when(disputed("F-1")).then_among(
        like(DisputeOpened, item="F-1", debtor=DEBTOR),
        like(ItemAdopted, item="F-1", debtor="jones", is_whole=False),
        like(DemandRecalled, debtor="jones", gate="disputed_items_wait"),
    )


def test_a_claim_of_having_paid_goes_after_it_too() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(*merged("F-1"), moved_in("F-1"))
    scenario.when(claimed_paid("F-1"))
    assert _item(scenario).claimed_until_on is not None
    opened = [one.event for one in scenario.recorded if isinstance(one.event, TaskOpened)]
    assert [one.debtor for one in opened] == ["jones"]


def test_where_an_item_is_placed_goes_after_it_and_comes_back() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(placed("F-1"), *merged("F-1"))
    assert _item(scenario).out_by == "p1"
    scenario.when(the_end("closed", "F-1")).then_among(
        like(PlacementNoted, item="F-1", is_out=False),
        like(ItemAdopted, item="F-1", debtor="jones"),
    )
    assert _item(scenario).out_by == ""


def test_suspicions_hold_an_item_where_it_arrives() -> None:
    carried = SuspicionCarried(by="p9", since_on=on("2026-03-17"), expires_on=on("2026-03-25"))
    scenario = both_known(an_item("F-1", due="2026-03-06"))
    scenario.given(*merged("F-1"), moved_in("F-1", suspicions=(carried,)))
    scenario.when(a_day("2026-03-18"))
    assert not [one for one in scenario.recorded if isinstance(one.event, DemandProposed)]


def test_what_passes_through_a_merged_debtor_is_sent_after_the_item() -> None:
    """Jones was merged into Brown meanwhile: Smith's item only passed through."""
    scenario = both_known(a_debtor("brown"), an_item("F-1", due="2026-03-06"))
    scenario.given(closed("jones", "brown"))
    through = ItemForwarded(item="F-1", creditor=CREDITOR, debtor="jones", into="brown")
    scenario.given(heard("matching", key("debtor", "jones"), key("debtor", "jones"), through))
    scenario.given(*merged("F-1"), moved_in("F-1", debtor="brown"))
    scenario.when(a_day("2026-03-18")).then_among(like(DemandProposed, debtor="brown"))


def test_an_item_that_moves_on_before_what_it_has_had_has_come_is_not_lost() -> None:
    scenario = both_known(a_debtor("brown"), an_item("F-1", due="2026-03-06"))
    scenario.given(moved_in("F-1"), closed("jones", "brown"))
    scenario.given(moved_out("F-1", debtor="jones", into="brown"))
    scenario.given(moved_in("F-1", debtor="brown", came_from="jones"))
    assert not _item(scenario, "brown").has_baggage
    scenario.when(closed()).when(moved_out("F-1"))
    assert _item(scenario, "brown").has_baggage


def test_what_is_left_of_a_plan_goes_along_as_a_promise_through_its_last_day() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06"))
    scenario.when(drawn_up(("50.00", "2026-03-27"), ("70.00", "2026-04-03")))
    plan = plan_in(scenario)
    scenario.given(agreed_to(plan))
    scenario.when(closed()).then_among(
        like(PlanEnded, plan=plan, debtor=DEBTOR, reason="merged"),
        like(PromiseAdopted, promise=plan, debtor="jones", items=("F-1",), amount=eur("120.00")),
    )
    scenario.given(moved_out("F-1"), moved_in("F-1"))
    scenario.when(a_day("2026-03-18"))
    assert not [one for one in scenario.recorded if isinstance(one.event, DemandProposed)]


def test_instalments_are_agreed_with_the_debtor_that_is_one_now() -> None:
    """Else all of it would be a promise through the last day, and whoever agreed not be told."""
    scenario = both_known(an_item("F-1", due="2026-03-06"))
    scenario.when(drawn_up(("50.00", "2026-03-27"), ("70.00", "2026-04-03")))
    plan = plan_in(scenario)
    scenario.given(*merged("F-1"), moved_in("F-1"))
    scenario.when(agreed_to(plan)).then_refused(DebtorIsMerged, into="jones")
    again = drawn_up(("120.00", "2026-03-27"), items=("F-1",))
    scenario.when(again).then_refused(DebtorIsMerged, into="jones")
