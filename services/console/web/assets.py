"""Style and script, under an address that changes with them."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from services.console.web.rendering import Renderer
from services.console.web.visiting import Lost

FOR_EVER: Final = "public, max-age=31536000, immutable"


def router(renderer: Renderer) -> APIRouter:
    """GET of files; what an older page asks for is given in its newest edition, and not kept."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/static/{edition}/{name}")
    async def show(edition: str, name: str) -> Response:
        asset = renderer.assets.get(name)
        if asset is None:
            raise Lost
        kept = FOR_EVER if edition == renderer.edition else "no-store"
        return Response(asset.raw, media_type=asset.kind, headers={"Cache-Control": kept})

    return routes
