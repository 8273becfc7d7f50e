"""How long partitions have no owner after a kill, and after a stop: row `takeover`."""

import asyncio
from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter
from typing import Final

from bench.laptop import HOME
from bench.table import Row
from deploy.local.platform import Member
from libs.cli.platform import bring_up, forget
from libs.cli.session import Session

SERVICE: Final = "matching"
PARTITIONS: Final = 4
TIMES: Final = 5
LOOK_S: Final = 0.02
LIMIT_S: Final = 60.0
KILLED_GOAL_S: Final = 2.0
STOPPED_GOAL_S: Final = 1.0


async def until(holds: Callable[[], Awaitable[bool]]) -> float:
    """Seconds until it holds. Raises TimeoutError."""
    began_s = perf_counter()
    async with asyncio.timeout(LIMIT_S):
        while not await holds():
            await asyncio.sleep(LOOK_S)
    return perf_counter() - began_s


async def measure(session: Session) -> tuple[list[float], list[float]]:
    """From SIGKILL to all folded by the same place started again; from SIGTERM, by the other."""
    members = await bring_up(session, workers={SERVICE: 2})
    one, other = (member for member in members if member.service == SERVICE)
    await until(lambda: _own(one, PARTITIONS // 2))
    killed, stopped = [], []
    for _ in range(TIMES):
        began_s = perf_counter()
        await other.kill()
        other.start()
        await until(lambda: _own(other, PARTITIONS // 2))
        killed.append(perf_counter() - began_s)
    for _ in range(TIMES):
        began_s = perf_counter()
        stopping = asyncio.create_task(other.stop())
        await until(lambda: _own(one, PARTITIONS))
        stopped.append(perf_counter() - began_s)
        await stopping
        other.start()
        await until(lambda: _own(one, PARTITIONS // 2))
        await until(lambda: _own(other, PARTITIONS // 2))
    return killed, stopped


async def _own(member: Member, count: int) -> bool:
    """Whether it has so many partitions, and has folded them."""
    said = await member.readiness()
    return said.ready and len(said.facts.get("folded", ())) == count


def rows() -> list[Row]:
    session = Session(home=HOME)

    async def measured() -> tuple[list[float], list[float]]:
        try:
            return await measure(session)
        finally:
            await forget(session)

    killed, stopped = asyncio.run(measured())
    return [
        _row("partition without owner, after SIGKILL and restart", killed, KILLED_GOAL_S),
        _row("the same, after SIGTERM with another worker there", stopped, STOPPED_GOAL_S),
    ]


def _row(what: str, taken: list[float], goal_s: float) -> Row:
    measured = f"{median(taken):.1f} s, longest {max(taken):.1f} s in {len(taken)} times"
    return Row(what, measured, f"< {goal_s:g} s", max(taken) < goal_s)
