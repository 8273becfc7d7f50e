"""A bug or poison parks one key: the others go on, and no barrier of its tenant passes."""

import pytest

from libs.events.loop.dropping import terms_of
from libs.events.loop.parked import list_parked, show_parked
from libs.events.progress.port import TenantHeld
from libs.events.progress.rounds import rounds
from libs.kernel.keys import partition_of
from libs.testkit.counter import Break, Count, Counter, Descend, Grow, Read, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until

A = tally("t", "a")
NEIGHBOUR = next(
    key
    for number in range(99)
    if partition_of(key := tally("t", str(number)), 4) == partition_of(A, 4)
)
NUMBER = partition_of(A, 4)
TERMS = terms_of(Counter("counter"))


async def is_parked(counter: Counting, waiting: int) -> bool:
    return [one.waiting for one in await list_parked(counter.pool, "t")] == [waiting]


async def test_a_crash_parks_its_key_with_all_that_follows_and_others_go_on(
    counter: Counting,
) -> None:
    async with counter.edge() as edge:
        async with counter.running():
            await counter.ask(edge, A, Count(add=1))
            questions = [counter.question(A, Break()), counter.question(A, Count(add=1))]
            assert await edge.ask_many(questions, wait_s=0.5) == [None, None]
            assert (await counter.ask(edge, NEIGHBOUR, Count(add=1))).outcome == "recorded"
        # It is folded from own records: also in an empty database, also by another worker.
        await counter.pool.execute("truncate checkpoints, states, lookups, outcomes")
        async with counter.running("two"):
            late = counter.question(A, Count(add=1))
            assert await edge.ask(late, wait_s=0.5) is None
            await wait_until(lambda: is_parked(counter, 3), "three wait behind the key")
            (summary,) = await list_parked(counter.pool, "t")
            shown = await show_parked(counter.broker, counter.topics, summary, TERMS)
    assert (summary.key, summary.tenant) == (A, "t")
    assert summary.reason.startswith("ZeroDivisionError at decide:")
    assert [one.id for one in shown] == [*(q.command_id for q in questions), late.command_id]
    assert {one.topic for one in shown} == {counter.topics.inbox_topic}
    assert await counter.total() == 2
    assert (await counter.refolded()).differences == ()


async def test_no_rounds_of_the_tenant_pass_while_one_of_its_keys_is_parked(
    counter: Counting,
) -> None:
    async with counter.edge() as edge, counter.running() as worker:
        port = worker.progress.within(10)
        await counter.ask(edge, A, Count(add=1))
        assert await rounds(port, counter.topics, "t", range(4)) == 1
        await edge.ask(counter.question(A, Break()), wait_s=0.2)
        with pytest.raises(TenantHeld):
            await rounds(port, counter.topics, "t", range(4))
        assert await rounds(port, counter.topics, "other", range(4)) == 1


async def test_poison_without_a_readable_tenant_holds_every_tenant(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running() as worker:
        await counter.put_raw(b"\xff\xfe", b"\x00\x01", [], NUMBER)
        await wait_until(lambda: is_parked(counter, 1), "the poison is parked")
        (summary,) = await list_parked(counter.pool, "anybody")
        assert (summary.key, summary.tenant) == (f"-/unreadable/{NUMBER}", None)
        with pytest.raises(TenantHeld):
            await rounds(worker.progress.within(10), counter.topics, "other", range(4))
        assert (await counter.ask(edge, A, Count(add=1))).outcome == "recorded"
        (shown,) = await show_parked(counter.broker, counter.topics, summary, TERMS)
    assert (shown.type, shown.author) == ("?", "nobody")
    assert len(shown.id) == 32  # told by its place: a person has to name it


async def test_bytes_that_do_not_fit_their_contract_park_the_key_of_their_tenant(
    counter: Counting,
) -> None:
    headers = [
        ("ce_id", b"1"),
        ("ce_type", Count.TYPE.encode()),
        ("ce_tenant", b"t"),
    ]
    async with counter.running():
        await counter.put_raw(A.encode(), b'{"add":"one"}', headers, NUMBER)
        await wait_until(lambda: is_parked(counter, 1), "the message is parked")
        (summary,) = await list_parked(counter.pool, "t")
        assert await list_parked(counter.pool, "other") == []
    assert (summary.key, summary.tenant) == (A, "t")
    assert "add" in summary.reason


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (Grow(letters=600_000), "more than 524288"),
        (Grow(letters=1, with_nul=True), "NUL"),
        (Descend(levels=17), "TooDeep"),
    ],
)
async def test_what_cannot_be_written_parks_its_cause_and_the_rest_of_the_batch_is_decided(
    counter: Counting, command: Grow | Descend, reason: str
) -> None:
    questions = [
        counter.question(NEIGHBOUR, Count(add=1)),
        counter.question(A, command),
        counter.question(NEIGHBOUR, Count(add=1)),
    ]
    await counter.put(*questions)
    async with counter.edge() as edge, counter.running():
        await wait_until(lambda: is_parked(counter, 1), "the cause is parked")
        (summary,) = await list_parked(counter.pool, "t")
        assert reason in summary.reason
        answer = await counter.ask(edge, NEIGHBOUR, Count(add=1))
    assert answer.fields == {"total": "3"}


async def test_content_that_is_gone_or_unreadable_parks_who_named_it_and_nobody_else(
    counter: Counting,
) -> None:
    counter.contents.objects |= {"t/seven": b"7", "t/noise": b"\xff"}
    keys = [key for n in range(99) if partition_of(key := tally("t", str(n)), 4) == NUMBER]
    named = dict(zip(keys, ("seven", "gone", "noise", "seven"), strict=False))
    questions = [counter.question(key, Read(content=name)) for key, name in named.items()]
    # In one batch: the loop has to find out which of them it is that fails.
    await counter.put(*questions)

    async def two_are_parked() -> bool:
        return len(await list_parked(counter.pool, "t")) == 2

    async with counter.running():
        await wait_until(two_are_parked, "those without content are parked")
        parked = {one.key: one.reason for one in await list_parked(counter.pool, "t")}

        async def the_others_are_decided() -> bool:
            return await counter.total() == 14

        await wait_until(the_others_are_decided, "7 + 7")
    assert parked[keys[1]].startswith("KeyError")
    assert parked[keys[2]].startswith("ValueError")
