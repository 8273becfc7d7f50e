"""Parked keys of a service: listed, shown by headers alone, retried; the same in every service."""

import asyncio
import time
from dataclasses import asdict, replace
from typing import Annotated, Any, Final

import asyncpg
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from libs.chassis.identity import Controller, Reader
from libs.chassis.problems import NotFound
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.parked import (
    ParkedSummary,
    ask_retry,
    list_parked,
    retry_outcome,
    show_parked,
)
from libs.events.loop.reviving import FREED

POLL_S: Final = 0.1

Key = Annotated[str, Query(max_length=300, description="A routing key from the list.")]


class Parked(BaseModel):
    """All parked keys; `next` is always null: there are few, or something is very wrong."""

    items: list[dict[str, Any]]
    next: str | None = None


class Retry(BaseModel):
    """Which key is to be retried, once what it crashed on is mended."""

    key: str = Field(max_length=300, description="A routing key from the list.")


def router(
    pool: asyncpg.Pool, broker: Broker, topics: ServiceTopics, *, wait_s: float
) -> APIRouter:
    """Routes under /v1/parked; a retry is waited for at most `wait_s`."""
    routes = APIRouter(prefix="/v1/parked", tags=["parked"])

    @routes.get("", summary="Keys whose messages wait, and why")
    async def show_all(principal: Reader) -> Parked:
        found = await list_parked(pool, principal.tenant)
        return Parked(items=[asdict(one) for one in found])

    @routes.get("/messages", summary="The messages behind one parked key, in order")
    async def show(principal: Reader, key: Key) -> dict[str, Any]:
        summary = await _summary(pool, principal.tenant, key)
        messages = await show_parked(broker, topics, summary)
        return asdict(summary) | {"messages": [asdict(one) for one in messages]}

    @routes.post("/retry", summary="Decide a parked key's messages in order, then free it")
    async def retry(principal: Controller, body: Retry) -> dict[str, Any]:
        """`freed`, or `parked` with the reason when the first of them still crashes; what was
        decided before it stays decided. `pending`: the key's owner has not come to it yet."""
        summary = await _summary(pool, principal.tenant, body.key)
        await ask_retry(pool, summary)
        outcome = await _await_outcome(pool, summary, wait_s)
        if outcome is None:
            return _retried(summary, "pending")
        if outcome == FREED:
            return _retried(replace(summary, waiting=0), FREED)
        left = await _summary(pool, principal.tenant, body.key)
        return _retried(left, "parked", outcome)

    return routes


def _retried(summary: ParkedSummary, outcome: str, reason: str = "") -> dict[str, Any]:
    return {
        "key": summary.key,
        "outcome": outcome,
        "reason": reason,
        "waiting": summary.waiting,
    }


async def _summary(pool: asyncpg.Pool, tenant: str, key: str) -> ParkedSummary:
    for summary in await list_parked(pool, tenant):
        if summary.key == key:
            return summary
    raise NotFound(what="parked key", id=key)


async def _await_outcome(pool: asyncpg.Pool, summary: ParkedSummary, wait_s: float) -> str | None:
    ends_s = time.monotonic() + wait_s
    while (outcome := await retry_outcome(pool, summary)) is None:
        if time.monotonic() > ends_s:
            return None
        await asyncio.sleep(POLL_S)
    return outcome
