"""A request becomes a command, and the recorded outcome becomes its answer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from libs.chassis.identity import Asker, Forbidden, Principal
from libs.chassis.positions import note
from libs.chassis.problems import NotFound, Problem, Refused
from libs.chassis.roles import MAY
from libs.chassis.tracing import CURRENT
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer, Outcome
from libs.events.loop.edge import Edge, KeyReused, Question
from libs.kernel.ids import IdSecret

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="The same key with the same body, by the same person, is answered as the first"
        " time.",
    ),
]


class CommandTold(BaseModel):
    """What became of a command."""

    command: str
    outcome: Outcome
    rule: str | None = Field(default=None, description="Why it was refused, as a rule id.")
    message: str | None = None
    events: list[str] = Field(description="Ids of what was recorded.")
    fields: dict[str, str] = Field(description="What its caller needs of it.")


class KeyUsedBefore(Problem):
    """This Idempotency-Key was used before, with another body or by somebody else."""

    RULE = "idempotency_key_reused"
    STATUS = 422


class Undecided(Exception):
    """The decision takes longer than the request waits; its outcome is found under its id."""

    def __init__(self, command_id: str) -> None:
        super().__init__(command_id)
        self.command_id = command_id


@dataclass(frozen=True, slots=True)
class Asked:
    """One command to be, and what makes it the same command when it is sent again."""

    key: str
    """Routing key."""
    command: Command
    endpoint: str
    """Stable name of the operation, part of the command's id."""
    idempotency: str
    """The caller's Idempotency-Key, or what stands for it, such as the content's hash."""
    body: bytes
    is_bulk: bool = False
    """Whether it may wait until nobody else does: what announces it was answered before."""
    is_fresh: bool = False
    """Whether `idempotency` was made up for this request alone."""


class Asking:
    """Puts commands to the own service and waits for what is recorded of them."""

    def __init__(
        self,
        edge: Edge,
        ids: IdSecret,
        wait_s: float,
        statuses: Mapping[str, int],
        *,
        serves_agencies: bool = False,
    ) -> None:
        self._edge, self._ids, self._wait_s = edge, ids, wait_s
        self._statuses = statuses
        """HTTP status by rule of refusal; 409 where a rule is not listed."""
        self.serves_agencies = serves_agencies
        """Whether agencies put commands here, and may ask what became of them."""

    def question(self, principal: Principal, asked: Asked) -> Question:
        """The same key, endpoint and tenant are the same command, for ever."""
        command_id = self._ids.hashed(
            principal.tenant, "command", asked.endpoint, asked.idempotency
        )
        return Question(
            tenant=principal.tenant,
            key=asked.key,
            command=asked.command,
            command_id=command_id,
            body_hash=hashlib.sha256(asked.body).hexdigest(),
            trace=CURRENT.get(),
            is_bulk=asked.is_bulk,
            is_fresh=asked.is_fresh,
        )

    async def answer(self, principal: Principal, asked: Asked) -> Answer:
        """The recorded outcome. Raises Refused, KeyUsedBefore, Undecided."""
        question = self.question(principal, asked)
        try:
            answer = await self._edge.ask(question, wait_s=self._wait_s)
        except KeyReused as reused:
            raise KeyUsedBefore from reused
        if answer is None:
            raise Undecided(question.command_id)
        note(await self._edge.recorded_up_to([question]))
        return self.unrefused(answer)

    async def answers(self, principal: Principal, many: Sequence[Asked]) -> list[Answer | None]:
        """Outcomes of many commands in their order, refusals among them; None: undecided."""
        questions = [self.question(principal, asked) for asked in many]
        answers = await self._edge.ask_many(questions, wait_s=self._wait_s)
        note(await self._edge.recorded_up_to(questions))
        return answers

    async def outcome(self, principal: Principal, command_id: str) -> Answer | None:
        """What was recorded of a command; None: nothing yet."""
        return await self._edge.outcome(principal.tenant, command_id)

    def unrefused(self, answer: Answer) -> Answer:
        """Raises Refused when the answer is a refusal."""
        if answer.outcome == "refused":
            rule = answer.rule or "refused"
            status = self._statuses.get(rule, 409)
            raise Refused(rule, status, answer.message or rule, answer.fields)
        return answer


async def body_of(principal: Principal, request: Request) -> bytes:
    """What an Idempotency-Key is of: a body, sent to an address with its query by somebody.

    The same key for another thing, or by another person, is not answered as the first time.
    """
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{principal.subject} {address} ".encode() + await request.body()


def idempotency_or(given: str | None, body: bytes) -> str:
    """The caller's key, else the body's hash: the same body is the same command."""
    return given or hashlib.sha256(body).hexdigest()


def asking_of(request: Request) -> Asking:
    """The asking of the service that a request came to."""
    asking: Asking = request.app.state.asking
    return asking


def _on_undecided(_: Request, undecided: Exception) -> JSONResponse:
    assert isinstance(undecided, Undecided)
    where = f"/v1/commands/{undecided.command_id}"
    body = {"command": undecided.command_id, "outcome": "pending", "status_url": where}
    return JSONResponse(body, 202, headers={"Location": where, "Retry-After": "1"})


router = APIRouter(tags=["commands"])


@router.get(
    "/v1/commands/{command_id}",
    summary="What became of a command",
    response_model_exclude_none=True,
)
async def show_command(
    request: Request,
    principal: Asker,
    command_id: Annotated[str, Path(pattern="^[0-9a-z]{26}$")],
) -> CommandTold:
    """Its recorded outcome, kept 30 days; 404 while nothing is decided. Only who asked knows
    the id."""
    asking = asking_of(request)
    if not asking.serves_agencies and not principal.may("look"):
        raise Forbidden(roles=", ".join(MAY["look"]))
    answer = await asking.outcome(principal, command_id)
    if answer is None:
        raise NotFound(what="decided command", id=command_id)
    return CommandTold.model_validate(answer.model_dump(exclude={"tenant", "body_hash"}))


def install(app: FastAPI, asking: Asking) -> None:
    """Let `app` ask, and answer 202 when a decision takes longer."""
    app.state.asking = asking
    app.add_exception_handler(Undecided, _on_undecided)
    app.include_router(router)
