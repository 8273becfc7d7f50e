"""Where the console is wired together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from fastapi import FastAPI

from libs.chassis.pages import Install, Lent, Pages
from services.console.adapters.calling import calling
from services.console.adapters.issuer import Client, HttpIssuer
from services.console.adapters.listening import Listening
from services.console.adapters.sessions import KeptSessions
from services.console.settings import Settings
from services.console.views.figures import FiguresView
from services.console.views.happened import HappenedView
from services.console.views.reading import Figures
from services.console.web import routes
from services.console.web.cookies import Cookies
from services.console.web.rendering import Renderer
from services.console.web.visiting import House

BACK = "/login/back"


def make(settings: Settings) -> Pages:
    """The service, for `libs.chassis.process.run`."""
    renderer = Renderer()
    renderer.prepare()

    @asynccontextmanager
    async def serve(lent: Lent) -> AsyncIterator[Install]:
        async with AsyncExitStack() as stack:
            sessions = KeptSessions(lent.pool, settings.session_hours_max)
            await sessions.make()
            http = await stack.enter_async_context(_to_issuer(settings))
            listening = Listening(lent.database)
            task = asyncio.create_task(listening.run())
            stack.callback(task.cancel)
            house = House(
                sessions=sessions,
                issuer=HttpIssuer(_client(settings), http),
                calls=await stack.enter_async_context(
                    calling(settings.service_urls, settings.service_limit_s)
                ),
                happenings=listening,
                renderer=renderer,
                cookies=Cookies(settings.is_tls),
                zone=settings.zone,
                redirect_path=BACK,
            )

            figures = Figures(lent.readings[FiguresView.name])

            def install(app: FastAPI) -> None:
                routes.install(app, house, lent.tokens, figures)

            yield install

    return Pages(name="console", serve=serve, projections=[HappenedView(), FiguresView()])


def _client(settings: Settings) -> Client:
    return Client(
        issuer=settings.issuer,
        client_id=settings.login_client,
        secret=settings.login_secret,
        scope=settings.login_scope,
        redirect_uri=settings.console_url.rstrip("/") + BACK,
    )


def _to_issuer(settings: Settings) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=settings.service_limit_s,
        trust_env=False,
        verify=settings.issuer.startswith("https:"),
    )
