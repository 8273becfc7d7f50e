"""Which day it is for a tenant, and moving it by command."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, PortfolioReader
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.events.loop.decider import Lookup
from libs.events.loop.store import Store
from libs.events.views.reading import Reading
from libs.kernel.keys import NO_TENANT
from services.calendar.domain.commands import AdvanceDay
from services.calendar.domain.days import DAYS, Day
from services.calendar.views.zones import zones_of

_DAYS_MAX = 1_000


class AdvanceSent(BaseModel):
    """How far the tenant's days move."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: date = Field(examples=["2026-03-31"], description="The day that it is afterwards.")


class ZoneShown(BaseModel):
    zone: str
    day_on: date | None = Field(description="Null: no day has begun there yet.")


class DaysShown(BaseModel):
    """The tenant's day in each zone of its creditors."""

    played: bool = Field(description="Whether the tenant's days are moved by command.")
    day_on: date | None = Field(description="The played day; null where the clock says the day.")
    zones: list[ZoneShown]


def router(asking: Asking, store: Store, zones: Reading) -> APIRouter:
    """Routes under /v1/days."""
    routes = APIRouter(prefix="/v1/days", tags=["days"])
    desk = Desk(asking)

    @routes.get("", summary="Which day it is")
    async def show(principal: PortfolioReader) -> DaysShown:
        """The day as it is recorded; each service follows once it has heard of it."""
        days = await _days(store, principal.tenant, principal.tenant)
        mine = [day for day in days if day.zone == EVERY_ZONE]
        played_on = mine[0].day_on if mine else None
        clock = {day.zone: day.day_on for day in await _days(store, principal.tenant, NO_TENANT)}
        return DaysShown(
            played=played_on is not None,
            day_on=played_on,
            zones=[
                ZoneShown(zone=zone, day_on=played_on or clock.get(zone))
                for zone in await zones_of(zones, principal.tenant)
            ],
        )

    @routes.post("/advance", status_code=201, summary="Play days, up to and with one")
    async def advance(
        principal: Controller, sent: AdvanceSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Every day between begins too, in order; the tenant ignores the clock from then on.

        201: days began. 200: it is that day already. 403 in production.
        """
        command = AdvanceDay(tenant=principal.tenant, to_on=sent.to)
        path = day_path(principal.tenant, EVERY_ZONE)
        answer = await desk.outcome(principal, path, command, request, key)
        begun: dict[str, Any] = {"day_on": sent.to.isoformat(), "days_count": "0", **answer.fields}
        begun["command"] = answer.command
        return JSONResponse(begun, 201 if answer.outcome == "recorded" else 200)

    return routes


async def _days(store: Store, tenant: str, owner: str) -> list[Day]:
    entries = await store.look_up_as(tenant, Lookup(DAYS, owner, _DAYS_MAX))
    return [entry.value for entry in entries]
