"""The console in the process: a real issuer, real sessions in a database, no services behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import asyncpg
import httpx
from fastapi import FastAPI

from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.secrets import make_secrets
from libs.chassis.telemetry import Gauges
from libs.events.views.reading import Reading
from libs.postgres.database import address_of, make_database
from libs.testkit.issuer import Issuer, issuing
from services.console.adapters.calling import calling
from services.console.adapters.issuer import Client, HttpIssuer
from services.console.adapters.listening import Listening
from services.console.adapters.sessions import KeptSessions
from services.console.views.figures import FiguresView
from services.console.views.reading import Figures
from services.console.web import routes
from services.console.web.cookies import Cookies
from services.console.web.rendering import Renderer
from services.console.web.visiting import House

TENANT = "t"
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nobody answers there."""


@dataclass(frozen=True, slots=True)
class Console:
    """The console's application, its issuer, and how a browser without a screen asks it."""

    app: FastAPI
    issuer: Issuer
    pool: asyncpg.Pool
    address: str
    tokens: Tokens

    def browser(self) -> httpx.AsyncClient:
        """One with cookies of its own, which follows nobody."""
        transport = httpx.ASGITransport(app=self.app)
        return httpx.AsyncClient(transport=transport, base_url=self.address)

    async def log_in(self, browser: httpx.AsyncClient, then: str = "/parked") -> httpx.Response:
        """The answer of the way back, after which the browser has a session."""
        return await browser.get(await self.way_back(browser, then))

    async def way_back(self, browser: httpx.AsyncClient, then: str = "/parked") -> str:
        """Where the issuer sends a browser that logged in there."""
        sent = await browser.get("/login", params={"then": then})
        async with httpx.AsyncClient(trust_env=False, verify=False) as outside:
            return str((await outside.get(sent.headers["location"])).headers["location"])


@asynccontextmanager
async def housed(
    postgres: str, home: Path, *, address: str = "http://console"
) -> AsyncIterator[Console]:
    """The console at `address`; `https` makes it one over TLS."""
    tokens = Tokens(make_secrets(home / "secrets").token_key(private=True))
    database = f"console_{token_hex(4)}"
    await make_database(postgres, database)
    with issuing(lambda subject: tokens.issue(subject, TENANT, ["controller"])) as issuer:
        async with (
            asyncpg.create_pool(address_of(postgres, database), min_size=0, max_size=4) as pool,
            httpx.AsyncClient(trust_env=False, verify=False) as http,
            calling(_nowhere(), 2.0) as calls,
        ):
            sessions = KeptSessions(pool, hours_max=1)
            await sessions.make()
            back = f"{address}/login/back"
            client = Client(issuer.url, "relance-console", "", "openid", back)
            house = House(
                sessions=sessions,
                issuer=HttpIssuer(client, http),
                calls=calls,
                happenings=Listening(address_of(postgres, database)),
                renderer=Renderer(),
                cookies=Cookies(address.startswith("https:")),
                zone="Europe/Brussels",
            )
            app = make_app(face_of(tokens))
            routes.install(app, house, tokens, Figures(Reading(pool, FiguresView.name)))
            yield Console(app, issuer, pool, address, tokens)


def _nowhere() -> dict[str, str]:
    names = ("calendar", "ingestion", "matching", "dunning", "notifications", "risk", "handoff")
    return dict.fromkeys(names, NOWHERE)


def face_of(tokens: Tokens, *, body_bytes_max: int = 1_000_000) -> Face:
    """What any service shows of itself, with nothing behind it."""
    return Face(
        title="console",
        tokens=tokens,
        gauges=Gauges("console"),
        readiness=lambda: Readiness(True, {}),
        body_bytes_max=body_bytes_max,
    )
