"""Recorded outcomes as answers: 201 for what is new, 200 for what was so before."""

import uuid

from fastapi import Request
from fastapi.responses import JSONResponse

from libs.chassis.asking import Asked, Asking, body_of
from libs.chassis.identity import Principal
from libs.chassis.problems import MEDIA_TYPE
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.kernel.keys import path_of
from services.dunning.api.policy_mistakes import PolicyMistaken


class Desk:
    """Asks one command of a person at a time."""

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
        """The answer to what is said of a debtor.

        Without an Idempotency-Key each request is a command of its own. Raises Refused,
        KeyUsedBefore, Undecided.
        """
        path = path_of(principal.tenant, "debtor", debtor)
        return await self.ask(principal, path, command, key, await body_of(principal, request))

    async def ask(
        self, principal: Principal, path: str, command: Command, key: str | None, body: bytes
    ) -> JSONResponse:
        """The same for any routing key."""
        asked = Asked(path, command, f"{command.TYPE}/{path}", key or uuid.uuid4().hex, body)
        return answered(await self._asking.answer(principal, asked))


def answered(answer: Answer) -> JSONResponse:
    """What was recorded; never a refusal."""
    body = {**answer.fields, "command": answer.command, "events": list(answer.events)}
    return JSONResponse(body, 201 if answer.outcome == "recorded" else 200)


def mistaken_response(mistaken: PolicyMistaken) -> JSONResponse:
    """A policy that is not taken; `errors` has all that is wrong with it, the first 20."""
    first = mistaken.mistakes[0]
    where = f"line {first.line}: " if first.line else ""
    body = {
        "type": f"urn:relance:rule:{first.rule}",
        "title": first.rule.replace("_", " "),
        "status": 422,
        "detail": where + first.message,
        "rule": first.rule,
        "errors": [
            {
                "rule": one.rule,
                "message": one.message,
                "field": one.field,
                "position": f"line {one.line}" if one.line else "",
            }
            for one in mistaken.mistakes
        ],
    }
    return JSONResponse(body, 422, media_type=MEDIA_TYPE)
