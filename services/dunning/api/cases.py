"""Cases: who is chased for what, and what is next."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from libs.chassis.identity import PortfolioReader, Reader
from libs.chassis.problems import NotFound
from services.dunning.api.gate_words import because
from services.dunning.api.next_told import next_of
from services.dunning.api.shapes import (
    After,
    CaseQuery,
    GateQuery,
    Identity,
    Limit,
    Listed,
    listed,
)
from services.dunning.views.reading import CaseFilter, Chasing, Page, awaited


def router(chasing: Chasing) -> APIRouter:
    """GET of cases, and of what holds them."""
    routes = APIRouter(prefix="/v1", tags=["cases"])

    @routes.get("/cases", summary="Cases with what is open and what holds them")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[CaseQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = CaseFilter(**asked.model_dump())
        rows = await chasing.cases(principal.tenant, wanted, Page(after, limit))
        return listed(rows, "case", limit)

    @routes.get("/cases/{case}", summary="One case with its items, demands and what is next")
    async def show(principal: PortfolioReader, case: Identity) -> dict[str, Any]:
        found = await _found(chasing, principal.tenant, case)
        return found | {"next": asdict(next_of(found))}

    @routes.get("/cases/{case}/next", summary="What will leave next, when, or what holds it")
    async def show_next(principal: PortfolioReader, case: Identity) -> dict[str, Any]:
        """`sentence` says it to a person; the fields say what it rests on."""
        found = await _found(chasing, principal.tenant, case)
        return {"case": case, "debtor": found["debtor"], **asdict(next_of(found))}

    @routes.get("/gates", summary="Demands held and recalled, by cause")
    async def show_gates(principal: Reader, asked: Annotated[GateQuery, Query()]) -> Listed:
        """How often in the days asked for, and what each cause holds now."""
        rows = await chasing.gates(
            principal.tenant, asked.creditor, asked.from_on, asked.through_on
        )
        return Listed(items=[row | {"because": because(row["gate"])} for row in rows])

    return routes


async def _found(chasing: Chasing, tenant: str, case: str) -> dict[str, Any]:
    row = await awaited(lambda: chasing.case(tenant, case))
    if row is None:
        raise NotFound(what="case", id=case)
    return row
