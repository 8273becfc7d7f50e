"""What is with an agency, or on its way there, is asked for by nobody else."""

from datetime import date
from typing import Any

import pytest

from libs.events.contracts.dunning import (
    DemandGated,
    DemandProposed,
    DemandRecalled,
    PlacementNoted,
)
from libs.events.contracts.handoff import (
    HeldItem,
    ItemsRecalled,
    PlacedItem,
    PlacementClosed,
    PlacementOffered,
    PlacementRecalled,
    PlacementRefused,
    PlacementRequested,
    PlacementWithdrawn,
)
from libs.events.contracts.model import Event
from libs.testkit.scenarios import Heard, Scenario, heard, like
from services.dunning.tests.building import (
    CREDITOR,
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    demand_id,
    dunning,
    eur,
    key,
)
from services.dunning.tests.debtor_facts import an_item, settled, withdrawn

FIRST = demand_id("2026-03-18")
OF = {"agency": "agency-1", "creditor": CREDITOR, "debtor": DEBTOR}


def _said(event: Event, placement: str) -> Heard:
    return heard("handoff", key("debtor", DEBTOR), key("placement", placement), event)


def placed(*items: str, placement: str = "p1") -> Heard:
    event = PlacementRequested(**OF, placement=placement, items=items, requested_by="paula")
    return _said(event, placement)


def offered(*items: str, held: str) -> Heard:
    days = {"issued_on": date(2026, 1, 15), "due_on": date(2026, 3, 6)}
    event = PlacementOffered(
        **OF,
        placement="p1",
        items=tuple(
            PlacedItem(
                item=one, number=one, kind="invoice", placed=eur("1.00"), open=eur("1.00"), **days
            )
            for one in items
        ),
        held=(HeldItem(item=held, gate="promised_items_are_not_placed"),),
        total=eur("1.00"),
        offered_on=date(2026, 3, 18),
        answer_by_on=date(2026, 3, 23),
        token="",
        began_at="",
        cut={},
    )
    return _said(event, "p1")


def the_end(kind: str, *items: str, placement: str = "p1") -> Heard:
    about: dict[str, Any] = {**OF, "placement": placement, "items": items}
    event: Event
    match kind:
        case "withdrawn":
            event = PlacementWithdrawn(**about, reason="by_person")
        case "refused":
            event = PlacementRefused(**about, reason="too small", refused_by="anton")
        case "recalled":
            event = PlacementRecalled(**about, reason="by_person", recalled_by="paula")
        case "in part":
            event = ItemsRecalled(**about, reason="disputed", recalled_by="paula")
        case _:
            money: dict[str, Any] = {"recovered": eur("0.00"), "fees": eur("0.00")}
            event = PlacementClosed(**about, **money, result="uncollectable", closed_by="anton")
    return _said(event, placement)


def known() -> Scenario:
    return dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-06"),
    )


def proposals(scenario: Scenario) -> list[Event]:
    return [one.event for one in scenario.recorded if isinstance(one.event, DemandProposed)]


def test_nothing_is_asked_for_what_is_with_an_agency() -> None:
    case = known()
    case.when(placed("F-1", "F-2")).then_among(
        like(PlacementNoted, item="F-1", placement="p1", is_out=True),
        like(PlacementNoted, item="F-2", placement="p1", is_out=True),
    )
    case.when(placed("F-1", "F-2")).then_nothing()
    case.when(a_day("2026-03-18")).then_among(like(DemandGated, gate="placed_items_wait"))
    assert not proposals(case)
    assert not proposals(case.when(a_day("2026-05-18")))


def test_a_placement_may_be_heard_before_its_item() -> None:
    """Whoever hands a debtor over may be heard before the ledger is."""
    case = dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor())
    case.when(placed("F-1")).then(
        like(PlacementNoted, item="F-1", placement="p1", is_out=True, debtor=DEBTOR)
    )
    case.when(placed("F-1")).then_nothing()
    case.given(an_item("F-1", "120.00", due="2026-03-06"))
    case.when(a_day("2026-03-18")).then_among(like(DemandGated, gate="placed_items_wait"))
    assert not proposals(case)
    case.when(the_end("refused", "F-1")).then_among(
        like(PlacementNoted, item="F-1", is_out=False), like(DemandProposed)
    )


def test_what_is_back_before_its_item_is_heard_of_is_asked_for() -> None:
    case = dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor())
    case.given(placed("F-1"), the_end("withdrawn", "F-1"))
    case.given(an_item("F-1", "120.00", due="2026-03-06"))
    assert proposals(case.when(a_day("2026-03-18")))


def test_what_is_not_placed_is_asked_for() -> None:
    case = known().given(placed("F-1")).when(a_day("2026-03-18"))
    (demand,) = proposals(case)
    assert isinstance(demand, DemandProposed)
    assert [one.item for one in demand.items] == ["F-2"]


def test_a_demand_without_an_outcome_is_recalled_by_a_placement() -> None:
    case = known().given(a_day("2026-03-18"))
    case.when(placed("F-1")).then_among(
        like(DemandRecalled, demand=FIRST, gate="placed_items_wait", items=("F-1",))
    )
    (again,) = proposals(case.when(withdrawn(FIRST)))
    assert isinstance(again, DemandProposed)
    assert [one.item for one in again.items] == ["F-2"]


@pytest.mark.parametrize("end", ["withdrawn", "refused", "recalled", "in part", "closed"])
def test_what_comes_back_is_asked_for_again(end: str) -> None:
    case = known().given(placed("F-1", "F-2"), a_day("2026-03-18"))
    case.when(the_end(end, "F-1", "F-2")).then_among(
        like(PlacementNoted, item="F-1", is_out=False), like(DemandProposed)
    )
    case.when(the_end(end, "F-1", "F-2")).then_nothing()


def test_what_an_offer_leaves_out_is_asked_for_again() -> None:
    case = known().given(placed("F-1", "F-2"), a_day("2026-03-18"))
    (demand,) = proposals(case.when(offered("F-1", held="F-2")))
    assert isinstance(demand, DemandProposed)
    assert [one.item for one in demand.items] == ["F-2"]


def test_only_who_has_an_item_gives_it_back() -> None:
    case = known().given(placed("F-1"), the_end("refused", "F-1"), placed("F-1", placement="p2"))
    case.when(the_end("closed", "F-1")).then_nothing()


def test_what_comes_back_paid_is_asked_for_by_nobody() -> None:
    case = known().given(placed("F-1"), settled("F-1"))
    case.when(the_end("closed", "F-1")).then(like(PlacementNoted, item="F-1", is_out=False))
