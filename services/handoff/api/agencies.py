"""Agencies and the contracts with them: what an admin says, what became of their webhooks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.conditions import IfMatch, IfNoneMatch, revision_in, tagged
from libs.chassis.documenting import unchanged
from libs.chassis.identity import Admin, Principal, Reader
from libs.chassis.problems import NotFound
from libs.events.contracts.handoff import AgencyFacts
from libs.kernel.ids import IdSecret
from services.handoff.api.finding import key_of
from services.handoff.api.shapes import (
    After,
    AgencySent,
    Cursor,
    DeliveryStage,
    Identity,
    Limit,
    Listed,
    Number,
    RotationSent,
    listed,
)
from services.handoff.domain.agency_commands import RegisterAgency, ResendEntry, RotateSecret
from services.handoff.domain.secrets import secret_of
from services.handoff.views.reading import Placements, Shown, awaited


def looking(placements: Placements) -> APIRouter:
    """GET of agencies and of what was posted to them."""
    routes = APIRouter(prefix="/v1/agencies", tags=["agencies"])

    @routes.get("", summary="Agencies")
    async def index(principal: Reader, after: After = None, limit: Limit = 100) -> Listed:
        rows = await placements.agencies(principal.tenant, after, limit)
        return listed(rows, "agency", limit)

    @routes.get("/{agency}", summary="One agency and its contract", responses=unchanged())
    async def show(principal: Reader, agency: Identity, known: IfNoneMatch = None) -> Response:
        """Its ETag is what a change may be conditional on."""
        row = await _found(placements, principal, agency)
        return tagged(row, row["revision"], known)

    @routes.get("/{agency}/deliveries", summary="What became of each posted entry")
    async def deliveries(
        principal: Reader,
        agency: Identity,
        stage: DeliveryStage | None = None,
        after: Cursor = 0,
        limit: Limit = 100,
    ) -> Listed:
        """`stage=dead`: those that no try follows by itself."""
        await _found(placements, principal, agency)
        rows = await placements.deliveries(principal.tenant, agency, stage, after, limit)
        return listed(rows, "number", limit)

    @routes.get("/{agency}/remittances", summary="What it transferred, and what of it has come")
    async def remittances(
        principal: Reader, agency: Identity, after: After = None, limit: Limit = 100
    ) -> Listed:
        await _found(placements, principal, agency)
        rows = await placements.remittances(principal.tenant, agency, after, limit)
        return listed(rows, "remittance", limit)

    return routes


def agreeing(asking: Asking, ids: IdSecret) -> APIRouter:
    """POST of agencies."""
    routes = APIRouter(prefix="/v1/agencies", tags=["agencies"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Register an agency under its name")
    async def register(
        principal: Admin,
        sent: AgencySent,
        request: Request,
        key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> JSONResponse:
        """The same name again is the same agency, with its contract as it is now; with `If-Match`
        only if nobody else has changed it since: 412."""
        agency = ids.hashed(principal.tenant, "agency", sent.name)
        facts = AgencyFacts(agency=agency, **dict(sent))
        command = RegisterAgency(
            facts=facts, registered_by=principal.subject, if_revision=revision_in(if_match)
        )
        path = key_of(principal, agency)
        return await desk.ask(principal, path, command, request, key)

    return routes


def signing(asking: Asking, placements: Placements, ids: IdSecret) -> APIRouter:
    """What webhooks are signed with."""
    routes = APIRouter(prefix="/v1/agencies", tags=["agencies"])
    desk = Desk(asking)

    @routes.get("/{agency}/secret", summary="What its webhooks are signed with")
    async def secret(
        principal: Admin, agency: Identity, number: Number | None = None
    ) -> dict[str, str]:
        """For the agency alone: hand it over by a way that others do not read. Unless a number is
        asked for, the one that signs now."""
        row = await _found(placements, principal, agency)
        wanted = number or number_now(row)
        secret = secret_of(ids, principal.tenant, agency, wanted)
        return {"number": str(wanted), "secret": secret}

    @routes.post("/{agency}/secret", status_code=201, summary="Sign with another secret")
    async def rotate(
        principal: Admin,
        agency: Identity,
        sent: RotationSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        until = datetime.now(UTC) + timedelta(hours=sent.before_hours)
        command = RotateSecret(
            agency=agency, before_until=until.isoformat(), rotated_by=principal.subject
        )
        path = key_of(principal, agency)
        answer = await desk.outcome(principal, path, command, request, key)
        number = int(answer.fields["number"])
        told = {"number": str(number), "secret": secret_of(ids, principal.tenant, agency, number)}
        return JSONResponse(told, 201)

    return routes


def number_now(agency: Shown) -> int:
    """Of the secret that its webhooks are signed with: the first, until it was changed."""
    number: int = agency.get("secret_number", 1)
    return number


def resending(asking: Asking) -> APIRouter:
    """POST: an entry is posted once more."""
    routes = APIRouter(prefix="/v1/agencies", tags=["agencies"])
    desk = Desk(asking)

    @routes.post("/{agency}/deliveries/{number}/resend", status_code=201, summary="Post it again")
    async def resend(
        principal: Admin,
        agency: Identity,
        number: Number,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        command = ResendEntry(agency=agency, number=number, resent_by=principal.subject)
        path = key_of(principal, agency)
        return await desk.ask(principal, path, command, request, key)

    return routes


async def _found(placements: Placements, principal: Principal, agency: str) -> dict[str, Any]:
    """One agency, waited for a little. Raises NotFound."""
    row = await awaited(lambda: placements.agency(principal.tenant, agency))
    if row is None:
        raise NotFound(what="agency", id=agency)
    return row
