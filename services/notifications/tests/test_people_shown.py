"""The creditor's own people over HTTP: who is shown to whom, and what is refused at the edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
from fastapi import FastAPI

from libs.chassis.asking import Asking
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.secrets import make_secrets
from libs.chassis.telemetry import Gauges
from libs.events.loop.edge import Edge
from libs.testkit.scenarios import Told
from libs.testkit.stack import Addresses
from services.notifications.api import people
from services.notifications.tests.building import DEBTOR, IDS, TENANT
from services.notifications.tests.office_people import a_person, assigned, leaves
from services.notifications.tests.view_filling import Views, filled, story

TOM = {"name": "Tom", "email": "tom@bakker.example", "zone": "Europe/Brussels"}
WRONG: list[tuple[str, dict[str, str], int]] = [
    ("controller", TOM, 403),
    ("sales", TOM, 403),
    ("manager", TOM | {"zone": "Europe/Nowhere"}, 422),
    ("manager", TOM | {"sees": "nothing"}, 422),
    ("manager", {"name": "Tom"}, 422),
    ("manager", TOM | {"email": "tom"}, 422),
]


@dataclass(frozen=True, slots=True)
class Office:
    """Who may ask, and whom."""

    app: FastAPI
    tokens: Tokens

    async def asks(
        self, method: str, path: str, role: str = "manager", tenant: str = TENANT, **more: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens.issue('paula', tenant, [role])}"}
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://notifications", headers=headers
        ) as http:
            return await http.request(method, f"/v1/people{path}", **more)


@asynccontextmanager
async def office(stack: Addresses, home: Path, *others: Told) -> AsyncIterator[Office]:
    """Sofie was assigned a debtor; Tom was there, and left."""
    known = story(a_person(), assigned(DEBTOR), a_person("tom"), leaves("tom"), *others)
    secrets = make_secrets(home / "secrets")
    async with filled(stack.postgres, known) as views:
        yield Office(
            _app(views, Tokens(secrets.token_key())), Tokens(secrets.token_key(private=True))
        )


def _app(views: Views, tokens: Tokens) -> FastAPI:
    nobody = Asking(cast(Edge, None), IDS, 1.0, {})
    return make_app(
        Face(
            title="notifications",
            tokens=tokens,
            gauges=Gauges("notifications"),
            readiness=lambda: Readiness(True, {}),
            body_bytes_max=1_000_000,
            routers=(
                people.looking(views.people, IDS),
                people.registering(nobody, IDS),
                people.leaving(nobody, IDS),
            ),
        )
    )


async def test_who_is_there_is_shown_with_what_they_are_mailed(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack, tmp_path) as asked:
        page = (await asked.asks("GET", "", "reader")).json()
        assert [one["person"] for one in page["items"]] == ["sofie"]
        sofie = (await asked.asks("GET", "/sofie", "reader")).json()
        assert (sofie["email"], sofie["sees"]) == ("sofie@bakker.example", "portfolio")
        assert [(one["kind"], one["status"]) for one in sofie["mails"]] == [
            ("assignment", "to_compose")
        ]
        assert (await asked.asks("GET", "/tom", "reader")).status_code == 404
        assert (await asked.asks("GET", "/sofie", tenant="other")).status_code == 404
        assert (await asked.asks("GET", "", tenant="other")).json()["items"] == []


async def test_people_are_listed_page_by_page(stack: Addresses, tmp_path: Path) -> None:
    async with office(stack, tmp_path, a_person("anna"), a_person("omar")) as asked:
        found, after = [], ""
        for _ in range(3):
            page = (await asked.asks("GET", f"?limit=1{after}", "reader")).json()
            found += [one["person"] for one in page["items"]]
            after = f"&after={page['next']}"
        assert sorted(found) == ["anna", "omar", "sofie"]
        page = (await asked.asks("GET", f"?limit=1{after}", "reader")).json()
        assert page == {"items": [], "next": None}
        assert (await asked.asks("GET", "?after=anna", "reader")).status_code == 422


async def test_what_is_wrong_never_reaches_a_decision(stack: Addresses, tmp_path: Path) -> None:
    async with office(stack, tmp_path) as asked:
        for role, body, status in WRONG:
            answer = await asked.asks("PUT", "/tom", role, json=body)
            assert answer.status_code == status, (role, body)
        assert (await asked.asks("DELETE", "/sofie", "controller")).status_code == 403
