"""Parked keys of a service: listed, shown by headers alone, retried, dropped; in every service."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Annotated, Any, Final, TypeVar

import asyncpg
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from libs.chassis.documenting import problems
from libs.chassis.identity import Admin, Controller, Principal, Reader
from libs.chassis.problems import NotFound, Refused
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.decider import Decider
from libs.events.loop.discarding import DROPPED
from libs.events.loop.dropping import Drop, terms_of
from libs.events.loop.edge import TextUnusable
from libs.events.loop.parked import (
    ParkedSummary,
    ask_drop,
    ask_retry,
    drop_outcome,
    list_dropped,
    list_parked,
    retry_outcome,
    show_parked,
)
from libs.events.loop.parking import DroppedMessage
from libs.events.loop.reviving import FREED
from libs.events.loop.texts import unusable_texts

POLL_S: Final = 0.1

T = TypeVar("T")
Key = Annotated[str, Query(max_length=300, description="A routing key from the list.")]


class Parked(BaseModel):
    """All parked keys; `next` is always null: there are few, or something is very wrong."""

    items: list[dict[str, Any]]
    next: str | None = None


class Retry(BaseModel):
    """Which key is to be retried, once what it crashed on is mended."""

    key: str = Field(max_length=300, description="A routing key from the list.")


class DropSent(BaseModel):
    """Which message is to be dropped, and why."""

    key: str = Field(max_length=300, description="A routing key from the list.")
    message: str = Field(max_length=300, description="Id of the first message behind the key.")
    reason: str = Field(
        min_length=1,
        max_length=300,
        description="Kept for ever, shown, and told to the caller: nothing personal.",
    )


def router(
    pool: asyncpg.Pool, broker: Broker, topics: ServiceTopics, decider: Decider, *, wait_s: float
) -> APIRouter:
    """Routes under /v1/parked; a retry and a drop are waited for at most `wait_s`."""
    routes = APIRouter(prefix="/v1/parked", tags=["parked"])

    @routes.get("", summary="Keys whose messages wait, and why")
    async def show_all(principal: Reader) -> Parked:
        found = await list_parked(pool, principal.tenant)
        return Parked(items=[asdict(one) for one in found])

    @routes.get(
        "/messages",
        summary="The messages behind one parked key, in order",
        responses=problems(404),
    )
    async def show(principal: Reader, key: Key) -> dict[str, Any]:
        summary = await _summary(pool, principal.tenant, key)
        messages = await show_parked(broker, topics, summary, terms_of(decider))
        return asdict(summary) | {"messages": [asdict(one) for one in messages]}

    @routes.post(
        "/retry",
        summary="Decide a parked key's messages in order, then free it",
        responses=problems(404),
    )
    async def retry(principal: Controller, body: Retry) -> dict[str, Any]:
        """`freed`, or `parked` with the reason when the first of them still crashes; what was
        decided before it stays decided. `pending`: the key's owner has not come to it yet."""
        summary = await _summary(pool, principal.tenant, body.key)
        await ask_retry(pool, summary)
        outcome = await _awaited(lambda: retry_outcome(pool, summary), wait_s)
        if outcome is None:
            return _retried(summary, "pending")
        if outcome == FREED:
            return _retried(replace(summary, waiting=0), FREED)
        left = await _summary(pool, principal.tenant, body.key)
        return _retried(left, "parked", outcome)

    _add_drops(routes, pool, wait_s)
    return routes


def _add_drops(routes: APIRouter, pool: asyncpg.Pool, wait_s: float) -> None:
    @routes.get("/dropped", summary="Messages that were dropped, by whom and why")
    async def show_dropped(principal: Reader) -> Parked:
        """The latest 50 of each partition; the log keeps all."""
        found = await list_dropped(pool, principal.tenant)
        return Parked(items=[asdict(one) for one in found])

    @routes.post(
        "/drop",
        summary="Drop the first message behind a parked key",
        responses=problems(404, 409),
    )
    async def drop(principal: Admin, body: DropSent) -> dict[str, Any]:
        """Only the first can be: order holds. What came from the edge is answered with a refusal;
        an own send or a heard fact only where the service names what is decided instead.

        `dropped`, or `freed` when it was the last. `pending`: the key's owner has not come to it
        yet. Else 409 with the rule that forbids it. The others behind the key go on by a retry.
        Asked again it is answered the same, and nothing else is dropped.
        """
        for field, reason in unusable_texts(body.model_dump()):
            raise TextUnusable(field, reason)
        summary = await _parked(pool, principal.tenant, body.key)
        if summary is None:
            return await _dropped_before(pool, principal.tenant, body)
        await ask_drop(pool, summary, _asked(principal, body))
        found = await _awaited(lambda: drop_outcome(pool, summary, body.message), wait_s)
        outcome = found.outcome if found else "pending"
        if found and outcome not in (DROPPED, FREED):
            raise Refused(outcome, 409, found.sentence, {"key": body.key, "message": body.message})
        before = await _dropped(pool, principal.tenant, body)
        left = await _parked(pool, principal.tenant, body.key) if outcome == DROPPED else summary
        waiting = 0 if outcome == FREED or left is None else left.waiting
        return _told(body, outcome, waiting, before.compensation if before else "")


def _asked(principal: Principal, body: DropSent) -> Drop:
    return Drop(
        key=body.key,
        message=body.message,
        reason=body.reason,
        tenant=principal.tenant,
        dropped_by=principal.subject,
    )


async def _dropped_before(pool: asyncpg.Pool, tenant: str, body: DropSent) -> dict[str, Any]:
    """What is told of a message behind a key that is free by now. Raises NotFound."""
    before = await _dropped(pool, tenant, body)
    if before is None:
        raise NotFound(what="parked key", id=body.key)
    return _told(body, FREED, 0, before.compensation)


async def _dropped(pool: asyncpg.Pool, tenant: str, body: DropSent) -> DroppedMessage | None:
    """With what was decided instead of the message, if something had to be."""
    found = await list_dropped(pool, tenant)
    asked = (body.key, body.message)
    return next((one for one in found if (one.key, one.message) == asked), None)


def _told(body: DropSent, outcome: str, waiting: int, compensation: str) -> dict[str, Any]:
    said = {"key": body.key, "message": body.message, "outcome": outcome}
    return said | {"waiting": waiting, "compensation": compensation}


def _retried(summary: ParkedSummary, outcome: str, reason: str = "") -> dict[str, Any]:
    return {
        "key": summary.key,
        "outcome": outcome,
        "reason": reason,
        "waiting": summary.waiting,
    }


async def _summary(pool: asyncpg.Pool, tenant: str, key: str) -> ParkedSummary:
    """Raises NotFound."""
    if (found := await _parked(pool, tenant, key)) is None:
        raise NotFound(what="parked key", id=key)
    return found


async def _parked(pool: asyncpg.Pool, tenant: str, key: str) -> ParkedSummary | None:
    found = await list_parked(pool, tenant)
    return next((one for one in found if one.key == key), None)


async def _awaited(look: Callable[[], Awaitable[T | None]], wait_s: float) -> T | None:
    """What is found within `wait_s`; None: nothing."""
    ends_s = time.monotonic() + wait_s
    while (found := await look()) is None:
        if time.monotonic() > ends_s:
            return None
        await asyncio.sleep(POLL_S)
    return found
