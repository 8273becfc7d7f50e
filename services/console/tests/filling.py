"""A view of the console on a real database, filled by its real runner from what a test says."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_hex

import asyncpg

from libs.events.contracts.model import Event
from libs.events.views.filler import Stretch
from libs.events.views.projection import Positions, Projection, SeenEvent
from libs.events.views.reading import Reading, ViewNotReady
from libs.events.views.runner import ViewRunner
from libs.kernel.keys import path_of
from libs.postgres.database import address_of, make_database
from libs.testkit.tripwire import wait_until

TENANT = "t"
ASK_AGAIN_S = 0.02


@dataclass(slots=True)
class Said:
    """Events in the order in which a test says them; also where a reader of them stands."""

    events: list[SeenEvent] = field(default_factory=list)

    def say(self, event: Event, *, tenant: str = TENANT) -> None:
        number = len(self.events)
        key = path_of(tenant, "debtor", getattr(event, "debtor", "") or "nobody")
        self.events.append(
            SeenEvent(
                service=event.TYPE.split(".")[1],
                tenant=tenant,
                key=key,
                stream=key,
                id=f"event {number}",
                event=event,
                recorded_at=datetime.now(UTC),
                partition=0,
                offset=number,
            )
        )

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        yield self._stretches(positions)

    async def _stretches(self, positions: Positions) -> AsyncIterator[Stretch]:
        """Two events at a time, so that rows are met again both within a stretch and after it."""
        place = ("said", 0)
        number = positions.get(place, 0)
        while True:
            found = self.events[number : number + 2]
            if not found:
                yield Stretch([], {}, True)
                await asyncio.sleep(ASK_AGAIN_S)
                continue
            number += len(found)
            yield Stretch(found, {place: number}, number == len(self.events))


@dataclass(frozen=True, slots=True)
class Filled:
    """A view with all that was said in it."""

    reading: Reading
    address: str


@asynccontextmanager
async def filled(postgres: str, view: Projection, said: Said) -> AsyncIterator[Filled]:
    """The view, once all that was said is in it; what is said later follows in a moment."""
    database = f"console_{token_hex(4)}"
    await make_database(postgres, database)
    address = address_of(postgres, database)
    async with asyncpg.create_pool(address, min_size=0, max_size=2) as pool:
        reading = Reading(pool, view.name)
        running = asyncio.create_task(ViewRunner(view, address, said).run())
        try:
            await wait_until(lambda: _is_there(reading), "the view is filled", limit_s=30)
            yield Filled(reading, address)
        finally:
            assert not running.done(), running.exception()
            running.cancel()
            await asyncio.wait([running])


def said_of(events: Sequence[Event]) -> Said:
    said = Said()
    for event in events:
        said.say(event)
    return said


async def _is_there(reading: Reading) -> bool:
    with suppress(ViewNotReady, asyncpg.PostgresError):
        async with reading.of(TENANT):
            return True
    return False
