"""Each gate that holds single items: founded by a fact that was known, needless without."""

from typing import Any

import pytest

from audit.tests.chasing import DAY, Chasing
from audit.tests.holding import DEBTOR, a_held_chase, gated, judged, recalled, whys

PROMISE = {
    "promise": "p", "items": ["F-1"], "amount": "100.00 EUR",
    "pay_by_on": "2026-02-20", "judged_from_on": "2026-02-24",
}  # fmt: skip
HOLDS: list[tuple[str, str, dict[str, Any], str]] = [
    ("disputed_items_wait", "dispute_opened",
     {"dispute": "x", "item": "F-1", "amount": None}, "not disputed, or not all of it: F-1"),
    ("promises_are_given_their_time", "promise_made", PROMISE, "not promised: F-1"),
    ("already_paid_is_looked_into", "paid_claim_noted",
     {"item": "F-1", "until_on": "2026-02-17"}, "nobody said that it is paid: F-1"),
    ("placed_items_wait", "placement_proposed",
     {"placement": "l", "items": [{"item": "F-1"}]}, "not placed: F-1"),
]  # fmt: skip


@pytest.mark.parametrize(("gate", "name", "fields", "why"), HOLDS)
def test_what_was_said_of_an_item_holds_it_and_nothing_else_does(
    gate: str, name: str, fields: dict[str, Any], why: str
) -> None:
    chase = a_held_chase()
    gated(chase, gate, "F-1")
    assert whys(chase) == [why]
    chase.dunning(name, "item/F-1", **fields)
    assert whys(chase) == [why], "it was said afterwards"
    assert whys(gated(chase, gate, "F-1")) == [why], "the second is founded"
    chase.item("F-2")
    assert whys(gated(chase, gate, "F-1", "F-2"))[1:] == [why.replace("F-1", "F-2")]


@pytest.mark.parametrize(("gate", "name", "fields", "why"), HOLDS)
def test_what_was_said_of_an_item_recalls_a_demand_for_it(
    gate: str, name: str, fields: dict[str, Any], why: str
) -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    assert whys(recalled(chase, gate, "F-1")) == [why]
    chase.dunning(name, "item/F-1", **fields)
    assert whys(recalled(chase, gate, "F-1")) == [why], "the second is founded"


@pytest.mark.parametrize(
    ("place", "ending", "ended"),
    [
        (0, "dispute_resolved", {"dispute": "x", "item": "F-1", "resolution": "refused"}),
        (1, "promise_broken", {"promise": "p"}),
        (1, "promise_ended", {"promise": "p"}),
        (1, "promise_kept", {"promise": "p"}),
    ],
)
def test_what_is_over_is_no_reason_any_more(place: int, ending: str, ended: dict[str, Any]) -> None:
    gate, name, fields, why = HOLDS[place]
    chase = a_held_chase()
    chase.dunning(name, "item/F-1", **fields)
    chase.dunning(ending, "item/F-1", **ended)
    assert whys(gated(chase, gate, "F-1")) == [why]


def test_a_claim_holds_until_its_day() -> None:
    chase = a_held_chase()
    chase.dunning("paid_claim_noted", "item/F-1", item="F-1", until_on="2026-02-17")
    gated(chase, "already_paid_is_looked_into", "F-1", day="2026-02-16")
    assert whys(chase) == []
    gated(chase, "already_paid_is_looked_into", "F-1", day="2026-02-17")
    assert whys(chase) == ["nobody said that it is paid: F-1"]


def test_a_dispute_about_a_part_holds_what_is_left_when_that_is_all() -> None:
    chase = a_held_chase()
    part = {"dispute": "x", "item": "F-1", "amount": "20.00 EUR"}
    chase.at(2).dunning("dispute_opened", "item/F-1", **part)
    assert whys(gated(chase, "disputed_items_wait", "F-1")) == [HOLDS[0][3]]
    chase.at(3).allocated_to("F-1", "80.00 EUR")
    assert whys(gated(chase.at(4), "disputed_items_wait", "F-1")) == [HOLDS[0][3]]
    chase.at(5).allocated_to("F-1", "5.00 EUR", kind="credit")  # 15 of 15 are contested
    assert len(whys(gated(chase.at(6), "disputed_items_wait", "F-1"))) == 1


