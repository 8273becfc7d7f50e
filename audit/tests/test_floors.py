"""What a chase owes and has not done is found: outcomes, verdicts, steps."""

from collections.abc import Mapping

from audit.floors import missing
from audit.tests.building import CREDITOR
from audit.tests.chasing import CASE, Chasing, a_chase, asked_and_sent

LADDER = [
    {"step": "notice", "anchor": "before_due", "offset_days": 5},
    {"step": "reminder", "anchor": "after_due", "offset_days": 12},
    {"step": "call", "anchor": "after_previous", "offset_days": 5, "days": "business"},
]
PROMISE = {
    "promise": "p", "items": ["F-1"], "amount": "100.00 EUR",
    "pay_by_on": "2026-02-20", "judged_from_on": "2026-02-24",
}  # fmt: skip


def wheres(chase: Chasing, covered: Mapping[str, str] | None = None) -> list[str]:
    found = missing(chase.chase(), covered or {CREDITOR: ""})
    return [f"{one.where}: {one.stream}" for one in found]


def on_a_ladder(chase: Chasing) -> Chasing:
    facts = {"policy": "four-steps", "steps": LADDER}
    chase.dunning("policy_published", "policy/four-steps", facts=facts, version=1)
    chase.dunning("case_opened", f"case/{CASE}", policy="four-steps")
    return chase


def test_a_demand_has_its_outcome_when_its_day_is_over() -> None:
    chase = a_chase()
    chase.day("2026-02-16")
    chase.at(9).proposed()
    assert wheres(chase) == []
    chase.day("2026-02-17")
    assert wheres(chase) == ["demand without an outcome: d1"]
    chase.dunning("demand_ended", "demand/d1", demand="d1", outcome="withdrawn")
    assert wheres(chase) == []


def test_a_demand_has_one_outcome_and_may_bounce_after_it() -> None:
    chase = asked_and_sent(a_chase())
    chase.dunning("demand_ended", "demand/d1", demand="d1", outcome="bounced")
    assert wheres(chase) == []
    chase.dunning("demand_ended", "demand/d1", demand="d1", outcome="withdrawn")
    assert wheres(chase) == ["demand with several outcomes: d1"]


def test_a_promise_is_judged_once_the_ledger_is_known_far_enough() -> None:
    chase = a_chase()
    chase.dunning("promise_made", "promise/p", **PROMISE)
    assert wheres(chase, {CREDITOR: "2026-02-23"}) == []
    assert wheres(chase, {CREDITOR: "2026-02-24"}) == ["promise that nobody judged: p"]
    chase.dunning("task_opened", "task/t", kind="promise_not_judged", about="p")
    assert wheres(chase, {CREDITOR: "2026-02-24"}) == []


def test_without_a_feed_a_promise_is_judged_by_the_day() -> None:
    chase = a_chase()
    chase.dunning("promise_made", "promise/p", **PROMISE)
    chase.day("2026-02-24")
    found = missing(chase.chase(), {})
    assert [one.where for one in found] == ["promise that nobody judged"]


def test_a_promise_is_not_broken_before_it_can_be_known() -> None:
    chase = a_chase()
    chase.dunning("promise_made", "promise/p", **PROMISE)
    chase.dunning("promise_broken", "promise/p", promise="p")
    assert wheres(chase) == ["promise broken before it could be known: p"]
    assert wheres(chase, {CREDITOR: "2026-02-24"}) == []


def test_an_item_that_nobody_pays_has_each_step_by_its_day() -> None:
    chase = on_a_ladder(a_chase())  # due on 4 February, reminder on the 16th
    chase.day("2026-02-25")
    assert wheres(chase) == []
    chase.day("2026-02-26")
    assert wheres(chase) == ["item without a step that was due: F-1 reminder"]
    chase.taken("F-1", on="2026-02-16")
    assert wheres(chase) == []
    chase.day("2026-03-07")  # the call was due on the 25th at the latest
    assert wheres(chase) == ["item without a step that was due: F-1 call"]


def test_an_item_that_was_held_or_paid_in_part_is_not_missed() -> None:
    for hold in ("paid", "promise", "gate", "failed"):
        chase = on_a_ladder(a_chase())
        chase.day("2026-03-20")
        assert wheres(chase) != []
        match hold:
            case "paid":
                chase.allocated_to("F-1", "1.00 EUR")
            case "promise":
                chase.dunning("promise_made", "promise/p", **PROMISE)
                chase.dunning("promise_ended", "promise/p", promise="p")
            case "gate":
                chase.dunning("demand_gated", f"case/{CASE}", gate="no_address_no_message")
            case _:
                chase.at(9).proposed(day="2026-03-20")
                chase.notifications("message_failed", reason="refused")
        assert wheres(chase) == [], hold


def test_an_event_that_cannot_follow_is_told() -> None:
    chase = a_chase()
    chase.dunning("promise_kept", "promise/q", promise="q")
    (told,) = wheres(chase)
    assert told.startswith("promise_kept speaks of 'q', which is not")
