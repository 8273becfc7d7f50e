"""`relance messages list` and `show`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, counted, facts, run, table, tell
from libs.cli.calling import Api, Call
from libs.cli.commands.debtor import debtor_named
from libs.cli.failing import Refused
from libs.cli.groups import Group
from libs.cli.mails import read_mail, text_of
from libs.cli.session import Session, session_of

COLUMNS: Final = ("day", "to", "asked", "tone", "status", "why", "message")
STATUSES: Final = (
    "to_compose",
    "ready",
    "held",
    "started",
    "sent",
    "withdrawn",
    "failed",
    "uncertain",
    "bounced",
)
_NOTHING_THERE: Final = frozenset({"not_found", "content_erased"})


@click.group(cls=Group)
def messages() -> None:
    """What was sent to debtors, and why or why not."""


@messages.command("list")
@click.option("--debtor", metavar="DEBTOR", help="To one debtor; id or customer number.")
@click.option("--demand", metavar="ID", help="Of one demand.")
@click.option("--status", type=click.Choice(STATUSES), help="Where they stand.")
@click.pass_context
def show_all(context: click.Context, /, **wanted: str | None) -> None:
    """List messages in the order in which they were demanded.

    \b
    relance messages list --status held
    relance messages show MESSAGE
    """
    session = session_of(context)
    found = run(_found(session, wanted))
    answer(session, found, lambda: listed(found))


async def _found(session: Session, wanted: dict[str, str | None]) -> list[dict[str, Any]]:
    debtor = wanted["debtor"]
    async with Api(session) as api:
        return await api.everything(
            "notifications",
            "/v1/messages",
            debtor=await debtor_named(api, debtor) if debtor else None,
            demand=wanted["demand"],
            status=wanted["status"],
        )


def listed(found: Sequence[dict[str, Any]]) -> RenderableType:
    """Messages as a table, counted below it."""
    if not found:
        return "no such messages"
    counts = Counter(one["status"] for one in found)
    parts = ", ".join(f"{counts[name]} {name}" for name in STATUSES if counts[name])
    messages = counted(len(found), "message", "messages")
    return Lines(table(COLUMNS, map(_cells, found), empty=""), f"{messages}: {parts}")


def _cells(one: dict[str, Any]) -> tuple[Any, ...]:
    whom = one["to"]["to_address"] if one["to"] else ""
    head = (one["day_on"], whom, one["net"], one["tone"])
    return (*head, one["status"].replace("_", " "), one["why"], one["message"])


@messages.command()
@click.argument("message")
@click.option("--html", type=click.Path(path_type=Path), help="Write what it looks like here.")
@click.option("--eml", type=click.Path(path_type=Path), help="Write its exact bytes here.")
@click.pass_context
def show(context: click.Context, message: str, html: Path | None, eml: Path | None) -> None:
    """Show one message as it was sent: headers and text, attempts and all that happened.

    \b
    relance messages show MESSAGE --eml message.eml --html message.html
    """
    session = session_of(context)
    document, raw = run(_one(session, message))
    if html is not None:
        html.write_bytes(run(_file(session, f"/v1/messages/{message}/preview")))
        tell(f"written to {html}")
    if eml is not None:
        eml.write_bytes(run(_file(session, f"/v1/messages/{message}/content")))
        tell(f"written to {eml}")
    answer(session, document, lambda: Lines(*_shown(document, raw)))


async def _one(session: Session, message: str) -> tuple[dict[str, Any], bytes]:
    """The message, and its bytes; empty before its first attempt, and once it was erased."""
    async with Api(session) as api:
        document: dict[str, Any] = await api.get("notifications", f"/v1/messages/{message}")
        try:
            raw = await api.content(Call("GET", "notifications", f"/v1/messages/{message}/content"))
        except Refused as none:
            if none.rule not in _NOTHING_THERE:
                raise
            raw = b""
    if raw:
        document["headers"], document["text"] = read_mail(raw)
    return document, raw


async def _file(session: Session, path: str) -> bytes:
    async with Api(session) as api:
        return await api.content(Call("GET", "notifications", path))


def _shown(one: dict[str, Any], raw: bytes) -> Iterator[RenderableType]:
    yield facts(
        {
            "message": one["message"],
            "status": one["status"].replace("_", " "),
            "why": one["why"],
            "demand": one["demand"],
            "asked": f"{one['net']} on {one['day_on']}, {one['tone']}",
            "template": f"{one['template']} {one['language'] or ''}".strip(),
        }
    )
    yield "\n" + (text_of(raw) if raw else "(nothing was sent that could be shown)")
    attempts = (
        (
            number["attempt"],
            _short(number["started_at"]),
            number["outcome"] or "under way",
            number["reply"],
        )
        for number in one["attempts"]
    )
    yield table(("attempt", "at", "outcome", "reply"), attempts, empty="no attempts")
    happened = ((_short(event["at"]), event["what"]) for event in one["events"])
    yield table(("at", "what"), happened, empty="nothing happened")


def _short(at: str | None) -> str:
    return at[:19].replace("T", " ") if at else ""
