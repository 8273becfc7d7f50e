"""The view of placements on a real database, filled by its real runner from what a test says."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Final

import asyncpg

from libs.events.contracts.model import Event
from libs.events.views.filler import Stretch
from libs.events.views.projection import Positions, Projection, SeenEvent
from libs.events.views.reading import Reading, ViewNotReady
from libs.events.views.runner import ViewRunner
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.postgres.database import address_of, make_database
from libs.testkit.tripwire import wait_until
from services.handoff.views.placements import PlacementsView
from services.handoff.views.reading import Placements

TENANT: Final = "t"
ASK_AGAIN_S: Final = 0.02
BEGAN_AT: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)

_SECRET: Final = IdSecret(b"placements, for the tests of their view")


def named(name: str) -> str:
    """The id that stands for `name` in a test."""
    return _SECRET.hashed(TENANT, name)


@dataclass(slots=True)
class Said:
    """Events in the order in which a test says them; also where a reader of them stands."""

    events: list[SeenEvent] = field(default_factory=list)

    def say(self, event: Event, *, tenant: str = TENANT, stream: str = "") -> None:
        """Each at the debtor's key, a minute after the one before."""
        number, service = len(self.events), event.TYPE.split(".")[1]
        debtor = getattr(event, "debtor", "") or "nobody"
        self.events.append(
            SeenEvent(
                service=service,
                tenant=tenant,
                key=path_of(tenant, "debtor", debtor),
                stream=stream or path_of(tenant, "debtor", debtor),
                id=named(f"event {number}"),
                event=event,
                recorded_at=BEGAN_AT + timedelta(minutes=number),
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
        """One event at a time, so that every row is met again when it is there already."""
        place = ("said", 0)
        number = positions.get(place, 0)
        while True:
            if number == len(self.events):
                yield Stretch([], {}, True)
                await asyncio.sleep(ASK_AGAIN_S)
                continue
            number += 1
            is_last = number == len(self.events)
            yield Stretch([self.events[number - 1]], {place: number}, is_last)


def said_of(events: Sequence[Event | tuple[str, Event]]) -> Said:
    """These, in order; a pair says whose tenant an event is."""
    said = Said()
    for one in events:
        tenant, event = one if isinstance(one, tuple) else (TENANT, one)
        said.say(event, tenant=tenant)
    return said


@asynccontextmanager
async def filled(
    postgres: str, events: Said | Sequence[Event | tuple[str, Event]]
) -> AsyncIterator[Placements]:
    """Reads of the view once all of `events` are in it; what is said later follows in a moment."""
    said = events if isinstance(events, Said) else said_of(events)
    async with reading_of(postgres, PlacementsView(), said) as reading:
        yield Placements(reading)


@asynccontextmanager
async def reading_of(postgres: str, view: Projection, said: Said) -> AsyncIterator[Reading]:
    """A view of handoff once all that was said is in it."""
    database = f"{view.name}_{token_hex(4)}"
    await make_database(postgres, database)
    address = address_of(postgres, database)
    async with asyncpg.create_pool(address, min_size=0, max_size=2) as pool:
        reading = Reading(pool, view.name)
        running = asyncio.create_task(ViewRunner(view, address, said).run())
        try:
            await wait_until(lambda: _is_there(reading), "the view is filled", limit_s=30)
            yield reading
        finally:
            assert not running.done(), running.exception()
            running.cancel()
            await asyncio.wait([running])


async def _is_there(reading: Reading) -> bool:
    with suppress(ViewNotReady, asyncpg.PostgresError):
        async with reading.of(TENANT):
            return True
    return False
