"""Views of a service: how far each is filled; rebuilt beside what is read, or not after all."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

import asyncpg
from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from libs.chassis.documenting import problems
from libs.chassis.identity import Admin, Reader
from libs.chassis.problems import NotFound, Problem, Unavailable
from libs.events.contracts.topology import TOPOLOGY
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.views.generations import (
    Generation,
    NeverBegun,
    NothingUnderWay,
    active_of,
    ask_for_rebuild,
    cancel_rebuild,
    generations_of,
    is_filled,
    positions_of,
)
from libs.events.views.projection import Positions, Projection
from libs.events.views.source import BROKER_ERRORS

BROKER_LIMIT_S: Final = 5.0

Name = Annotated[str, Path(max_length=60, description="A view from the list.")]
Ends = Mapping[str, Mapping[int, int]]


class NothingIsRebuilt(Problem):
    """Nothing is filled beside what is read of the view {view}."""

    RULE = "nothing_is_rebuilt"
    STATUS = 409


class Filled(BaseModel):
    """One generation of a view, and how far it came."""

    version: int
    generation: int
    state: str = Field(description="read, filling, cancelled, or left: replaced and soon dropped.")
    begun_at: datetime
    done: int = Field(description="Offsets of the log that it is filled up to, all partitions.")
    of: int = Field(description="Offsets that there are.")
    positions: dict[str, int] = Field(description="Next offset by topic/partition.")


class View(BaseModel):
    """A view as this program knows it, and its generations."""

    view: str
    version: int = Field(description="Of this program; another is read until it is filled.")
    is_filled: bool = Field(description="Whether a worker holds it now; else it stands still.")
    generations: list[Filled]


class Views(BaseModel):
    """All views of the service; `next` is always null: there are few."""

    items: list[View]
    next: str | None = None


class Asked(BaseModel):
    """What came of asking for a rebuild, or for its end."""

    view: str
    version: int
    generation: int
    outcome: str = Field(description="begun, under_way or cancelled.")


def router(
    pool: asyncpg.Pool, broker: Broker, projections: Sequence[Projection], partitions: int
) -> APIRouter:
    """Routes under /v1/views. They are the platform's, not a tenant's: an admin's acts."""
    routes = APIRouter(prefix="/v1/views", tags=["views"])
    known = {one.name: one for one in projections}

    @routes.get("", summary="The views, with their generations and how far each is filled")
    async def show_all(principal: Reader) -> Views:
        ends = await _ends(broker, projections, partitions)
        return Views(items=[await _shown(pool, one, ends) for one in projections])

    @routes.get("/{view}", summary="One view")
    async def show(principal: Reader, view: Name) -> View:
        projection = _known(known, view)
        return await _shown(pool, projection, await _ends(broker, [projection], partitions))

    @routes.post("/{view}/rebuild", summary="Fill the next generation beside what is read")
    async def rebuild(principal: Admin, view: Name) -> Asked:
        """`begun`, or `under_way` for one that was asked for before. What is read is switched in
        one moment, once the next one stands where the log ends."""
        projection = _known(known, view)
        try:
            async with pool.acquire() as connection:
                generation, is_new = await ask_for_rebuild(connection, projection.name)
        except NeverBegun as never:
            raise Unavailable(what=f"the view {view}, which no worker has begun,") from never
        return _asked(view, generation, "begun" if is_new else "under_way")

    @routes.post("/{view}/cancel", summary="Drop what is being filled", responses=problems(409))
    async def cancel(principal: Admin, view: Name) -> Asked:
        projection = _known(known, view)
        try:
            async with pool.acquire() as connection:
                generation = await cancel_rebuild(connection, projection.name)
        except NothingUnderWay as nothing:
            raise NothingIsRebuilt(view=view) from nothing
        return _asked(view, generation, "cancelled")

    return routes


def _known(known: Mapping[str, Projection], view: str) -> Projection:
    if view not in known:
        raise NotFound(what="view", id=view)
    return known[view]


def _asked(view: str, generation: Generation, outcome: str) -> Asked:
    return Asked(
        view=view, version=generation.version, generation=generation.number, outcome=outcome
    )


async def _ends(broker: Broker, projections: Sequence[Projection], partitions: int) -> Ends:
    """High watermarks of all that the views hear."""
    topics = sorted({TOPOLOGY[name].events_topic for one in projections for name in one.hears})
    meter = Meter(broker, partitions)
    try:
        async with asyncio.timeout(BROKER_LIMIT_S):
            await meter.start()
            return await meter.ends_of(topics)
    except (*BROKER_ERRORS, TimeoutError) as absent:
        raise Unavailable(what="the broker") from absent
    finally:
        await meter.stop()


async def _shown(pool: asyncpg.Pool, projection: Projection, ends: Ends) -> View:
    topics = {TOPOLOGY[name].events_topic for name in projection.hears}
    of = sum(end for topic in topics for end in ends[topic].values())
    async with pool.acquire() as connection:
        generations = await generations_of(connection, projection.name)
        active = active_of(generations)
        filled = [
            _filled(one, active, of, await positions_of(connection, projection.name, one))
            for one in generations
        ]
        held = await is_filled(connection, projection.name, projection.version)
    return View(
        view=projection.name, version=projection.version, is_filled=held, generations=filled
    )


def _filled(
    generation: Generation, active: Generation | None, of: int, positions: Positions
) -> Filled:
    return Filled(
        version=generation.version,
        generation=generation.number,
        state=_state(generation, active),
        begun_at=generation.begun_at,
        done=sum(positions.values()),
        of=of,
        positions={f"{topic}/{number}": at for (topic, number), at in sorted(positions.items())},
    )


def _state(generation: Generation, active: Generation | None) -> str:
    if generation.active:
        return "read"
    if generation.cancelled:
        return "cancelled"
    return "left" if active and generation.place < active.place else "filling"
