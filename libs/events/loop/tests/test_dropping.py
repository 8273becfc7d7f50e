"""A parked message dropped on the real loop: its caller is told, or another thing is decided."""

import pytest

from libs.events.loop.decider import Decision, Found, Message, States
from libs.events.loop.dropping import Drop, terms_of
from libs.events.loop.parked import (
    DropOutcome,
    ParkedMessage,
    ParkedSummary,
    ask_drop,
    ask_retry,
    drop_outcome,
    list_dropped,
    list_parked,
    retry_outcome,
    show_parked,
)
from libs.events.loop.reviving import FREED
from libs.events.loop.seams import Point
from libs.events.loop.worker import Worker
from libs.events.progress.port import TenantHeld
from libs.events.progress.rounds import rounds
from libs.kernel.keys import partition_of
from libs.testkit.counter import Break, Count, Counter, Name, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import kill_at, wait_until

A = tally("t", "a")
B = next(
    key
    for number in range(99)
    if partition_of(key := tally("t", str(number)), 4) != partition_of(A, 4)
)
NUMBER = partition_of(A, 4)


class SendsCrash(Counter):
    """A release with a bug in all that it sends to itself."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if not message.from_edge:
            raise ZeroDivisionError("a bug")
        return super().decide(message, states, found)


async def summary_of(counter: Counting, key: str, tenant: str = "t") -> ParkedSummary:
    (summary,) = [one for one in await list_parked(counter.pool, tenant) if one.key == key]
    return summary


async def shown(counter: Counting, key: str, tenant: str = "t") -> list[ParkedMessage]:
    summary = await summary_of(counter, key, tenant)
    terms = terms_of(Counter(counter.topics.name))
    return await show_parked(counter.broker, counter.topics, summary, terms)


async def is_parked(counter: Counting, key: str, waiting: int, tenant: str = "t") -> bool:
    found = await list_parked(counter.pool, tenant)
    return [one.waiting for one in found if one.key == key] == [waiting]


async def parked_behind(counter: Counting, key: str, waiting: int, tenant: str = "t") -> None:
    """Until so many wait behind the key."""
    reason = f"{waiting} wait behind {key}"
    await wait_until(lambda: is_parked(counter, key, waiting, tenant), reason)


async def is_at_version(counter: Counting, stream: str, version: int) -> bool:
    found, _ = (await counter.states())[stream]
    return bool(found == version)


async def barrier_passes(counter: Counting, worker: Worker) -> None:
    """Until the owner has published that nothing of the tenant is parked any more."""

    async def passes() -> bool:
        try:
            await rounds(worker.progress.within(10), counter.topics, "t", range(4))
        except TenantHeld:
            return False
        return True

    await wait_until(passes, "rounds of the tenant pass")


async def dropped(
    counter: Counting, key: str, message: str, tenant: str = "t", reason: str = "sent twice"
) -> DropOutcome:
    """What came of a drop."""
    summary = await summary_of(counter, key, tenant)
    await ask_drop(counter.pool, summary, Drop(key, message, reason, tenant, "anna"))
    return await told(counter, summary, message)


async def told(counter: Counting, summary: ParkedSummary, message: str) -> DropOutcome:
    async def is_told() -> bool:
        return await drop_outcome(counter.pool, summary, message) is not None

    await wait_until(is_told, "the owner has come to it")
    outcome = await drop_outcome(counter.pool, summary, message)
    assert outcome is not None
    return outcome


async def retried(counter: Counting, key: str) -> str:
    summary = await summary_of(counter, key)
    await ask_retry(counter.pool, summary)

    async def is_told() -> bool:
        return await retry_outcome(counter.pool, summary) is not None

    await wait_until(is_told, "the owner has retried the key")
    return await retry_outcome(counter.pool, summary) or ""


async def test_a_dropped_command_is_answered_with_a_refusal_and_those_behind_it_go_on(
    counter: Counting,
) -> None:
    broken, behind = counter.question(A, Break()), counter.question(A, Count(add=10))
    async with counter.edge() as edge, counter.running() as worker:
        await counter.ask(edge, A, Count(add=1))
        assert await edge.ask_many([broken, behind], wait_s=0.5) == [None, None]
        await parked_behind(counter, A, 2)
        first, second = await shown(counter, A)
        assert (first.author, first.can_drop, first.on_drop) == ("edge", True, "")
        outcome = await dropped(counter, A, second.id)
        assert outcome.outcome == "only_the_first_is_dropped"
        assert first.id in outcome.sentence
        assert (await dropped(counter, A, first.id)).outcome == "dropped"
        # Whoever was not answered asks again, and nothing else is dropped.
        assert (await dropped(counter, A, first.id)).outcome == "dropped"
        # The caller who waits or asks again is told, with the reason, and so is every later one.
        answer = await edge.ask(broken)
        assert answer is not None
        assert (answer.outcome, answer.rule) == ("refused", "dropped")
        assert answer.fields == {"reason": "sent twice"}
        assert await is_parked(counter, A, 1)
        with pytest.raises(TenantHeld):
            await rounds(worker.progress.within(10), counter.topics, "t", range(4))
        assert await retried(counter, A) == FREED
        await barrier_passes(counter, worker)
        answer = await edge.outcome("t", behind.command_id)
        assert answer is not None
        assert answer.fields == {"total": "11"}
        (one,) = await list_dropped(counter.pool, "t")
        assert (one.key, one.message, one.dropped_by) == (A, broken.command_id, "anna")
        assert await list_dropped(counter.pool, "other") == []
    assert await counter.total() == 11
    assert (await counter.refolded()).differences == ()


async def test_a_drop_of_the_last_message_frees_the_key_also_in_an_emptied_database(
    counter: Counting,
) -> None:
    broken = counter.question(A, Break())
    async with counter.edge() as edge:
        async with counter.running() as worker:
            await edge.ask(broken, wait_s=0.5)
            await parked_behind(counter, A, 1)
            assert (await dropped(counter, A, broken.command_id)).outcome == FREED
            assert await list_parked(counter.pool, "t") == []
            await barrier_passes(counter, worker)
            assert (await counter.ask(edge, A, Count(add=1))).fields == {"total": "1"}
        await counter.pool.execute("truncate checkpoints, states, lookups, outcomes")
        async with counter.running("two"):
            answer = await edge.ask(broken)
            assert answer is not None
            assert answer.rule == "dropped"
            assert [one.message for one in await list_dropped(counter.pool, "t")] == [
                broken.command_id
            ]
    assert (await counter.refolded()).differences == ()


async def test_an_own_send_is_dropped_only_where_something_is_decided_instead(
    counter: Counting,
) -> None:
    counter.release = SendsCrash
    async with counter.edge() as edge:
        async with counter.running():
            await counter.ask(edge, A, Count(add=1, spread_to=(B,)))
            await counter.ask(edge, A, Name(name="Ann", hand_to=B))
            await parked_behind(counter, B, 2)
            count, name = await shown(counter, B)
            assert (count.author, count.can_drop) == ("own", True)
            assert count.on_drop == "Counted: what was added is given back"
            assert (name.author, name.can_drop) == ("own", False)
            assert "relance parked retry" in name.on_drop
            assert (await dropped(counter, B, count.id)).outcome == "dropped"
            refused = await dropped(counter, B, name.id)
            assert refused.outcome == "own_send_is_retried"
            assert await is_parked(counter, B, 1)
        counter.release = Counter
        async with counter.running("two"):
            assert await retried(counter, B) == FREED
            # The name is sent on to a search, which is decided after the key is free.
            await wait_until(lambda: is_at_version(counter, B, 3), "named, and found by its name")
        _, state = (await counter.states())[B]
        assert b"Ann" in state
    assert await counter.total() == 1
    assert (await counter.refolded()).differences == ()


async def test_poison_that_nobody_of_ours_wrote_is_dropped_and_no_retry_passes_it_by(
    counter: Counting,
) -> None:
    key = f"-/unreadable/{NUMBER}"
    async with counter.edge() as edge, counter.running() as worker:
        await counter.put_raw(b"\xff\xfe", b"\x00\x01", [], NUMBER)
        await parked_behind(counter, key, 1, "other")
        (poison,) = await shown(counter, key, "other")
        assert (poison.author, poison.can_drop, poison.type) == ("nobody", True, "?")
        with pytest.raises(TenantHeld):
            await rounds(worker.progress.within(10), counter.topics, "t", range(4))
        assert await retried(counter, key) == "it still fails"
        assert (await dropped(counter, key, poison.id, "other")).outcome == FREED
        await barrier_passes(counter, worker)
        assert (await counter.ask(edge, A, Count(add=1))).outcome == "recorded"
    assert (await counter.refolded()).differences == ()


async def test_the_caller_of_an_unreadable_command_is_told_that_it_was_dropped(
    counter: Counting,
) -> None:
    headers = [
        ("ce_id", b"c1"),
        ("ce_type", Count.TYPE.encode()),
        ("ce_tenant", b"t"),
        ("ce_bodyhash", b"h"),
    ]
    async with counter.edge() as edge, counter.running():
        await counter.put_raw(A.encode(), b'{"add":"one"}', headers, NUMBER)
        await parked_behind(counter, A, 1)
        assert await edge.ask(counter.question(A, Count(add=1)), wait_s=0.3) is None
        await parked_behind(counter, A, 2)
        assert await retried(counter, A) == "it still fails"
        assert await is_parked(counter, A, 2)
        assert (await dropped(counter, A, "c1")).outcome == "dropped"
        answer = await edge.outcome("t", "c1")
        assert answer is not None
        assert (answer.rule, answer.body_hash) == ("dropped", "h")
        assert await retried(counter, A) == FREED
    assert await counter.total() == 1


async def test_poison_that_the_service_sent_itself_is_not_dropped(counter: Counting) -> None:
    headers = [
        ("ce_id", b"s1"),
        ("ce_type", Count.TYPE.encode()),
        ("ce_tenant", b"t"),
        ("ce_causationid", b"c1"),
    ]
    async with counter.running():
        await counter.put_raw(A.encode(), b'{"add":"one"}', headers, NUMBER)
        await parked_behind(counter, A, 1)
        assert (await dropped(counter, A, "s1")).outcome == "own_send_is_retried"
        assert await is_parked(counter, A, 1)


async def test_an_answer_that_was_recorded_before_is_not_overwritten_by_a_drop(
    counter: Counting,
) -> None:
    broken, twice = counter.question(A, Break()), counter.question(A, Count(add=5))
    async with counter.edge() as edge, counter.running():
        await edge.ask(broken, wait_s=0.5)
        assert await edge.ask(twice, wait_s=0.3) is None
        assert await edge.ask(twice, wait_s=0.3) is None
        await parked_behind(counter, A, 3)
        await dropped(counter, A, broken.command_id)
        assert (await dropped(counter, A, twice.command_id, reason="first")).outcome == "dropped"
        assert (await dropped(counter, A, twice.command_id, reason="second")).outcome == FREED
        answer = await edge.outcome("t", twice.command_id)
        assert answer is not None
        assert answer.fields == {"reason": "first"}


@pytest.mark.parametrize("point", ["before_commit", "committed", "folded"])
async def test_an_owner_that_dies_in_a_drop_leaves_it_to_the_next_one(
    counter: Counting, point: Point
) -> None:
    broken, behind = counter.question(A, Break()), counter.question(A, Count(add=1))
    async with counter.edge() as edge:
        async with counter.running():
            await edge.ask_many([broken, behind], wait_s=0.5)
            await parked_behind(counter, A, 2)
        summary = await summary_of(counter, A)
        drop = Drop(A, broken.command_id, "sent twice", "t", "anna")
        await ask_drop(counter.pool, summary, drop)
        await counter.dies("two", kill_at(point, NUMBER))
        async with counter.running("three"):
            assert (await told(counter, summary, broken.command_id)).outcome == "dropped"
            assert await is_parked(counter, A, 1)
            assert await retried(counter, A) == FREED
    assert await counter.total() == 1
    assert (await counter.refolded()).differences == ()
