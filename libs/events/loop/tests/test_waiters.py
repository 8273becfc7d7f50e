"""Who waits for an outcome is told by an owner in the same process, or asks the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import cast
from unittest.mock import AsyncMock, patch

import asyncpg

from libs.events.contracts.runtime import Answer
from libs.events.loop.edge import Question
from libs.events.loop.waiters import POLL_S, Expected, Waiters
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, tally
from libs.testkit.counting import Counting

LIMIT_S = 10.0
HERE = 3
NEXT_OFFSET = 42


def answer(command: str, tenant: str = "north") -> Answer:
    return Answer(command=command, tenant=tenant, body_hash="", outcome="recorded")


def expected(command: str) -> Expected:
    return Expected(command, "north", HERE)


@dataclass
class Table:
    """Outcomes as a database has them, and how often it was asked."""

    rows: dict[str, Answer] = field(default_factory=dict)
    questions: int = 0

    async def fetch(self, _: str, tenants: str, commands: list[str]) -> list[tuple[str, str]]:
        self.questions += 1
        found = (self.rows[one] for one in commands if one in self.rows)
        return [(one.command, one.model_dump_json()) for one in found if one.tenant in tenants]


def fresh(counter: Counting, key: str) -> Question:
    return replace(counter.question(key, Count(add=1)), is_fresh=True)


@asynccontextmanager
async def waiting(table: Table) -> AsyncIterator[Waiters]:
    waiters = await Waiters(cast(asyncpg.Pool, table)).start()
    try:
        yield waiters
    finally:
        await waiters.stop()


async def test_who_was_told_by_an_owner_here_asks_the_database_nothing() -> None:
    table = Table()
    async with waiting(table) as waiters:
        waiters.told(HERE, NEXT_OFFSET - 2, ())
        twice = [expected("one"), expected("one")]
        with waiters.expected(twice) as outcomes:
            waiters.written(twice)
            await asyncio.sleep(0)
            waiters.told(HERE, NEXT_OFFSET, [answer("one"), answer("nobody's")])
            both = await asyncio.wait_for(asyncio.gather(*outcomes), LIMIT_S)
    assert both == [answer("one")] * 2
    assert table.questions == 0
    assert waiters.folded_to("one") == NEXT_OFFSET
    assert waiters.folded_to("one") is None
    assert waiters.folded_to("nobody's") is None


async def test_an_outcome_of_another_tenant_is_told_to_nobody() -> None:
    table = Table()
    async with waiting(table) as waiters:
        with waiters.expected([expected("one")]) as (outcome,):
            waiters.told(HERE, NEXT_OFFSET, [answer("one", tenant="south")])
            assert not outcome.done()
            waiters.told(HERE, NEXT_OFFSET, [answer("one")])
            assert await asyncio.wait_for(outcome, LIMIT_S) == answer("one")


async def test_who_is_told_nothing_here_any_more_finds_it_in_the_database() -> None:
    """The partition has gone to another process; the next one asks at once."""
    table = Table()
    async with waiting(table) as waiters:
        waiters.told(HERE, NEXT_OFFSET, ())
        table.rows = {name: answer(name) for name in ("one", "two")}
        for name in ("one", "two"):
            with waiters.expected([expected(name)]) as (outcome,):
                waiters.written([expected(name)])
                assert await asyncio.wait_for(outcome, LIMIT_S) == answer(name)
            assert waiters.folded_to(name) is None
        assert not waiters._near


async def test_the_database_is_not_asked_of_what_is_not_written_yet() -> None:
    """The broker may be away; an owner may be quicker than its word all the same."""
    table = Table({"one": answer("one")})
    async with waiting(table) as waiters:
        with waiters.expected([expected("one")]) as (outcome,):
            await asyncio.sleep(5 * POLL_S)
            assert not outcome.done()
            assert table.questions == 0
            waiters.written([expected("one")])
            assert await asyncio.wait_for(outcome, LIMIT_S) == answer("one")


async def test_an_owner_tells_an_edge_beside_it_what_it_has_stored(counter: Counting) -> None:
    """Where it was recorded is where the database is folded up to, and neither is asked of it."""
    keys = [tally("t", str(number)) for number in range(8)]
    async with counter.edge() as edge, counter.running(listener=edge):
        for _ in range(2):
            before = await counter.store.checkpoints()
            questions = [fresh(counter, key) for key in keys]
            with patch.object(edge._waiters, "outcomes", AsyncMock(return_value={})):
                answers = await edge.ask_many(questions, wait_s=25)
            assert [one.outcome for one in answers if one] == ["recorded"] * len(keys)
            checkpoints = await counter.store.checkpoints()
            told = await edge.recorded_up_to(questions)
            assert {one.partition for one in told} == {
                partition_of(key, counter.partitions) for key in keys
            }
            for one in told:
                assert before.get(one.partition, 0) < one.offset <= checkpoints[one.partition]


async def test_when_its_owner_is_in_another_process_an_edge_is_answered_all_the_same(
    counter: Counting,
) -> None:
    key = tally("t", "one")
    number = partition_of(key, counter.partitions)
    async with counter.edge() as edge:
        async with counter.running("one", listener=edge):
            await counter.ask(edge, key, Count(add=1))
        async with counter.running("two"):
            question = counter.question(key, Count(add=1))
            assert await edge.ask(question, wait_s=25)
            folded = (await counter.store.checkpoints())[number]
            [told] = await edge.recorded_up_to([question])
            assert told.partition == number
            assert told.offset >= folded
        assert await counter.total() == 2
