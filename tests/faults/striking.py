"""Does to the platform what is planned, each on its day, while the lives go on."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from deploy.local.waiting import WaitedTooLong, wait_until
from libs.events.contracts.topology import TOPOLOGY
from tests.faults.blows import Blows
from tests.faults.crashing import Moment, Trap
from tests.faults.faults import Fault, Planned
from tests.faults.platform import SHOT_AT, Range

BEGUN_WITHIN_S = 240.0
INPUTS_BEFORE = range(5, 80)
INPUTS_WITHIN_S = 3.0
DAYS_ARMED_MAX = 6
SPRUNG_WITHIN_S = 240.0
DEAD_WITHIN_S = 10.0
OF_MOMENT: Mapping[Moment, Sequence[str]] = {
    Moment.BEFORE_COMMIT: SHOT_AT,
    Moment.COMMITTED: SHOT_AT,
    Moment.FOLDED: SHOT_AT,
    Moment.BARRIER_HAD: ("notifications",),
    Moment.STARTED: ("notifications",),
    Moment.TAKEN: ("notifications",),
    Moment.CHUNK: ("dunning",),
    Moment.SHARE: ("matching",),
    Moment.PARKED: ("dunning",),
}
"""Services whose processes come to it."""
ONE_BY_ONE = {"RELANCE_BATCH_MAX": "1"}
"""So that two parts of one thing are two decisions of one process."""


@dataclass(slots=True)
class Striker:
    """One round's faults."""

    shot: Range
    blows: Blows
    planned: Sequence[Planned]
    chance: Random
    done: Counter[Fault] = field(default_factory=Counter)
    hit: Counter[Moment] = field(default_factory=Counter)
    told: Callable[[str], None] = lambda _: None
    _have_ended: bool = False
    """Whether the lives have: then nobody comes to any trap."""
    _over: int = 0
    """How many of the planned are over."""
    _days: int = 0
    """How many days any life has begun."""
    _armed_on: int | None = None
    """Day on which the trap was armed; None: there is none now."""
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def gate(self, day: int) -> None:
        """Let a life begin its day when what is planned for earlier days is over.

        While a trap is armed, lives go on: somebody has to come there.
        """
        while self._armed_on is None and self._over < sum(one.on < day for one in self.planned):
            self._moved.clear()
            await self._moved.wait()
        self._days = max(self._days, day + 1)
        self._moved.set()

    async def run(self) -> None:
        """All that is planned; after each every process that is to run is there and ready."""
        for one in self.planned:
            await self._until_day(one.on)
            await self._until_some_came_in()
            self.told(f"day {one.on}: {one.what}")
            if isinstance(one.what, Moment):
                self.hit[one.what] += await self._lure(one.what)
            else:
                self.done[one.what] += await self.blows.strike(one.what)
            await self.shot.heal()
            self._over += 1
            self._moved.set()

    def end(self) -> None:
        """The lives are over."""
        self._have_ended = True

    async def _until_day(self, day: int) -> None:
        async with asyncio.timeout(BEGUN_WITHIN_S):
            while self._days <= day:
                self._moved.clear()
                await self._moved.wait()

    async def _until_some_came_in(self) -> None:
        """So many inputs more, or a quiet moment."""
        more = self.chance.choice(INPUTS_BEFORE)
        begun = await self._inputs()

        async def came_in() -> bool:
            return await self._inputs() >= begun + more

        with contextlib.suppress(WaitedTooLong):
            await wait_until(f"{more} inputs", came_in, limit_s=INPUTS_WITHIN_S)

    async def _inputs(self) -> int:
        inboxes = [topic for one in SHOT_AT for topic in TOPOLOGY[one].own_inboxes]
        ends = await self.blows.meter.ends_of(inboxes)
        return sum(sum(by_number.values()) for by_number in ends.values())

    async def _lure(self, moment: Moment) -> bool:
        """Whether a process came there, and died."""
        service = self.chance.choice(OF_MOMENT[moment])
        trap = self.shot.trap(service)
        if moment is Moment.SHARE:
            await self._restart(service, ONE_BY_ONE)
        trap.arm(moment)
        self._armed_on = self._days
        self._moved.set()
        try:
            if moment is Moment.PARKED:
                await self._retried_over_a_death(trap)
            else:
                await self._until_sprung(trap)
        finally:
            trap.disarm()
            self._armed_on = None
        if trap.is_sprung and moment is not Moment.PARKED:
            await self._until_one_is_dead(service)
        if moment is Moment.SHARE:
            await self._restart(service, {})
        return trap.is_sprung

    async def _retried_over_a_death(self, trap: Trap) -> None:
        """A key is parked and retried; who dies of it is started again meanwhile.

        It may be the one that people ask for the retry: on a cluster it would come back too.
        """
        striking = asyncio.create_task(self.blows.strike(Fault.PARKED))
        try:
            await wait_until(
                "the trap is sprung, or all is freed",
                lambda: trap.is_sprung or striking.done(),
                limit_s=SPRUNG_WITHIN_S,
            )
            if trap.is_sprung:
                await self._until_one_is_dead(trap.service)
                await self.shot.heal()
            await striking
        finally:
            striking.cancel()

    async def _until_sprung(self, trap: Trap) -> None:
        """Or nobody came there in some days."""
        assert self._armed_on is not None
        last = self._armed_on + DAYS_ARMED_MAX

        def is_over() -> bool:
            return trap.is_sprung or self._days > last or self._have_ended

        await wait_until("the trap is sprung", is_over, limit_s=SPRUNG_WITHIN_S)

    async def _until_one_is_dead(self, service: str) -> None:
        """The file of a trap that is sprung is there a moment before the end."""
        workers = self.shot.workers(service)
        await wait_until(
            f"a process of {service} is dead",
            lambda: any(worker.process.pid() is None for worker in workers),
            limit_s=DEAD_WITHIN_S,
        )

    async def _restart(self, service: str, also: Mapping[str, str]) -> None:
        """Its workers one after the other, told something more."""
        for worker in self.shot.workers(service):
            await worker.stop()
            told = replace(worker, environment={**worker.environment, **also})
            told.start()
            await told.wait_ready()
