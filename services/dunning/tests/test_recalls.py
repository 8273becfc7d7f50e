"""What closes a gate, or changes what is asked, recalls a demand without an outcome."""

import pytest

from libs.events.contracts.dunning import DemandEnded, DemandProposed, DemandRecalled
from libs.testkit.scenarios import Heard, Scenario, Told, like
from services.dunning.tests.building import (
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    demand_id,
    dunning,
    eur,
    feed_advanced,
    feed_interrupted,
    feed_opened,
    import_started,
)
from services.dunning.tests.debtor_facts import (
    allocated,
    an_item,
    cancelled,
    credit_booked,
    extended,
    reduced,
    reopened,
    settled,
    share_booked,
    suspected,
    unsuspected,
    withdrawn,
)
from services.dunning.tests.people_say import claimed_paid, disputed, paused, promised
from services.dunning.tests.test_ladder import demanded

FIRST = demand_id("2026-03-18")


def asked() -> Scenario:
    """A demand for two items, proposed on Wednesday 18 March, without an outcome."""
    return dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-06"),
        an_item("F-3", "50.00", due="2026-03-30"),
        a_day("2026-03-18"),
    )


@pytest.mark.parametrize(
    ("fact", "gate", "items"),
    [
        (settled("F-1", payment="p7"), "paid_items_are_not_demanded", ("F-1",)),
        (cancelled("F-1"), "paid_items_are_not_demanded", ("F-1",)),
        (reduced("F-1", "20.00", "100.00"), "changed_amounts_are_asked_anew", ("F-1",)),
        (extended("F-1", "2026-03-31"), "changed_amounts_are_asked_anew", ("F-1",)),
        (suspected("F-1"), "suspected_items_wait", ("F-1",)),
        (disputed("F-1"), "disputed_items_wait", ("F-1",)),
        (disputed("F-1", eur("10.00")), "disputed_items_wait", ("F-1",)),
        (promised("2026-03-27", "F-1"), "promises_are_given_their_time", ("F-1",)),
        (claimed_paid("F-1"), "already_paid_is_looked_into", ("F-1",)),
        (paused("2026-03-31"), "paused_debtors_are_left_alone", ()),
        (share_booked("s1", "200.00"), "small_net_due_waits", ()),
        (credit_booked("C-1", "200.00"), "small_net_due_waits", ()),
        (feed_opened("s1"), "open_feeds_hold_everything", ()),
        (feed_interrupted(), "interrupted_feeds_hold_everything", ()),
        (import_started(), "open_imports_hold_everything", ()),
    ],
)
def test_a_gate_that_closes_recalls(fact: Heard | Told, gate: str, items: tuple[str, ...]) -> None:
    scenario = asked().when(fact)
    scenario.then_among(like(DemandRecalled, demand=FIRST, gate=gate, items=items))
    assert not any(type(one.event) is DemandProposed for one in scenario.recorded)


@pytest.mark.parametrize(
    "fact",
    [
        settled("F-3", "50.00"),
        suspected("F-3"),
        disputed("F-3"),
        promised("2026-04-10", "F-3"),
        share_booked("s1", "60.00"),
        unsuspected("F-1"),
        feed_advanced("s0"),
    ],
)
def test_what_a_demand_does_not_ask_for_does_not_recall_it(fact: Heard | Told) -> None:
    scenario = asked().when(fact)
    assert not any(type(one.event) is DemandRecalled for one in scenario.recorded)


def test_money_that_is_set_against_another_item_next_recalls_nothing() -> None:
    """A share is on account first, and against its item in the next event."""
    scenario = asked()
    scenario.given(share_booked("share-1", "40.00", item="F-3"))
    scenario.when(allocated("F-3", "40.00", booked="2026-03-17"))
    assert not any(type(one.event) is DemandRecalled for one in scenario.recorded)


def test_a_demand_is_recalled_once() -> None:
    scenario = asked().given(settled("F-1"))
    scenario.when(settled("F-2", "80.00"))
    assert not any(type(one.event) is DemandRecalled for one in scenario.recorded)


def test_the_payment_is_named_though_its_statement_recalled_first() -> None:
    (
        asked()
        .given(feed_opened("s1"))
        .when(settled("F-1", payment="p7"))
        .then_among(
            like(
                DemandRecalled,
                demand=FIRST,
                gate="paid_items_are_not_demanded",
                cause="acme/payment/p7",
            )
        )
    )


def test_a_part_payment_is_followed_by_a_demand_for_the_rest_the_same_day() -> None:
    scenario = asked().given(reduced("F-1", "20.00", "100.00"))
    scenario.when(withdrawn(FIRST, gate="changed_amounts_are_asked_anew"))
    demand = demanded(scenario)
    assert (demand.total, demand.attempt) == (eur("180.00"), 2)
    assert demand.demand == demand_id("2026-03-18", 2)


def test_what_was_not_paid_is_asked_for_without_its_neighbour() -> None:
    scenario = asked().given(settled("F-1"))
    scenario.when(withdrawn(FIRST, gate="paid_items_are_not_demanded"))
    assert [one.item for one in demanded(scenario).items] == ["F-2"]


def test_after_three_recalls_it_is_left_for_the_next_day() -> None:
    scenario = asked()
    for attempt, left in enumerate(("110.00", "100.00", "90.00"), start=1):
        scenario.given(reduced("F-1", "10.00", left))
        scenario.when(withdrawn(demand_id("2026-03-18", attempt), gate="changed"))
        assert demanded(scenario).attempt == attempt + 1
    scenario.given(reduced("F-1", "10.00", "80.00"))
    scenario.when(withdrawn(demand_id("2026-03-18", 4), gate="changed"))
    assert not any(type(one.event) is DemandProposed for one in scenario.recorded)
    assert demanded(scenario.when(a_day("2026-03-19"))).attempt == 1


def test_a_demand_whose_day_is_over_is_decided_anew_the_next_day() -> None:
    scenario = asked().given(a_day("2026-03-19"))
    scenario.when(withdrawn(FIRST, reason="day_over"))
    scenario.then_among(like(DemandEnded, outcome="withdrawn", reason="day_over"))
    assert demanded(scenario).demand == demand_id("2026-03-19")


def test_a_day_that_is_over_elsewhere_is_not_asked_on_again() -> None:
    """Notifications has heard of the next day first."""
    scenario = asked().when(withdrawn(FIRST, reason="day_over"))
    assert not any(type(one.event) is DemandProposed for one in scenario.recorded)
    assert demanded(scenario.when(a_day("2026-03-19"))).attempt == 1


def test_a_statement_that_holds_a_demand_lets_it_go_the_same_day() -> None:
    scenario = asked().given(feed_opened("s1"), withdrawn(FIRST, gate="open_feeds"))
    scenario.when(feed_advanced("s1"))
    assert demanded(scenario).attempt == 2


def test_a_reopened_item_that_is_asked_for_recalls() -> None:
    """More is open of it than the demand says."""
    scenario = asked()
    scenario.when(reopened("F-1", "30.00", open_now="150.00"))
    scenario.then_among(like(DemandRecalled, gate="reopened_items_have_grace", items=("F-1",)))
