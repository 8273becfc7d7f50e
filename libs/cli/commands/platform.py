"""`relance up`, `down` and `status`."""

import sys
from dataclasses import asdict, replace

import click
from rich.console import RenderableType

from deploy.local.platform import Member
from libs.cli.answering import answer, run, table, tell
from libs.cli.failing import Cannot
from libs.cli.groups import Command
from libs.cli.platform import (
    PORTS,
    Standing,
    bring_down,
    bring_up,
    platform_names,
    standing,
)
from libs.cli.session import session_of
from libs.cli.stack_failures import STACK_FAILURES


def _workers(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, int]:
    """`matching=2` as {"matching": 2}."""
    counts = {}
    for text in given:
        service, _, count = text.partition("=")
        if service not in PORTS or not count.isdigit() or not 1 <= int(count) <= 16:
            raise click.BadParameter(f"{text!r}: write a service and 1 to 16, like matching=2")
        counts[service] = int(count)
    return counts


@click.command(cls=Command)
@click.option(
    "--workers",
    multiple=True,
    callback=_workers,
    metavar="SERVICE=N",
    help="How many processes a service has; one unless said.",
)
@click.pass_context
def up(context: click.Context, workers: dict[str, int]) -> None:
    """Start broker, database and services in the background; what runs is left alone.

    \b
    relance up
    relance up --workers matching=2
    """
    session = session_of(context)
    members = run(bring_up(session, workers=workers, told=tell), cannot=STACK_FAILURES)
    document = [{"name": one.name, "url": one.url, "log": one.process.log_file} for one in members]
    answer(session, document, lambda: _started(members, session.name))


def _started(members: list[Member], home: str) -> RenderableType:
    lines = [f"{one.name:<14} {_shown_at(one)}" for one in members if one.role == "all"]
    name = "" if home == "up" else f" --home {home}"
    return "\n".join([*lines, f"look: relance status{name}   stop: relance down{name}"])


def _shown_at(member: Member) -> str:
    """Where a person looks: the console's pages, an API's description of itself."""
    return member.url if member.service == "console" else f"{member.url}/v1/docs"


@click.command(cls=Command)
@click.option("--all", "is_all", is_flag=True, help="Every platform of this checkout.")
@click.pass_context
def down(context: click.Context, is_all: bool) -> None:
    """Stop what `up` started; its data stays.

    \b
    relance down
    relance down --all
    """
    session = session_of(context)
    names = platform_names() if is_all else [session.name]
    for name in names:
        run(bring_down(replace(session, home=name), told=tell), cannot=STACK_FAILURES)
    said = f"{', '.join(names)} stopped" if names else "no platform was ever started here"
    answer(session, {"stopped": names}, lambda: said)


@click.command(cls=Command)
@click.pass_context
def status(context: click.Context) -> None:
    """Say of each process: state, port, log file, how many inputs it has not decided.

    Exits 1 when something of it does not run or is not ready.

    \b
    relance status
    relance status --json
    """
    session = session_of(context)
    if not (session.path / "state.json").exists():
        raise Cannot(f"no platform {session.name!r} was ever started here: `relance up`")
    found = run(standing(session))
    columns = ("process", "state", "pid", "port", "lag", "log")
    rows = [(one.name, one.state, one.pid, one.port, one.lag, one.log) for one in found]
    answer(session, [asdict(one) for one in found], lambda: table(columns, rows, empty="nothing"))
    if not all(map(_works, found)):
        sys.exit(1)


def _works(one: Standing) -> bool:
    return one.state in ("running", "is ready")
