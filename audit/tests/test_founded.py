"""What is held for nothing is counted, told, and too much of it is wrong."""

import pytest

from audit.chase_summary import Evidence, chased
from audit.chase_text import chase_text
from audit.tests.building import TENANT
from audit.tests.chasing import CASE, DAY, Chasing, asked_and_sent
from audit.tests.holding import a_held_chase, gated, judged, recalled, whys

GATE = "disputed_items_wait"


def withdrawn(chase: Chasing, reason: str = "recalled", gate: str = GATE) -> Chasing:
    chase.notifications("message_withdrawn", reason=reason, gate=gate, cause="")
    return chase


def held(chase: Chasing, cause: str, service: str = "") -> Chasing:
    chase.notifications("message_held")
    # `say` has these names for who speaks, and why.
    chase.facts[-1].fields.update(cause=cause, service=service)
    return chase


def parked(chase: Chasing, name: str = "key_parked", *, tenant: str | None = TENANT) -> None:
    key = f"{TENANT}/debtor/x"
    chase.say(name, "-/parked/0", service="matching", key=key, tenant=tenant)


def test_a_message_is_withdrawn_because_its_demand_was_recalled() -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    assert whys(withdrawn(chase)) == ["nobody had recalled it"]
    chase.dunning("dispute_opened", "item/F-1", item="F-1", dispute="x", amount=None)
    recalled(chase.at(9.1), GATE, "F-1")
    withdrawn(chase.at(9.2))
    found = judged(chase)
    assert [one.what for one in found.needless] == ["withdrawn"]
    assert found.judged == {"withdrawn": 2, "recalled": 1}


def test_a_message_is_withdrawn_because_its_day_is_over() -> None:
    chase = a_held_chase()
    chase.day(DAY)
    chase.at(9).proposed()
    assert whys(withdrawn(chase, "day_over", "")) == ["its day was not over"]
    chase.at(9.1).day("2026-02-17")
    assert len(whys(withdrawn(chase.at(9.2), "day_over", ""))) == 1


def test_a_withdrawal_for_no_demand_is_not_judged() -> None:
    found = judged(withdrawn(a_held_chase()))
    assert (found.judged, found.unjudged) == ({}, {"recalled": 1})


def test_a_message_is_held_while_a_key_of_its_tenant_is_parked() -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    assert whys(held(chase, "parked", "matching")) == ["matching had no key parked"]
    parked(chase.at(10))
    held(chase.at(10.1), "parked", "matching")
    assert len(whys(chase)) == 1
    assert whys(held(chase, "parked", "dunning"))[1:] == ["dunning had no key parked"]
    parked(chase.at(11), "key_freed")
    held(chase.at(11.5), "parked", "matching")  # what holds may be told half a minute later
    assert len(whys(chase)) == 2
    assert len(whys(held(chase.at(11.6), "parked", "matching"))) == 3


@pytest.mark.parametrize(("tenant", "is_needless"), [(None, False), ("another", True)])
def test_poison_without_a_tenant_holds_every_tenant_and_another_s_none(
    tenant: str | None, is_needless: bool
) -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    parked(chase, tenant=tenant)
    assert (whys(held(chase.at(9.1), "parked", "matching")) != []) == is_needless


def test_a_barrier_that_waits_for_nothing_the_topics_show_is_counted_by_itself() -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    for cause in ("barrier", "silent_service", "channel_refused", "aged"):
        held(chase, cause)
    found = judged(chase)
    assert (found.held_unexplained, found.judged, found.needless) == (4, {}, ())
    parked(chase.at(9.1))
    held(chase.at(9.2), "barrier", "matching")
    assert (judged(chase).held_unexplained, judged(chase).judged) == (4, {"held": 1})


def test_the_share_counts_each_day_of_a_case_once() -> None:
    chase = a_held_chase()
    for number in range(100):
        chase.at(9).proposed(demand=f"d{number}")
    for gate in (GATE, "suspected_items_wait", "placed_items_wait"):
        gated(chase, gate, "F-1")
    assert len(judged(chase).needless) == 3
    assert judged(chase).needless_share == 0.01
    gated(chase, GATE, "F-1", day="2026-02-17")
    assert (judged(chase).needless_share, judged(chase).agrees) == (0.02, True)
    gated(chase, GATE, "F-1", day="2026-02-18")
    assert (judged(chase).needless_share, judged(chase).agrees) == (0.03, False)


def test_whoever_holds_everything_for_nothing_does_not_pass() -> None:
    chase = gated(a_held_chase(), GATE, "F-1")
    found = chased(Evidence(chase.facts, chase.asked, None, None), TENANT)
    assert (found.proposed, found.founded.needless_share) == (0, 1.0)
    assert not found.agrees
    text = chase_text(found)
    assert "held without one              1  100.0 % of the demands" in text
    why = "not disputed, or not all of it: F-1"
    assert f"NEEDLESS gated by {GATE}: {CASE} on {DAY}: {why}" in text
    document = found.document()["founded"]
    assert (document["needless_share"], document["agrees"]) == (1.0, False)
    assert document["needless"][0]["case"] == CASE


def test_what_nobody_can_judge_is_told_and_is_not_needless() -> None:
    chase = gated(asked_and_sent(a_held_chase()), "tired_people_are_left_alone")
    found = chased(Evidence(chase.facts, chase.asked, None, None), TENANT)
    assert found.agrees
    assert "held, nobody can tell         1  1 tired_people_are_left_alone" in chase_text(found)


def test_another_tenant_s_gates_are_its_own() -> None:
    chase = gated(a_held_chase(), GATE, "F-1")
    assert len(judged(chase).needless) == 1
    other = chased(Evidence(chase.facts, chase.asked, None, None), "another").founded
    assert (other.judged, other.needless) == ({}, ())
