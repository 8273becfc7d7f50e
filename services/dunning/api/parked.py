"""Parked keys: what waits because of a mistake in the software, by headers alone."""

from dataclasses import asdict
from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Query

from libs.chassis.identity import Reader
from libs.chassis.problems import NotFound
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.parked import ParkedSummary, list_parked, show_parked
from services.dunning.api.shapes import Listed

Key = Annotated[str, Query(max_length=300, description="A routing key from the list.")]


def router(pool: asyncpg.Pool, broker: Broker, topics: ServiceTopics) -> APIRouter:
    """Routes under /v1/parked."""
    routes = APIRouter(prefix="/v1/parked", tags=["parked"])

    @routes.get("", summary="Keys whose messages wait, and why")
    async def show_all(principal: Reader) -> Listed:
        found = await list_parked(pool, principal.tenant)
        return Listed(items=[asdict(one) for one in found])

    @routes.get("/messages", summary="The messages behind one parked key, in order")
    async def show(principal: Reader, key: Key) -> dict[str, Any]:
        summary = await _summary(principal.tenant, key)
        messages = await show_parked(broker, topics, summary)
        return asdict(summary) | {"messages": [asdict(one) for one in messages]}

    async def _summary(tenant: str, key: str) -> ParkedSummary:
        for summary in await list_parked(pool, tenant):
            if summary.key == key:
                return summary
        raise NotFound(what="parked key", id=key)

    return routes
