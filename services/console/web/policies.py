"""Policies: read, with what each step does and when."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.console.web.gathering import NOTHING, gathered
from services.console.web.ports import Document
from services.console.web.visiting import House
from services.console.web.words import Words


def router(house: House) -> APIRouter:
    """GET /policies."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/policies")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        visit.needs("look")
        services = visit.services
        found = await gathered(
            policies=services.everything("dunning", "/v1/policies"),
            shipped=services.get("dunning", "/v1/policies/shipped"),
            creditors=services.everything("ingestion", "/v1/creditors"),
        )
        return house.renderer.page(
            "policies.html",
            visit.view(),
            policies=(found["policies"] or NOTHING).rows,
            shipped=(found["shipped"] or {"items": []})["items"],
            names={one["creditor"]: one["name"] for one in (found["creditors"] or NOTHING).rows},
            when=when,
            silent=found.silent,
        )

    return routes


def when(words: Words, step: Document) -> str:
    """When an item is due for a step."""
    business = "_business" if step["days"] == "business" else ""
    return words(f"policies.{step['anchor']}{business}", days=step["offset_days"])
