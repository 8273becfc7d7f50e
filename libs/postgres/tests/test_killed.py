"""What those are told who ask a server while it is killed."""

import asyncio
from collections import Counter

import asyncpg
import uvloop

from deploy.local.stack import Stack
from deploy.local.waiting import wait_until
from libs.postgres.database import UNREACHABLE

CALLERS = 40
FAILURES_OF_EACH = 3


QUESTION = "select n, repeat('x', 500) from generate_series(1, 300) n"


def test_a_server_killed_in_the_middle_of_answers_is_told_as_unreachable(
    killed_stack: Stack,
) -> None:
    """As services ask: on their event loop, and again on the connection that failed."""
    answers: Counter[int] = Counter()
    failures: Counter[str] = Counter()

    async def ask(number: int, connection: asyncpg.Connection) -> None:
        failed = 0
        while failed < FAILURES_OF_EACH:
            try:
                answers[number] += bool(await connection.fetch(QUESTION))
            except (*UNREACHABLE, asyncpg.PostgresError) as gone:
                failures[type(gone).__name__] += 1
                failed += 1

    async def story() -> None:
        connections = [await asyncpg.connect(killed_stack.postgres) for _ in range(CALLERS)]
        async with asyncio.TaskGroup() as group:
            for number, connection in enumerate(connections):
                group.create_task(ask(number, connection))
            await wait_until("all have answers", lambda: len(answers) == CALLERS, limit_s=30)
            await killed_stack.kill_database()

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(story())
    finally:
        asyncio.run(killed_stack.start_database())
    assert failures.total() == CALLERS * FAILURES_OF_EACH