def test_what_a_credit_note_has_answered_is_contested_no_more() -> None:
    chase = a_held_chase()
    part = {"dispute": "x", "item": "F-1", "amount": "20.00 EUR"}
    chase.at(2).dunning("dispute_opened", "item/F-1", **part)
    chase.at(3).allocated_to("F-1", "20.00 EUR", kind="credit")
    chase.at(4).allocated_to("F-1", "65.00 EUR")  # 15 are open, none of them contested
    assert whys(gated(chase.at(5), "disputed_items_wait", "F-1")) == [HOLDS[0][3]]


def test_a_granted_dispute_waits_for_its_credit_note() -> None:
    chase = a_held_chase()
    chase.dunning("dispute_opened", "item/F-1", item="F-1", dispute="x", amount=None)
    granted = {"dispute": "x", "item": "F-1", "resolution": "credit_note_expected"}
    chase.dunning("dispute_resolved", "item/F-1", **granted)
    assert whys(gated(chase, "disputed_items_wait", "F-1")) == []


def test_a_suspicion_holds_until_it_is_answered_or_too_old() -> None:
    for answer in ("lifted", "expired"):
        chase = a_held_chase()
        about = {"item": "F-1", "by": "p9", "debtor": DEBTOR}
        assert whys(gated(chase.at(2), "suspected_items_wait", "F-1")) != []
        chase = a_held_chase()
        chase.at(2).say("settlement_suspected", "item/F-1", **about)
        assert whys(gated(chase.at(3), "suspected_items_wait", "F-1")) == []
        chase.at(4).say(f"suspicion_{answer}", "item/F-1", **about)
        assert whys(gated(chase.at(5), "suspected_items_wait", "F-1")) != []


def test_a_demand_for_what_is_paid_is_recalled() -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    chase.at(9.5).allocated_to("F-1", "99.00 EUR")
    assert whys(recalled(chase.at(9.6), "paid_items_are_not_demanded", "F-1")) == [
        "still open: F-1"
    ]
    chase.at(9.7).allocated_to("F-1", "1.00 EUR")
    assert len(whys(recalled(chase.at(9.8), "paid_items_are_not_demanded", "F-1"))) == 1


def test_a_cancelled_item_is_as_good_as_paid() -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    chase.at(9.5).say("item_cancelled", "item/F-1", item="F-1", written_back="100.00 EUR")
    assert whys(recalled(chase.at(9.6), "paid_items_are_not_demanded", "F-1")) == []


@pytest.mark.parametrize("change", ["due", "part", "reversed", "dispute"])
def test_a_demand_is_recalled_when_what_it_asks_for_is_another_thing_now(change: str) -> None:
    gate = "changed_amounts_are_asked_anew"
    chase = a_held_chase()
    chase.at(2).allocated_to("F-1", "30.00 EUR")
    chase.at(9).proposed(("F-1", "70.00 EUR"))
    assert whys(recalled(chase.at(9.1), gate, "F-1")) == ["as it was asked for: F-1"]
    chase.at(9.5)
    match change:
        case "due":
            chase.say("due_date_extended", "item/F-1", item="F-1", due_on="2026-03-04")
        case "part":
            chase.allocated_to("F-1", "1.00 EUR")
        case "reversed":
            undone = {"source": "s-F-1-30.00 EUR", "item": "F-1", "amount": "30.00 EUR"}
            chase.say("allocation_reversed", "share/s", **undone)
        case _:
            chase.dunning("dispute_opened", "item/F-1", item="F-1", dispute="x", amount="1.00 EUR")
    assert len(whys(recalled(chase.at(9.6), gate, "F-1"))) == 1


def test_what_was_reopened_has_grace_and_nothing_else_has() -> None:
    gate = "reopened_items_have_grace"
    chase = a_held_chase()
    chase.day(DAY)
    assert whys(gated(chase.at(2), gate, "F-1")) == ["not reopened of late: F-1"]
    chase.at(3).say("item_reopened", "item/F-1", item="F-1", open="100.00 EUR")
    chase.at(3.1).dunning(
        "item_changed", "item/F-1", item="F-1", reopened=True, due_on="2026-02-04"
    )
    for day in ("2026-02-17", "2026-02-18", "2026-02-19"):
        chase.at(4).day(day)
        gated(chase.at(5), gate, "F-1", day=day)
    assert [one.day_on for one in judged(chase).needless] == [DAY, "2026-02-19"]


def test_a_gate_of_items_that_names_none_is_needless() -> None:
    chase: Chasing = gated(a_held_chase(), "suspected_items_wait")
    assert whys(chase) == ["it names no item"]
