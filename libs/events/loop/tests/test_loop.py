"""A command goes through the loop: decided, written, folded, answered."""

from libs.testkit.counter import Count, tally
from libs.testkit.counting import Counting


async def test_a_command_is_recorded_folded_and_answered(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running():
        first = await counter.ask(edge, tally("t", "a"), Count(add=2))
        second = await counter.ask(edge, tally("t", "a"), Count(add=3))
    assert (first.outcome, first.fields) == ("recorded", {"total": "2"})
    assert second.fields == {"total": "5"}
    assert (await counter.states())["t/tally/a"] == (
        2,
        b'{"total":5,"name":"","due_on":null,"met":[]}',
    )


async def test_what_a_worker_left_another_takes_over(counter: Counting) -> None:
    async with counter.edge() as edge:
        async with counter.running("one"):
            await counter.ask(edge, tally("t", "a"), Count(add=2))
        async with counter.running("two"):
            answer = await counter.ask(edge, tally("t", "a"), Count(add=3))
    assert answer.fields == {"total": "5"}
