"""What a person asks for is one command, and its recorded outcome is the answer."""

import uuid
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from libs.chassis.asking import Asked, Asking, body_of
from libs.chassis.identity import Principal
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.kernel.keys import path_of


class Desk:
    """Asks one command of a person, or of an agency, at a time.

    Without an Idempotency-Key each request is a command of its own. All raise Refused,
    KeyUsedBefore and Undecided.
    """

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
        """The answer to what is said of a debtor."""
        path = path_of(principal.tenant, "debtor", debtor)
        return await self.ask(principal, path, command, request, key)

    async def ask(
        self, principal: Principal, path: str, command: Command, request: Request, key: str | None
    ) -> JSONResponse:
        """The answer to what is said at any routing key."""
        return answered(await self.outcome(principal, path, command, request, key))

    async def outcome(
        self, principal: Principal, path: str, command: Command, request: Request, key: str | None
    ) -> Answer:
        """The same as it was recorded, for who tells something else of it."""
        # Two agencies that count their keys alike are two callers.
        said = f"{principal.agency}/{key}" if key and principal.agency else key
        asked = Asked(
            path,
            command,
            f"{command.TYPE}/{path}",
            said or uuid.uuid4().hex,
            await body_of(principal, request),
            is_fresh=not said,
        )
        return await self._asking.answer(principal, asked)


def answered(answer: Answer) -> JSONResponse:
    """201 for what is new, 200 for what was so before; never a refusal."""
    return JSONResponse(told(answer), 201 if answer.outcome == "recorded" else 200)


def told(answer: Answer) -> dict[str, Any]:
    """What the caller needs of a recorded outcome, beside its command and its events."""
    return {**answer.fields, "command": answer.command, "events": list(answer.events)}
