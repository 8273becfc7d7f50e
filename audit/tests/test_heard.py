"""What dunning had read when it decided: by its positions, by the clock, and kindly between."""

from dataclasses import replace

import pytest

from audit.founded import founded
from audit.tests.building import CREDITOR, TENANT
from audit.tests.chasing import Chasing
from audit.tests.holding import a_held_chase, gated, whys

GATE = "suspected_items_wait"
SAID = {"item": "F-1", "by": "p9", "debtor": "debtor-C-1"}


def a_suspicion_that_was_answered(*, read: int | None, reads: int | None) -> Chasing:
    """Suspected at 2, answered at 3, held at 4.

    `read`: how many of the two dunning says that it had read before it decided; `reads`: in all,
    with what it decided upon.
    """
    chase = a_held_chase()
    start = len(chase.facts) + 1
    topic = "relance.matching.events"
    chase.read = None if read is None else {topic: start + read}
    chase.at(1).dunning("positions_noted", "-/positions/0")
    chase.at(2).say("settlement_suspected", "item/F-1", **SAID)
    chase.at(3).say("suspicion_lifted", "item/F-1", **SAID)
    chase.read = None if reads is None else {topic: start + reads}
    return gated(chase.at(4), GATE, "F-1")


@pytest.mark.parametrize(
    ("read", "reads", "is_founded"),
    [
        (None, None, False),  # by the clock alone: it was answered before
        (2, 2, False),
        (1, 2, True),  # the answer was read with what it decided upon: before or after
        (0, 1, True),
        (0, 0, False),  # it had not even read the suspicion
    ],
)
def test_what_is_over_counts_from_when_it_was_read(
    read: int | None, reads: int | None, is_founded: bool
) -> None:
    chase = a_suspicion_that_was_answered(read=read, reads=reads)
    assert (whys(chase) == []) == is_founded


def test_within_the_broker_s_millisecond_it_may_not_have_been_known() -> None:
    chase = a_held_chase()
    chase.at(2).say("settlement_suspected", "item/F-1", **SAID)
    chase.at(3).say("suspicion_lifted", "item/F-1", **SAID)
    assert whys(gated(chase, GATE, "F-1")) == []
    assert whys(gated(chase.at(3.001), GATE, "F-1")) != []


@pytest.mark.parametrize(
    ("key", "is_founded"),
    [
        ("debtor/debtor-C-1", True),
        (f"ledger/{CREDITOR}", True),
        ("debtor/another", False),
    ],
)
def test_behind_a_parked_key_nothing_was_surely_read(key: str, *, is_founded: bool) -> None:
    chase = a_held_chase()
    parked = {"key": f"{TENANT}/{key}", "tenant": TENANT}
    chase.read = {"relance.matching.events": 0}
    chase.at(1).dunning("positions_noted", "-/positions/0")
    chase.read = {"relance.matching.events": 1000}
    chase.at(1).dunning("key_parked", "-/parked/0", **parked)
    chase.at(2).say("settlement_suspected", "item/F-1", **SAID)
    chase.at(3).say("suspicion_lifted", "item/F-1", **SAID)
    assert (whys(gated(chase.at(4), GATE, "F-1")) == []) == is_founded
    chase.at(5).dunning("key_freed", "-/parked/0", **parked)
    assert whys(gated(chase.at(6), GATE, "F-1")) != []


def test_each_partition_decides_by_its_own_copy_of_what_is_announced() -> None:
    chase = a_held_chase()
    opened = {"creditor": CREDITOR, "statement": "s"}
    chase.at(1).say("feed_opened", "statement/s", **opened)
    for name in ("feed_opened", "feed_advanced"):
        chase.at(2).say(name, f"feed/{CREDITOR}@0", **opened)
        chase.at(2).say(name, f"feed/{CREDITOR}@1", **opened)
    gated(chase.at(3), "open_feeds_hold_everything")
    facts = chase.facts
    late = [replace(one, partition=1) if one.stream.endswith("@1") else one for one in facts]
    assert [one.why for one in founded(late, TENANT).needless] == ["no statement is being booked"]
    still = [one for one in late if (one.name, one.partition) != ("feed_advanced", 0)]
    assert founded(still, TENANT).needless == ()


def test_what_is_over_where_it_was_decided_still_holds_where_its_copy_is_not() -> None:
    chase = a_held_chase()
    about = {"creditor": CREDITOR, "statement": "s"}
    chase.at(1).say("feed_opened", f"feed/{CREDITOR}@0", **about)
    chase.at(2).say("feed_advanced", "statement/s", **about)
    chase.at(2).say("feed_advanced", f"feed/{CREDITOR}@0", **about)
    gated(chase.at(3), "open_feeds_hold_everything")
    assert whys(chase) == ["no statement is being booked"]
    chase = a_held_chase()
    chase.at(1).say("feed_opened", f"feed/{CREDITOR}@0", **about)
    chase.at(2).say("feed_advanced", "statement/s", **about)
    gated(chase.at(3), "open_feeds_hold_everything")
    chase.at(4).say("feed_advanced", f"feed/{CREDITOR}@0", **about)
    assert whys(chase) == []
