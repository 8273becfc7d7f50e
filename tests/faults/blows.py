"""How each fault is done to a platform; each is over when what it broke has been mended."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

from deploy.local.platform import Member
from deploy.local.waiting import wait_until
from libs.events.log.meter import Meter
from tests.faults.faults import Fault
from tests.faults.lives import Stage
from tests.faults.mending import again, parked_and_freed
from tests.faults.platform import PARTITIONS, Range, entry_of, send
from tests.faults.proxy import Proxy
from tests.faults.smtp import Mood
from tests.faults.wiping import wipe

BACK_WITHIN_S = 90.0
LOOK_EVERY_S = 0.2
CUT_S = range(1, 9)
"""Shorter and longer than a session."""
MAILS_IN_A_MOOD = range(1, 4)
MOODS = {
    Fault.MAIL_LATER: Mood.LATER,
    Fault.MAIL_DROPPED: Mood.DROP,
    Fault.MAIL_HANGS: Mood.HANG,
}

Strike = Callable[[], Awaitable[Any]]
"""Answers False when there was nothing that it could happen to."""


@dataclass(frozen=True, slots=True)
class Blows:
    """Every way to break something."""

    shot: Range
    stage: Stage
    meter: Meter
    chance: Random

    async def strike(self, fault: Fault) -> bool:
        """Whether it happened: some need something to happen to."""
        strikes: Mapping[Fault, Strike] = {
            Fault.KILLED: lambda: self._worker().kill(),
            Fault.KILLED_FOR_LONG: self._killed_for_long,
            Fault.FROZEN: self._frozen,
            Fault.STOPPED: lambda: self._worker().stop(),
            Fault.JOINED: self._joined,
            Fault.BROKER_KILLED: self._broker_killed,
            Fault.DATABASE_KILLED: self._database_killed,
            Fault.WIPED: lambda: wipe(self.shot.stack, self.chance),
            Fault.BROKER_CUT: lambda: self._cut(self.shot.to_broker),
            Fault.DATABASE_CUT: lambda: self._cut(self.shot.to_database),
            Fault.SAME_NAME: self._same_name,
            Fault.CLOCK_JUMPED: self._clock_jumped,
            Fault.IMPORTED_AGAIN: lambda: again(self.stage, self.chance),
            Fault.PARKED: lambda: parked_and_freed(self.shot, self.stage, self.chance),
            Fault.DROPPED: lambda: parked_and_freed(self.shot, self.stage, self.chance, drops=True),
            **{one: partial(self._mood, mood) for one, mood in MOODS.items()},
        }
        return await strikes[fault]() is not False

    async def _broker_killed(self) -> None:
        await self.shot.stack.kill_broker()
        await self.shot.stack.start_broker()

    async def _database_killed(self) -> None:
        await self.shot.stack.kill_database()
        await self.shot.stack.start_database()

    async def _clock_jumped(self) -> None:
        for life in self.stage.lives:
            self.stage.api(life.tenant).jumps = True

    async def _mood(self, mood: Mood) -> None:
        self.shot.sink.be(mood, self.chance.choice(MAILS_IN_A_MOOD))

    def _worker(self) -> Member:
        return self.chance.choice(self.shot.workers())

    async def _killed_for_long(self) -> None:
        victim = self._worker()
        await victim.kill()
        await self._taken_over_from(victim)

    async def _frozen(self) -> None:
        victim = self._worker()
        send(victim, signal.SIGSTOP)
        try:
            await self._taken_over_from(victim)
        finally:
            send(victim, signal.SIGCONT)

    async def _taken_over_from(self, victim: Member) -> None:
        (other,) = (one for one in self.shot.workers(victim.service) if one != victim)
        await self._until(f"{other.name} takes over from {victim.name}", other, PARTITIONS)

    async def _until(self, what: str, member: Member, count: int) -> None:
        """It owns so many partitions."""

        async def does() -> bool:
            said = await member.readiness()
            return said.ready and len(said.facts["owned"]) >= count

        await wait_until(what, does, limit_s=BACK_WITHIN_S, between_s=LOOK_EVERY_S)

    async def _joined(self) -> None:
        spare = self.chance.choice(self.shot.spares)
        spare.start()
        try:
            await spare.wait_ready()
            await self._until(f"{spare.name} has a share", spare, 1)
        finally:
            await spare.stop()

    async def _cut(self, proxy: Proxy) -> None:
        victim = self.chance.choice(self.shot.behind_proxies())
        pid = victim.process.pid()
        assert pid is not None, f"{victim.name} does not run"
        cuts = proxy.cuts
        async with proxy.cut(pid):
            # The length of a cut is what is tried here, so nothing else is waited for.
            await asyncio.sleep(self.chance.choice(CUT_S))
        assert proxy.cuts > cuts, f"{victim.name} had no connection to cut"

    async def _same_name(self) -> None:
        """The newer one is let in by the group; the older one has to find out."""
        older = self.chance.choice(self.shot.behind_proxies())
        (spare,) = (one for one in self.shot.spares if one.service == older.service)
        newer = replace(spare, command=entry_of(older.service, "--slot", older.name))
        newer.start()
        try:
            await newer.wait_ready()
            await self._until(f"{newer.name} has a share under the older's name", newer, 1)
        finally:
            await newer.stop()
