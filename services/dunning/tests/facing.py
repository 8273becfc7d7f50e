"""Dunning's addresses over a filled view, called in the process."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from libs.events.loop.edge import Edge
from libs.testkit.scenarios import Heard, Told
from libs.testkit.tripwire import wait_until
from services.dunning.adapters.policies import SCHEMA, SHIPPED, read_policy
from services.dunning.api.refusing import STATUSES
from services.dunning.api.routes import Written, routes
from services.dunning.tests.building import dunning
from services.dunning.tests.deciding_inbox import DecidingInbox
from services.dunning.tests.view_filling import TENANT, filled, said_of


@dataclass(frozen=True, slots=True)
class Office:
    """A caller of dunning, and what came of its requests."""

    http: httpx.AsyncClient
    inbox: DecidingInbox
    tokens: Tokens
    app: FastAPI

    def as_(self, tenant: str, *roles: str, who: str = "paula") -> "Office":
        """The same for another tenant, in other roles, or as somebody else."""
        http = _http(self.app, self.tokens, tenant, *roles, who=who)
        return Office(http, self.inbox, self.tokens, self.app)

    async def get(self, path: str, **params: str) -> Any:
        answer = await self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: Any, *, key: str = "") -> httpx.Response:
        return await self.http.post(
            path, json=body, headers={"Idempotency-Key": key} if key else {}
        )

    async def seen(self, path: str, what: Callable[[Any], bool], **params: str) -> Any:
        """The answer once it is as wanted: what was recorded takes a moment to be shown."""
        found: list[Any] = []

        async def is_there() -> bool:
            found.append(await self.get(path, **params))
            return what(found[-1])

        await wait_until(is_there, f"{path} is as wanted", limit_s=20)
        return found[-1]


@asynccontextmanager
async def office(
    postgres: str,
    home: Path,
    events: Sequence[Event | tuple[str, Event]] = (),
    facts: Sequence[Heard | Told] = (),
) -> AsyncIterator[Office]:
    """The addresses over a view with all of `events` in it, called by `paula`.

    `facts` are what the decider heard and was told before; the view has what came of them.
    """
    secrets = make_secrets(home / "secrets")
    inbox = DecidingInbox(dunning.given(), said_of(events))
    inbox.hears(*facts)
    async with filled(postgres, inbox.said) as chasing:
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


def _http(
    app: FastAPI, tokens: Tokens, tenant: str, *roles: str, who: str = "paula"
) -> httpx.AsyncClient:
    token = tokens.issue(who, tenant, roles or ("admin",))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://dunning",
        headers={"Authorization": f"Bearer {token}"},
    )
