"""Debtors: how each is expected to pay, why, what it owes, and whether an order may be shipped."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from libs.chassis.identity import PortfolioReader
from libs.chassis.problems import BadRequest, NotFound
from libs.kernel.money import Money, MoneyMistake, read_money
from services.risk.api.order_told import told_order
from services.risk.api.said import happened, sentences
from services.risk.api.shapes import After, Amount, DebtorQuery, Identity, Limit, Listed, listed
from services.risk.views.reading import DebtorFilter, Page, Shown, Standings, awaited


def router(standings: Standings) -> APIRouter:
    """GET of debtors."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])

    @routes.get("", summary="Debtors with score, band and whether a limit is breached")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[DebtorQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = DebtorFilter(**asked.model_dump())
        rows = await standings.debtors(principal.tenant, wanted, Page(after, limit))
        return listed([_told(row) for row in rows], "debtor", limit)

    @routes.get("/{debtor}", summary="One debtor: score, why, what it owes, its limit, timeline")
    async def show(principal: PortfolioReader, debtor: Identity) -> dict[str, Any]:
        """`why` says the reasons of the score to a person; `reasons` has their codes."""
        return _whole(await _found(standings, principal.tenant, debtor))

    @routes.get("/{debtor}/order-check", summary="May I ship? Yes or no, with reasons")
    async def check_order(
        principal: PortfolioReader, debtor: Identity, amount: Amount
    ) -> dict[str, Any]:
        """`may_ship` with each rule that spoke; what speaks against it first. Nothing is reserved:
        two orders that are asked about at once both count what is owed now."""
        row = await _found(standings, principal.tenant, debtor)
        return told_order(row, _order(amount))

    return routes


def _order(amount: str) -> Money:
    try:
        return read_money(amount)
    except MoneyMistake as mistake:
        raise BadRequest(where="query.amount", reason=mistake) from mistake


async def _found(standings: Standings, tenant: str, debtor: str) -> Shown:
    """Raises NotFound."""
    row = await awaited(lambda: standings.debtor(tenant, debtor))
    if row is None:
        raise NotFound(what="debtor", id=debtor)
    return row


def _told(row: Shown) -> Shown:
    return row | {"why": sentences(row["reasons"])}


def _whole(row: Shown) -> Shown:
    timeline = [{**one, "said": happened(one["what"], one["details"])} for one in row["timeline"]]
    return _told(row) | {"timeline": timeline}
