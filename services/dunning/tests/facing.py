"""Dunning's addresses over a filled view, called in the process; commands are kept, not decided."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
from fastapi import FastAPI

from libs.chassis import asking as asking_face
from libs.chassis.asking import Asking
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.secrets import make_secrets
from libs.chassis.telemetry import Gauges
from libs.events.contracts.model import Event
from libs.events.contracts.runtime import Answer
from libs.events.loop.edge import Edge, Question
from services.dunning.adapters.policies import SCHEMA, SHIPPED, read_policy
from services.dunning.api.refusing import STATUSES
from services.dunning.api.routes import Written, routes
from services.dunning.tests.view_filling import TENANT, filled


@dataclass(slots=True)
class Inbox:
    """Where commands are put: each is answered as recorded, and can be looked at."""

    questions: list[Question] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    """By type of command; what is not here is recorded."""

    async def ask(self, question: Question, *, wait_s: float = 10.0) -> Answer | None:
        self.questions.append(question)
        recorded = Answer(
            command=question.command_id,
            body_hash=question.body_hash,
            tenant=question.tenant,
            outcome="recorded",
        )
        return self.answers.get(type(question.command).__name__, recorded)


@dataclass(frozen=True, slots=True)
class Office:
    """A caller of dunning, and what came of its requests."""

    http: httpx.AsyncClient
    inbox: Inbox
    tokens: Tokens
    app: FastAPI

    def as_(self, tenant: str, *roles: str) -> "Office":
        """The same for another tenant, or in other roles."""
        http = _http(self.app, self.tokens, tenant, *roles)
        return Office(http, self.inbox, self.tokens, self.app)

    async def get(self, path: str, **params: str) -> Any:
        answer = await self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def asked(self) -> Question:
        """The only command that was put."""
        (question,) = self.inbox.questions
        return question


@asynccontextmanager
async def office(
    postgres: str, home: Path, events: Sequence[Event | tuple[str, Event]]
) -> AsyncIterator[Office]:
    """The addresses over a view with all of `events` in it, called by `paula`."""
    secrets, inbox = make_secrets(home / "secrets"), Inbox()
    async with filled(postgres, events) as chasing:
        asking = Asking(cast(Edge, inbox), secrets.id_secret(), 1.0, STATUSES)
        face = Face(
            title="dunning",
            tokens=Tokens(secrets.token_key()),
            gauges=Gauges("dunning"),
            readiness=lambda: Readiness(True, {}),
            body_bytes_max=1_000_000,
            routers=routes(chasing, asking, Written(read_policy, SHIPPED, SCHEMA)),
        )
        app = make_app(face)
        asking_face.install(app, asking)
        tokens = Tokens(secrets.token_key(private=True))
        async with _http(app, tokens, TENANT) as http:
            yield Office(http, inbox, tokens, app)


def _http(app: FastAPI, tokens: Tokens, tenant: str, *roles: str) -> httpx.AsyncClient:
    token = tokens.issue("paula", tenant, roles or ("admin",))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://dunning",
        headers={"Authorization": f"Bearer {token}"},
    )
