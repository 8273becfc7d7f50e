"""A debtor as dunning knows it: its cases, its pause, what it says, and what happened."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, PortfolioReader
from libs.chassis.problems import NotFound
from libs.events.contracts.dunning import FreeText
from services.dunning.api.said import said
from services.dunning.api.shapes import Identity, NoteSent, PaidClaimSent, PauseSent
from services.dunning.domain.commands import AddNote, NotePaidClaim, PauseDunning, ResumeDunning
from services.dunning.views.reading import Chasing, awaited


def looking(chasing: Chasing) -> APIRouter:
    """GET of a debtor."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])

    @routes.get("/{debtor}", summary="Cases, agreements and timeline of a debtor")
    async def show(principal: PortfolioReader, debtor: Identity) -> dict[str, Any]:
        """Each thing that happened has a sentence `said`; messages are among them."""
        found = await awaited(lambda: chasing.debtor(principal.tenant, debtor))
        if found is None:
            raise NotFound(what="debtor", id=debtor)
        names = {item["item"]: item["number"] for item in found["items"]}
        timeline = [
            {**one, "said": said(one["what"], one["details"], names)} for one in found["timeline"]
        ]
        return found | {"timeline": timeline}

    return routes


def pausing(asking: Asking) -> APIRouter:
    """POST of pauses."""
    routes = APIRouter(prefix="/v1/pauses", tags=["pauses"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Ask nothing of a debtor until the end of a day")
    async def pause(
        principal: Controller, sent: PauseSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """A second pause takes the place of the first."""
        command = PauseDunning(**sent.model_dump(), paused_by=principal.subject)
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{debtor}/resume", status_code=201, summary="End a debtor's pause now")
    async def resume(
        principal: Controller, debtor: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        command = ResumeDunning(debtor=debtor, resumed_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes


def telling(asking: Asking) -> APIRouter:
    """POST of what a debtor says, and what is written down about it."""
    routes = APIRouter(prefix="/v1", tags=["debtors"])
    desk = Desk(asking)

    @routes.post("/paid-claims", status_code=201, summary="Note that an item is said to be paid")
    async def claim(
        principal: Controller, sent: PaidClaimSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """It is held for the policy's days, and a task asks to look into it."""
        command = NotePaidClaim(**sent.model_dump(), noted_by=principal.subject)
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/notes", status_code=201, summary="Write something down about a debtor")
    async def note(
        principal: Controller, sent: NoteSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Encrypted on the log; shown at the next call."""
        command = AddNote(
            debtor=sent.debtor, noted_by=principal.subject, personal=FreeText(text=sent.text)
        )
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    return routes
