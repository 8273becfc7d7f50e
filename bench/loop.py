"""How fast a command goes through the loop, beside the bare loop: `python -m bench.loop`."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import asyncpg
import click
import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.loop.edge import Edge, Question
from libs.testkit.counter import Count, tally
from libs.testkit.counting import Counting, counting
from libs.testkit.stack import stack_for_tests
from libs.testkit.tripwire import wait_until

ROOT = Path(__file__).resolve().parents[1]
WARM_UP = 50
KEYS = 1_000
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Measured:
    """`*_ms` of one command at a time; commands a wall second and a CPU second of the client."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    loop_rate: float
    loop_cpu_rate: float
    bare_rate: float
    bare_cpu_rate: float


async def latencies_ms(counter: Counting, edge: Edge, count: int) -> list[float]:
    """From the call at the edge to the answer, one after the other, sorted."""
    taken = []
    for number in range(WARM_UP + count):
        begun = perf_counter()
        await counter.ask(edge, tally("t", str(number % KEYS)), Count(add=1))
        taken.append((perf_counter() - begun) * 1_000)
    return sorted(taken[WARM_UP:])


async def fill(counter: Counting, count: int) -> None:
    """That many commands in the inbox, which nobody has decided yet."""
    questions = [counter.question(tally("t", str(n % KEYS)), Count(add=1)) for n in range(count)]
    for start in range(0, count, CHUNK):
        await counter.put(*_part(questions, start))


def _part(questions: list[Question], start: int) -> list[Question]:
    return questions[start : start + CHUNK]


async def bare_loop(counter: Counting, count: int) -> tuple[float, float]:
    """Consume and copy raw bytes with a checkpoint: (wall, CPU) seconds."""
    await counter.pool.execute("create table bare (partition int, position bigint, value bytea)")
    await counter.pool.execute("create table bare_checkpoint (position bigint)")
    await counter.pool.execute("insert into bare_checkpoint values (0)")
    inbox = counter.topics.inbox_topic
    consumer = AIOKafkaConsumer(**counter.broker.client, isolation_level="read_committed")
    await consumer.start()
    consumer.assign([TopicPartition(inbox, number) for number in range(counter.partitions)])
    await consumer.seek_to_beginning()
    begun, begun_cpu, seen = perf_counter(), process_time(), 0
    try:
        while seen < count:
            fetched = await consumer.getmany(timeout_ms=100, max_records=CHUNK)
            rows = [(r.partition, r.offset, r.value) for found in fetched.values() for r in found]
            seen += len(rows)
            async with counter.pool.acquire() as connection, connection.transaction():
                await connection.copy_records_to_table("bare", records=rows)
                await connection.execute("update bare_checkpoint set position = $1", seen)
    finally:
        await consumer.stop()
    return perf_counter() - begun, process_time() - begun_cpu


async def loop(counter: Counting, count: int) -> tuple[float, float]:
    """Read, decide, write, fold: (wall, CPU) seconds until all have their outcome."""

    async def all_are_decided() -> bool:
        try:
            return bool(await counter.pool.fetchval("select count(*) from outcomes") >= count)
        except asyncpg.UndefinedTableError:
            return False

    begun, begun_cpu = perf_counter(), process_time()
    async with counter.running():
        await wait_until(all_are_decided, "all commands decided", limit_s=300)
        return perf_counter() - begun, process_time() - begun_cpu


async def measure(one_by_one: int, together: int) -> Measured:
    with stack_for_tests(ROOT) as stack:
        async with counting(stack) as counter, counter.edge() as edge, counter.running():
            taken = await latencies_ms(counter, edge, one_by_one)
        async with counting(stack) as counter:
            await fill(counter, together)
            bare_s, bare_cpu_s = await bare_loop(counter, together)
            loop_s, loop_cpu_s = await loop(counter, together)
    return Measured(
        p50_ms=taken[len(taken) // 2],
        p95_ms=taken[int(len(taken) * 0.95)],
        p99_ms=taken[int(len(taken) * 0.99)],
        loop_rate=together / loop_s,
        loop_cpu_rate=together / loop_cpu_s,
        bare_rate=together / bare_s,
        bare_cpu_rate=together / bare_cpu_s,
    )


@click.command()
@click.option("--one-by-one", default=500, show_default=True, help="Commands for the latency.")
@click.option("--together", default=10_000, show_default=True, help="Commands for the rate.")
def main(one_by_one: int, together: int) -> None:
    """Measure on the stack for tests."""
    errors_only = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=errors_only)
    found = asyncio.run(measure(one_by_one, together))
    click.echo(
        f"one command at a time  p50 {found.p50_ms:.1f}  p95 {found.p95_ms:.1f}"
        f"  p99 {found.p99_ms:.1f} ms\n"
        f"loop       {found.loop_rate:8.0f} a second  {found.loop_cpu_rate:8.0f} a CPU second\n"
        f"bare loop  {found.bare_rate:8.0f} a second  {found.bare_cpu_rate:8.0f} a CPU second\n"
        f"ratio      {found.loop_rate / found.bare_rate:8.3f}           "
        f"{found.loop_cpu_rate / found.bare_cpu_rate:8.3f}"
    )


if __name__ == "__main__":
    main()
