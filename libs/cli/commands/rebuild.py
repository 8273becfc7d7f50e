"""`relance rebuild`."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from libs.cli.answering import answer, facts, run, table, tell
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.failing import Refused
from libs.cli.groups import Command
from libs.cli.pace import Pace, clock
from libs.cli.platform import PORTS
from libs.cli.session import Session, session_of

ASK_EVERY_S: Final = 0.5
LINE_EVERY_S: Final = 5.0
"""Where no line can move."""
COLUMNS: Final = ("service", "view", "version", "generation", "state", "done", "of", "lag")
Show = Callable[[str], None]


@click.command(cls=Command)
@click.argument("service", required=False, type=click.Choice(list(PORTS)))
@click.argument("view", required=False)
@click.option("--cancel", is_flag=True, help="Drop the generation that is being filled.")
@click.pass_context
def rebuild(context: click.Context, service: str | None, view: str | None, cancel: bool) -> None:
    """Fill a view anew beside what is read, and switch; without VIEW: list the views.

    Reads and writes go on; the switch is one moment. Interrupted, here or there, it goes on in
    the service from where it was: the same command follows it again.

    \b
    relance rebuild
    relance rebuild matching ledger
    relance rebuild matching ledger --cancel
    """
    session = session_of(context)
    if service is None or view is None:
        if cancel:
            raise click.UsageError("which view: SERVICE VIEW --cancel")
        found = run(_listed(session, [service] if service else list(PORTS)))
        rows = ([one[column] for column in COLUMNS] for one in found)
        answer(session, found, lambda: table(COLUMNS, rows, empty="there are no views"))
        return
    work = _cancelled(session, service, view) if cancel else _rebuilt(session, service, view)
    try:
        document = run(work)
    except KeyboardInterrupt:
        line = f"relance rebuild {service} {view}"
        tell(f"it goes on in {service}: `{line}` follows it again, `{line} --cancel` drops it")
        raise click.Abort from None
    answer(session, document, lambda: facts(document))


async def _listed(session: Session, services: list[str]) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return [
            {"service": service, "view": one["view"], "lag": filled["of"] - filled["done"]}
            | {"is_filled": one["is_filled"]}
            | filled
            for service in services
            for one in (await api.get(service, "/v1/views"))["items"]
            for filled in one["generations"]
        ]


async def _cancelled(session: Session, service: str, view: str) -> dict[str, Any]:
    async with Api(session) as api:
        found = await api.post(service, f"/v1/views/{view}/cancel", {})
    return {"service": service, **found}


async def _rebuilt(session: Session, service: str, view: str) -> dict[str, Any]:
    """Begin it or follow the one under way, until it is what is read."""
    async with Api(session) as api:
        asked: dict[str, Any] = await api.post(service, f"/v1/views/{view}/rebuild", {})
    began_s = time.monotonic()
    # A service that is started again meanwhile goes on: it is waited for.
    async with Api(session, patience_s=LONG_PATIENCE_S) as api:
        with _line() as show:
            done = await _followed(api, service, asked, show)
    took_s = round(time.monotonic() - began_s, 1)
    return {"service": service, **asked, "outcome": "switched", "done": done, "took_s": took_s}


async def _followed(api: Api, service: str, asked: dict[str, Any], show: Show) -> int:
    """How many offsets it was filled up to when it was switched to. Raises Refused."""
    pace, name = Pace(), asked["view"]
    while True:
        view = await api.get(service, f"/v1/views/{name}")
        ours = _generation(view, asked)
        if ours["state"] in ("read", "left"):
            return int(ours["done"])
        pace.see(time.monotonic(), ours["done"])
        show(_told(f"{service} {name}", view, ours, pace))
        await asyncio.sleep(ASK_EVERY_S)


def _generation(view: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """The one that was asked for. Raises Refused."""
    for one in view["generations"]:
        of_it: dict[str, Any] = one
        is_ours = (one["version"], one["generation"]) == (asked["version"], asked["generation"])
        if is_ours and one["state"] != "cancelled":
            return of_it
    raise Refused("rebuild_ended", "it was cancelled, or the database was wiped", dict(asked))


def _told(what: str, view: dict[str, Any], ours: dict[str, Any], pace: Pace) -> str:
    if not view["is_filled"]:
        return f"{what}: no worker fills it now; it goes on when one runs (`relance status`)"
    done, of = ours["done"], ours["of"]
    share = f"{min(done / of, 1):.0%}" if of else "100%"
    rate = f"{pace.rate:.0f}" if pace.rate is not None else "?"
    return f"{what}: {done} of {of} ({share}), {rate} a second, {clock(pace.left_s(of))} left"


@contextmanager
def _line() -> Iterator[Show]:
    """One line on stderr that moves; where there is no terminal, a line now and then."""
    console = Console(stderr=True)
    if console.is_terminal:
        with Live(console=console, transient=True, auto_refresh=False) as live:
            yield lambda line: live.update(Text(line), refresh=True)
        return
    said_s = float("-inf")

    def say(line: str) -> None:
        nonlocal said_s
        if time.monotonic() - said_s >= LINE_EVERY_S:
            said_s = time.monotonic()
            tell(line)

    yield say
