"""Lists of what people agreed: each page alike, each thing found by its id."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from libs.chassis.identity import PortfolioReader
from libs.chassis.problems import NotFound
from services.dunning.api.shapes import After, AgreedQuery, Identity, Limit, Listed, listed
from services.dunning.views.reading import ONE, Agreed, AgreedFilter, Chasing, Page, awaited


def looking(chasing: Chasing, what: Agreed, identity: str) -> APIRouter:
    """GET of one list, whose rows are named by the field `identity`, and of one of its rows."""
    place, words = what.replace("_", "-"), what.replace("_", " ")
    routes = APIRouter(prefix=f"/v1/{place}", tags=[place])

    @routes.get("", summary=f"All {words}")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[AgreedQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = AgreedFilter(None, asked.creditor, asked.debtor, asked.state)
        rows = await chasing.agreed(principal.tenant, what, wanted, Page(after, limit))
        return listed(rows, identity, limit)

    @routes.get("/{name}", summary=f"One of the {words}")
    async def show(principal: PortfolioReader, name: Identity) -> dict[str, Any]:
        return await found(chasing, principal.tenant, what, name)

    return routes


async def found(chasing: Chasing, tenant: str, what: Agreed, identity: str) -> dict[str, Any]:
    """One row, waited for a little. Raises NotFound."""

    async def one() -> dict[str, Any] | None:
        rows = await chasing.agreed(tenant, what, AgreedFilter(identity), ONE)
        return rows[0] if rows else None

    row = await awaited(one)
    if row is None:
        raise NotFound(what=what.replace("_", " ").removesuffix("s"), id=identity)
    return row
