"""A debtor in the ledger: what it owes, what lies on account, what happened."""

from typing import Any

from fastapi import APIRouter

from libs.chassis.identity import PortfolioReader
from libs.chassis.problems import NotFound
from services.matching.api.shapes import Identity
from services.matching.views.reading import Ledger, awaited


def router(ledger: Ledger) -> APIRouter:
    """Routes under /v1/debtors."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])

    @routes.get("/{debtor}", summary="Balance, money on account and timeline of a debtor")
    async def show(principal: PortfolioReader, debtor: Identity) -> dict[str, Any]:
        """404 as long as nothing of it was ever booked here."""

        async def booked() -> dict[str, Any] | None:
            found = await ledger.debtor(principal.tenant, debtor)
            return found if found["timeline"] else None

        found = await awaited(booked)
        if found is None:
            raise NotFound(what="debtor with anything booked", id=debtor)
        return found

    return routes
