"""Recorded outcomes as answers: 201 for what is new, 200 for what was so before."""

import uuid

from fastapi import Request
from fastapi.responses import JSONResponse

from libs.chassis.asking import Asked, Asking, body_of
from libs.chassis.identity import Principal
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer


class Desk:
    """Asks one command of a person at a time."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def ask(
        self,
        principal: Principal,
        path: str,
        command: Command,
        request: Request,
        key: str | None,
    ) -> JSONResponse:
        """The answer as JSON; without an Idempotency-Key each request is a command of its own.

        Raises Refused, KeyUsedBefore, Undecided.
        """
        body = await body_of(principal, request)
        asked = Asked(path, command, f"{command.TYPE}/{path}", key or uuid.uuid4().hex, body)
        return answered(await self._asking.answer(principal, asked))


def answered(answer: Answer) -> JSONResponse:
    """What was recorded; never a refusal."""
    body = {**answer.fields, "command": answer.command, "events": list(answer.events)}
    return JSONResponse(body, 201 if answer.outcome == "recorded" else 200)
