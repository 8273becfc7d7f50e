"""Recorded outcomes as answers: 201 for what is new, 200 for what was so before."""

import uuid

from fastapi import Request
from fastapi.responses import JSONResponse

from libs.chassis.asking import Asked, Asking, body_of
from libs.chassis.identity import Principal
from libs.chassis.problems import NotFound
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.kernel.keys import path_of
from services.handoff.views.reading import PlacementFilter, Placements, Shown, awaited


class Desk:
    """Asks one command of a person or an agency at a time."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def of_debtor(
        self,
        principal: Principal,
        debtor: str,
        command: Command,
        request: Request,
        key: str | None,
    ) -> JSONResponse:
        """The answer to what is said of a debtor's case.

        Without an Idempotency-Key each request is a command of its own. Raises Refused,
        KeyUsedBefore, Undecided.
        """
        path = path_of(principal.tenant, "debtor", debtor)
        return answered(await self.ask(principal, path, command, request, key))

    async def of_agency(
        self,
        principal: Principal,
        agency: str,
        command: Command,
        request: Request,
        key: str | None,
    ) -> Answer:
        """The same at an agency's key."""
        path = path_of(principal.tenant, "agency", agency)
        return await self.ask(principal, path, command, request, key)

    async def ask(
        self,
        principal: Principal,
        path: str,
        command: Command,
        request: Request,
        key: str | None,
    ) -> Answer:
        body = await body_of(principal, request)
        # Two agencies that count their keys alike are two callers.
        said = f"{principal.agency}/{key}" if key and principal.agency else key
        name = f"{command.TYPE}/{path}"
        return await self._asking.answer(
            principal, Asked(path, command, name, said or uuid.uuid4().hex, body)
        )


def answered(answer: Answer) -> JSONResponse:
    """What was recorded; never a refusal."""
    body = {**answer.fields, "command": answer.command, "events": list(answer.events)}
    return JSONResponse(body, 201 if answer.outcome == "recorded" else 200)


async def found(placements: Placements, principal: Principal, placement: str) -> Shown:
    """A placement of the tenant; of whoever works for an agency, one that it was offered.

    Raises NotFound.
    """
    agency = principal.agency
    wanted = PlacementFilter(placement, agency=agency or None, by_agency=bool(agency))
    one = await awaited(lambda: placements.one(principal.tenant, wanted))
    if one is None:
        raise NotFound(what="placement", id=placement)
    return one
