"""Barriers and look-ups at a cut over all services, idle and under load: row `barrier`."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import uvloop

from bench.accounts import CLEAR, Accounts
from bench.laptop import platform
from bench.load import INPUTS_A_SECOND, loaded
from bench.measuring import quantile
from bench.table import Row
from libs.cli.session import TENANT, Session
from libs.events.contracts.topology import MATCHING, NOTIFICATIONS, TOPOLOGY
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.loop.decider import Lookup
from libs.events.loop.store import Store
from libs.events.loop.working import Rules
from libs.events.progress.barrier import NotHad, Passage, barrier
from libs.events.progress.broker_port import BrokerProgress, PublishedPositions
from libs.events.progress.cut import await_cut, begin_cut
from libs.events.progress.port import WaitedTooLong
from libs.events.progress.upstream import as_passed, recalling
from libs.postgres.database import address_of
from libs.postgres.pooling import open_pool

PARTITIONS: Final = 4
TIMES: Final = 150
WARM_UP: Final = 3
LIMIT_S: Final = 10.0
ALL_TIMES_S: Final = 40.0
"""So long it is tried; a machine that is too slow for the load does fewer times."""
IDLE_GOAL_S: Final = (0.05, 0.15)
LOADED_GOAL_S: Final = (0.5, 1.5)
CUT_GOAL_MS: Final = (10.0, 50.0)
PASSAGE: Final = Passage(
    tuple(as_passed(TOPOLOGY, name) for name in recalling(TOPOLOGY, NOTIFICATIONS.name)),
    NOTIFICATIONS,
    PARTITIONS,
)


@asynccontextmanager
async def looking_on(session: Session) -> AsyncIterator[tuple[BrokerProgress, Store]]:
    """What a dispatcher sees of the platform's services, and the ledger's tables."""
    kafka, postgres = session.stack()
    broker = Broker(kafka)
    topics = {name: service.progress_topic for name, service in TOPOLOGY.items()}
    positions = PublishedPositions(broker, topics, PARTITIONS)
    meter = Meter(broker, PARTITIONS)
    async with await open_pool(address_of(postgres, "relance_matching"), max_size=2) as pool:
        store = Store(pool, Rules(Accounts(MATCHING.name, CLEAR)))
        await positions.start()
        await meter.start()
        try:
            yield BrokerProgress(positions, meter, {MATCHING.name: store.checkpoints}), store
        finally:
            await positions.stop()
            await meter.stop()


async def taken_s(work: Callable[[], Awaitable[object]]) -> Sequence[float]:
    """Of each time; what was not had counts with the time that was waited in vain."""
    taken: list[float] = []
    ends_s = perf_counter() + ALL_TIMES_S
    while len(taken) < WARM_UP + TIMES and (perf_counter() < ends_s or len(taken) <= WARM_UP):
        began_s = perf_counter()
        with contextlib.suppress(NotHad, WaitedTooLong):
            await work()
        taken.append(perf_counter() - began_s)
    return taken[WARM_UP:]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of barriers that found all quiet, of barriers and of look-ups under load."""

    idle: Sequence[float]
    barriers: Sequence[float]
    cuts: Sequence[float]
    decided_a_second: float
    """While it was loaded."""


async def measure(session: Session) -> Measured:
    async with looking_on(session) as (port, store):

        async def one_barrier() -> None:
            await barrier(port.within(LIMIT_S), PASSAGE, TENANT, range(PARTITIONS))

        async def one_look_up() -> None:
            cut = await begin_cut(port, MATCHING.name, MATCHING.events_topic)
            await await_cut(port.within(LIMIT_S), cut)
            await store.look_up([Lookup("references", "none")], cut.ends)

        idle = await taken_s(one_barrier)
        async with loaded(session) as rate:
            barriers, cuts = await taken_s(one_barrier), await taken_s(one_look_up)
            return Measured(idle, barriers, cuts, await rate.a_second())


def rows() -> list[Row]:
    with platform() as session:
        found = uvloop.run(measure(session))
    named = (
        f"{INPUTS_A_SECOND} inputs a second asked for over all services"
        f" ({found.decided_a_second:.0f} decided)"
    )
    return [
        _row(f"barrier, idle, {PARTITIONS} partitions", found.idle, IDLE_GOAL_S, "s"),
        _row(f"barrier, {named}", found.barriers, LOADED_GOAL_S, "s"),
        _row(f"look-up at a cut, {named}", [1_000 * one for one in found.cuts], CUT_GOAL_MS, "ms"),
    ]


def _row(what: str, taken: Sequence[float], goals: tuple[float, float], unit: str) -> Row:
    p50, p99 = quantile(taken, 0.5), quantile(taken, 0.99)
    digits = 3 if unit == "s" else 1
    return Row(
        f"{what}, p50 / p99",
        f"{p50:.{digits}f} / {p99:.{digits}f} {unit} ({len(taken)} times)",
        f"< {goals[0]:g} / < {goals[1]:g} {unit}",
        p50 < goals[0] and p99 < goals[1],
    )
