"""Parked keys of a service: listed, shown by headers alone, retried, dropped; in every service."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from typing import Annotated, Final, TypeVar

import asyncpg
from fastapi import APIRouter, Query

from libs.chassis.documenting import problems
from libs.chassis.identity import Admin, Controller, Principal, Reader
from libs.chassis.parked_shapes import (
    AllDropped,
    DropEnd,
    DropSent,
    DropTold,
    KeyTold,
    KeyWithWaiting,
    Parked,
    RetryEnd,
    RetrySent,
    RetryTold,
    WaitingTold,
)
from libs.chassis.problems import NotFound, Refused
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.decider import Decider
from libs.events.loop.discarding import DROPPED
from libs.events.loop.dropping import Drop, terms_of
from libs.events.loop.edge import TextUnusable
from libs.events.loop.parked import (
    ParkedMessage,
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


def router(
    pool: asyncpg.Pool, broker: Broker, topics: ServiceTopics, decider: Decider, *, wait_s: float
) -> APIRouter:
    """Routes under /v1/parked; a retry and a drop are waited for at most `wait_s`."""
    routes = APIRouter(prefix="/v1/parked", tags=["parked"])

    @routes.get("", summary="Keys whose messages wait, and why")
    async def show_all(principal: Reader) -> Parked:
        found = await list_parked(pool, principal.tenant)
        return Parked(items=[KeyTold(**asdict(one)) for one in found])

    @routes.get(
        "/messages",
        summary="The messages behind one parked key, in order",
        responses=problems(404),
    )
    async def show(principal: Reader, key: Key) -> KeyWithWaiting:
        summary = await _summary(pool, principal.tenant, key)
        messages = await show_parked(broker, topics, summary, terms_of(decider))
        return _shown(summary, messages)

    @routes.post(
        "/retry",
        summary="Decide a parked key's messages in order, then free it",
        responses=problems(404),
    )
    async def retry(principal: Controller, body: RetrySent) -> RetryTold:
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
    async def show_dropped(principal: Reader) -> AllDropped:
        """The latest 50 of each partition; the log keeps all."""
        return AllDropped(items=await list_dropped(pool, principal.tenant))

    @routes.post(
        "/drop",
        summary="Drop the first message behind a parked key",
        responses=problems(404, 409),
    )
    async def drop(principal: Admin, body: DropSent) -> DropTold:
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
        if found and found.outcome not in (DROPPED, FREED):
            asked = {"key": body.key, "message": body.message}
            raise Refused(found.outcome, 409, found.sentence, asked)
        outcome: DropEnd = "pending"
        if found:
            outcome = FREED if found.outcome == FREED else DROPPED
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


async def _dropped_before(pool: asyncpg.Pool, tenant: str, body: DropSent) -> DropTold:
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


def _told(body: DropSent, outcome: DropEnd, waiting: int, compensation: str) -> DropTold:
    return DropTold(
        key=body.key,
        message=body.message,
        outcome=outcome,
        waiting=waiting,
        compensation=compensation,
    )


def _retried(summary: ParkedSummary, outcome: RetryEnd, reason: str = "") -> RetryTold:
    return RetryTold(key=summary.key, outcome=outcome, reason=reason, waiting=summary.waiting)


def _shown(summary: ParkedSummary, messages: Sequence[ParkedMessage]) -> KeyWithWaiting:
    behind = [WaitingTold(**asdict(one)) for one in messages]
    return KeyWithWaiting(**asdict(summary), messages=behind)


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
