"""The agency's addresses: its cases, its answers, what it reports of them."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import AgencyMember, Principal
from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.model import Command
from services.handoff.api.finding import found
from services.handoff.api.shapes import (
    AcceptanceSent,
    ActionSent,
    After,
    ClosingSent,
    FeeSent,
    Identity,
    Limit,
    Listed,
    ReactionSent,
    RecoverySent,
    RefusalSent,
    Stage,
    listed,
)
from services.handoff.domain.commands import (
    AcceptPlacement,
    ClosePlacement,
    RefusePlacement,
    ReportAction,
    ReportFee,
    ReportReaction,
    ReportRecovery,
)
from services.handoff.views.reading import PlacementFilter, Placements, Shown

PREFIX = "/v1/agency/placements"
_NOT_THEIRS: Final = frozenset(
    {
        *("requested_by", "withdrawn_by", "recalled_by", "escalated_by", "closed_by"),
        *("held", "cause", "service", "events"),
    }
)


def looking(placements: Placements) -> APIRouter:
    """GET of an agency's cases."""
    routes = APIRouter(prefix=PREFIX, tags=["agency"])

    @routes.get("", summary="Cases that were offered to the agency")
    async def index(
        principal: AgencyMember,
        stage: Annotated[Stage | None, Query()] = None,
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = PlacementFilter(
            agency=principal.agency, stages=(stage,) if stage else (), by_agency=True
        )
        rows = await placements.all(principal.tenant, wanted, after, limit)
        return listed([theirs(row) for row in rows], "placement", limit)

    @routes.get("/{placement}", summary="One case with its items")
    async def show(principal: AgencyMember, placement: Identity) -> dict[str, Any]:
        return theirs(await found(placements, principal, placement))

    return routes


def theirs(row: Shown) -> Shown:
    """Without what is the creditor's own: its people, what was kept out, its timeline."""
    return {name: value for name, value in row.items() if name not in _NOT_THEIRS}


class _Counter:
    """Where an agency's words about one of its cases are taken."""

    def __init__(self, asking: Asking, placements: Placements) -> None:
        self._desk, self._placements = Desk(asking), placements

    async def about(self, principal: Principal, placement: str) -> dict[str, Any]:
        """The fields that every command of an agency has. Raises NotFound."""
        row = await found(self._placements, principal, placement)
        return {"debtor": row["debtor"], "placement": placement, "agency": principal.agency}

    async def take(
        self, principal: Principal, command: Command, request: Request, key: str | None
    ) -> JSONResponse:
        debtor: str = command.debtor  # type: ignore[attr-defined]  # all that `about` made have it
        return await self._desk.of_debtor(principal, debtor, command, request, key)


def answering(asking: Asking, placements: Placements) -> APIRouter:
    """POST: an offer is accepted or refused."""
    routes = APIRouter(prefix=PREFIX, tags=["agency"])
    counter = _Counter(asking, placements)

    @routes.post("/{placement}/accept", status_code=201, summary="Take the case on")
    async def accept(
        who: AgencyMember,
        placement: Identity,
        sent: AcceptanceSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        about = await counter.about(who, placement)
        command = AcceptPlacement(**about, reference=sent.reference, accepted_by=who.subject)
        return await counter.take(who, command, request, key)

    @routes.post("/{placement}/refuse", status_code=201, summary="Do not take the case on")
    async def refuse(
        who: AgencyMember,
        placement: Identity,
        sent: RefusalSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        about = await counter.about(who, placement)
        command = RefusePlacement(**about, reason=sent.reason, refused_by=who.subject)
        return await counter.take(who, command, request, key)

    return routes


def closing(asking: Asking, placements: Placements) -> APIRouter:
    """POST: a case has ended."""
    routes = APIRouter(prefix=PREFIX, tags=["agency"])
    counter = _Counter(asking, placements)

    @routes.post("/{placement}/close", status_code=201, summary="End the case with its result")
    async def close(
        who: AgencyMember,
        placement: Identity,
        sent: ClosingSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        about = await counter.about(who, placement)
        command = ClosePlacement(**about, result=sent.result, closed_by=who.subject)
        return await counter.take(who, command, request, key)

    return routes


def reporting(asking: Asking, placements: Placements) -> APIRouter:
    """POST: what was done, and what the debtor said."""
    routes = APIRouter(prefix=PREFIX, tags=["agency"])
    counter = _Counter(asking, placements)

    @routes.post("/{placement}/actions", status_code=201, summary="Report what was done")
    async def action(
        who: AgencyMember,
        placement: Identity,
        sent: ActionSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        about = await counter.about(who, placement)
        about |= {"kind": sent.kind, "done_on": sent.done_on, "reported_by": who.subject}
        command = ReportAction(**about, personal=FreeText(text=sent.text))
        return await counter.take(who, command, request, key)

    @routes.post("/{placement}/reactions", status_code=201, summary="Report what the debtor said")
    async def reaction(
        who: AgencyMember,
        placement: Identity,
        sent: ReactionSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        about = await counter.about(who, placement)
        about |= {"kind": sent.kind, "said_on": sent.said_on, "reported_by": who.subject}
        command = ReportReaction(**about, personal=FreeText(text=sent.text))
        return await counter.take(who, command, request, key)

    return routes


def charging(asking: Asking, placements: Placements) -> APIRouter:
    """POST: what was recovered, and what it cost."""
    routes = APIRouter(prefix=PREFIX, tags=["agency"])
    counter = _Counter(asking, placements)

    @routes.post("/{placement}/recoveries", status_code=201, summary="Report money received")
    async def recovery(
        who: AgencyMember,
        placement: Identity,
        sent: RecoverySent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """The debt is less from here on, and the agency owes it, net of its fee."""
        about = await counter.about(who, placement)
        command = ReportRecovery(**about, **dict(sent), reported_by=who.subject)
        return await counter.take(who, command, request, key)

    @routes.post("/{placement}/fees", status_code=201, summary="Report a fee beside the contract")
    async def fee(
        who: AgencyMember,
        placement: Identity,
        sent: FeeSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        about = await counter.about(who, placement)
        command = ReportFee(**about, **dict(sent), reported_by=who.subject)
        return await counter.take(who, command, request, key)

    return routes
