"""The morning review: what leaves today is approved, or taken out of it."""

import uuid
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asked, Asking, IdempotencyKey
from libs.chassis.identity import Controller, Principal
from libs.chassis.problems import NotFound
from libs.events.contracts.dunning import FreeText
from libs.events.contracts.runtime import Answer
from libs.kernel.keys import path_of
from services.dunning.api.demands import demand_of
from services.dunning.api.lists import found
from services.dunning.api.shapes import ApprovalsSent, Identity, WithholdSent
from services.dunning.domain.commands import ApproveDemand, ReleaseItem, WithholdDemand
from services.dunning.views.reading import Chasing


def approving(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of approvals."""
    routes = APIRouter(prefix="/v1/demands", tags=["demands"])
    desk = Desk(asking)

    @routes.post("/approve", summary="Approve many demands at once")
    async def approve_many(
        principal: Controller, sent: ApprovalsSent, key: IdempotencyKey = None
    ) -> dict[str, Any]:
        """Each has an answer of its own, in the order sent: `recorded`, `nothing` (it needs no
        approval), `pending`, or `refused` with its rule. One that nobody knows: 404 for all."""
        wanted = tuple(dict.fromkeys(sent.demands))
        debtors = await chasing.debtors_of(principal.tenant, wanted)
        for demand in wanted:
            if demand not in debtors:
                raise NotFound(what="demand", id=demand)
        once = key or uuid.uuid4().hex
        asked = [
            _approval(principal, demand, debtors[demand], once, is_fresh=not key)
            for demand in wanted
        ]
        answers = await asking.answers(principal, asked)
        told = [_told(one, answer) for one, answer in zip(wanted, answers, strict=True)]
        return {"items": told}

    @routes.post("/{demand}/approve", status_code=201, summary="Let a demand leave today")
    async def approve(
        principal: Controller, demand: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """`approvals_left`: where the creditor wants two people, the other has to be another."""
        debtor = (await demand_of(chasing, principal.tenant, demand))["debtor"]
        command = ApproveDemand(debtor=debtor, demand=demand, approved_by=principal.subject)
        # Two people who name their keys alike, by the demand say, are two.
        once = f"{key}/{principal.subject}" if key else None
        return await desk.of_debtor(principal, debtor, command, request, once)

    return routes


def withholding(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of what is taken out of what leaves, and given back."""
    routes = APIRouter(prefix="/v1", tags=["demands"])
    desk = Desk(asking)

    @routes.post(
        "/demands/{demand}/withhold", status_code=201, summary="Take items out of a demand"
    )
    async def withhold(
        principal: Controller,
        demand: Identity,
        sent: WithholdSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """For today, or until they are released. What is left of it is asked anew at once; one
        that is on its way already is recalled, and its message says whether it left."""
        debtor = (await demand_of(chasing, principal.tenant, demand))["debtor"]
        command = WithholdDemand(
            debtor=debtor,
            demand=demand,
            items=sent.items,
            for_good=sent.for_good,
            withheld_by=principal.subject,
            personal=FreeText(text=sent.reason),
        )
        return await desk.of_debtor(principal, debtor, command, request, key)

    @routes.post("/withheld/{item}/release", status_code=201, summary="Let an item be asked again")
    async def release(
        principal: Controller, item: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        debtor = (await found(chasing, principal.tenant, "withheld", item))["debtor"]
        command = ReleaseItem(debtor=debtor, item=item, released_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes


def _approval(
    principal: Principal, demand: str, debtor: str, once: str, *, is_fresh: bool
) -> Asked:
    path = path_of(principal.tenant, "debtor", debtor)
    command = ApproveDemand(debtor=debtor, demand=demand, approved_by=principal.subject)
    once = f"{once}/{principal.subject}/{demand}"
    endpoint = f"{command.TYPE}/{path}"
    return Asked(path, command, endpoint, once, demand.encode(), is_fresh=is_fresh)


def _told(demand: str, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {"demand": demand, "outcome": "pending"}
    told: dict[str, Any] = {"demand": demand, "outcome": answer.outcome, "command": answer.command}
    if answer.outcome == "refused":
        return told | {"rule": answer.rule, "detail": answer.message}
    return told | {"approvals_left": answer.fields.get("approvals_left", "0")}
