"""A command goes through the loop: decided, written, folded, answered."""

import asyncio
from datetime import date

import pytest

from libs.events.loop.edge import KeyReused, RecordTooBig, TextUnusable
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, Name, Part, Ring, Sweep, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until

A, B = tally("t", "a"), tally("t", "b")


async def test_a_command_is_recorded_folded_and_answered(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running():
        first = await counter.ask(edge, A, Count(add=2))
        second = await counter.ask(edge, A, Count(add=3))
    assert (first.outcome, first.fields) == ("recorded", {"total": "2"})
    assert second.fields == {"total": "5"}
    assert (await counter.states())[A] == (2, b'{"total":5,"name":"","due_on":null,"met":[]}')
    assert (await counter.refolded()).differences == ()


async def test_a_refusal_and_a_decision_for_nothing_are_answers_too(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running():
        refused = await counter.ask(edge, A, Count(add=-1))
        nothing = await counter.ask(edge, A, Count(add=0))
    assert (refused.outcome, refused.rule) == ("refused", "nothing_negative")
    assert refused.message == "A tally does not count -1."
    assert nothing.outcome == "nothing"


async def test_the_same_command_again_is_answered_as_the_first_time(counter: Counting) -> None:
    question = counter.question(A, Count(add=2))
    async with counter.edge() as edge, counter.running():
        first = await edge.ask(question)
        again = await edge.ask(question)
        with pytest.raises(KeyReused):
            await edge.ask(counter.question(A, Count(add=3), question.command_id))
        # Both written before either is decided: the loop itself has to notice.
        twice = counter.question(A, Count(add=5))
        async with counter.edge() as other:
            one, two = await asyncio.gather(edge.ask(twice), other.ask(twice))
        total = await counter.ask(edge, A, Count(add=1))
    assert first == again
    assert one == two
    assert total.fields == {"total": "8"}


async def test_an_answer_is_found_after_all_have_restarted(counter: Counting) -> None:
    question = counter.question(A, Count(add=2))
    async with counter.edge() as edge, counter.running():
        answer = await edge.ask(question)
    async with counter.edge() as edge, counter.running("two"):
        assert await edge.outcome("t", question.command_id) == answer
        assert await edge.outcome("other", question.command_id) is None
        assert await edge.ask(question) == answer


async def test_a_caller_who_does_not_wait_gets_none_and_the_outcome_later(
    counter: Counting,
) -> None:
    question = counter.question(A, Count(add=2))
    async with counter.edge() as edge:
        assert await edge.ask(question, wait_s=0.3) is None
        async with counter.running():

            async def is_decided() -> bool:
                return await edge.outcome("t", question.command_id) is not None

            await wait_until(is_decided, "the outcome of a command that waited in the inbox")


async def test_who_waits_when_the_edge_stops_is_told_at_once_that_nothing_is_decided(
    counter: Counting,
) -> None:
    question = counter.question(tally("t", "late"), Count(add=1))
    async with counter.edge() as edge:
        asking = asyncio.create_task(edge.ask(question, wait_s=60))

        async def is_taken() -> bool:
            return sum((await counter.ends(counter.topics.inbox_topic)).values()) > 0

        await wait_until(is_taken, "the command is in the inbox")
    async with asyncio.timeout(5):
        assert await asking is None


async def test_the_edge_keeps_poison_out(counter: Counting) -> None:
    async with counter.edge() as edge:
        with pytest.raises(TextUnusable, match="note has a NUL"):
            await edge.ask(counter.question(A, Count(add=1, note="a\x00b")))
        with pytest.raises(RecordTooBig):
            await edge.ask(counter.question(A, Count(add=1, note="x" * 600_000)))
        surrogate = Count.model_construct(add=1, note="\ud800", spread_to=())
        question = counter.question(A, Count(add=1))
        with pytest.raises(TextUnusable, match="note has an unpaired surrogate"):
            await edge.ask(type(question)(question.tenant, A, surrogate, question.command_id, "x"))
    assert await counter.log(counter.topics.inbox_topic) == []


async def test_a_thousand_commands_share_few_transactions(counter: Counting) -> None:
    keys = [tally("t", str(number)) for number in range(50)]
    questions = [counter.question(keys[number % 50], Count(add=1)) for number in range(1_000)]
    async with counter.edge() as edge, counter.running():
        answers = await edge.ask_many(questions, wait_s=20)
    assert all(answer is not None for answer in answers)
    # 20 times one each.
    states = await counter.states()
    assert {key: states[key][0] for key in keys} == dict.fromkeys(keys, 20)
    written = [one for one in await counter.log() if one.type.endswith("commands_answered.v1")]
    assert len(written) < 200
    assert (await counter.refolded()).differences == ()


async def test_what_is_sent_reaches_other_partitions_in_the_same_transaction(
    counter: Counting,
) -> None:
    keys = tuple(tally("t", str(number)) for number in range(20))
    assert len({partition_of(key, 4) for key in keys}) == 4
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, A, Count(add=1, spread_to=keys))

        async def is_spread() -> bool:
            return keys[0] in (states := await counter.states()) and set(keys) <= states.keys()

        await wait_until(is_spread, "what was sent is counted")


async def test_an_announcement_is_copied_by_every_partition(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, A, Ring(times=3))

        async def is_copied() -> bool:
            states = await counter.states()
            return {f"-/bell/one@{number}" for number in range(4)} <= states.keys()

        await wait_until(is_copied, "each partition has its copy")
    assert (await counter.refolded()).differences == ()


async def test_an_index_holds_the_streams_of_its_key_also_those_of_the_batch(
    counter: Counting,
) -> None:
    questions = [counter.question(A, Part(name=str(number))) for number in range(3)]
    await counter.put(*questions)
    async with counter.edge() as edge, counter.running():
        answers = await edge.ask_many(questions)
        later = await counter.ask(edge, A, Part(name="3"))
        other = await counter.ask(edge, B, Part(name="0"))
    before = [answer.fields["parts_before"] for answer in answers if answer]
    assert before == ["0", "1", "2"]
    assert later.fields == {"parts_before": "3"}
    assert other.fields == {"parts_before": "0"}


async def test_due_keys_are_those_of_the_partition_up_to_the_day(counter: Counting) -> None:
    same = [
        key
        for number in range(40)
        if partition_of(key := tally("t", str(number)), 4) == partition_of(A, 4)
    ]
    early, late = same[:2]
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, early, Name(name="e", due_on=date(2026, 3, 1)))
        await counter.ask(edge, late, Name(name="l", due_on=date(2026, 3, 9)))
        await counter.ask(edge, A, Sweep(day_on=date(2026, 3, 5)))
    swept = [one.value for one in await counter.log() if "swept" in one.type]
    assert swept == [f'{{"keys":["{early}"]}}']


async def test_what_a_worker_left_another_takes_over(counter: Counting) -> None:
    async with counter.edge() as edge:
        async with counter.running("one"):
            await counter.ask(edge, A, Count(add=2))
        async with counter.running("two"):
            answer = await counter.ask(edge, A, Count(add=3))
    assert answer.fields == {"total": "5"}
