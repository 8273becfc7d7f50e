"""`relance calls list` and `log`."""

from collections.abc import Iterator
from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.groups import Group
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = ("asked", "whom", "phone", "for", "by", "last time", "call")
STATES: Final = ("scheduled", "logged", "missed", "dropped", "all")
OUTCOMES: Final = ("reached", "promise", "dispute", "wrong_number", "call_back", "no_answer")


@click.group(cls=Group)
def calls() -> None:
    """Calls to be made, the most valuable first, and what came of them."""


@calls.command("list")
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--state", type=click.Choice(STATES), default="scheduled", show_default=True)
@click.pass_context
def show_all(context: click.Context, creditor: str | None, state: str) -> None:
    """List whom to call, with phone, amount, and what was said the time before.

    \b
    relance calls list
    """
    session = session_of(context)
    found = run(_listed(session, creditor, state))
    answer(session, found, lambda: shown(found))


async def _listed(session: Session, creditor: str | None, state: str) -> list[dict[str, Any]]:
    async with Api(session) as api:
        of = (await creditor_named(api, creditor))["creditor"] if creditor else None
        wanted = None if state == "all" else state
        return await api.everything("dunning", "/v1/calls", creditor=of, state=wanted)


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """The worklist as a table."""
    return table(COLUMNS, map(_cells, found), empty="nobody to call")


def _cells(one: dict[str, Any]) -> tuple[Any, ...]:
    numbers = ", ".join(one["numbers"] or [])
    head = (one["asked"], one["debtor_name"] or "erased", " / ".join(_phones(one)), numbers)
    return (*head, one["log_until_on"], _last_time(one), one["call"])


def _phones(one: dict[str, Any]) -> Iterator[str]:
    for contact in one["contacts"] or []:
        if contact["phone"]:
            yield f"{contact['name']} {contact['phone']}".strip()


def _last_time(one: dict[str, Any]) -> str:
    """What the last call and the last note say; of a call that was made, what it says itself."""
    if one["state"] == "logged":
        said = one["outcome"].replace("_", " ")
        return f"{one['logged_on']} {one['logged_by']}: {said} {one['text'] or ''}".strip()
    call = f"{one['before_on']} {one['before_outcome']}" if one["before_on"] else ""
    texts = (call.replace("_", " "), one["before_text"], one["note_text"])
    return "; ".join(text for text in texts if text)


@calls.command()
@click.argument("call")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@click.option("--text", default="", help="What was said; shown at the next call.")
@click.pass_context
def log(context: click.Context, call: str, outcome: str, text: str) -> None:
    """Say what came of a call; a promise or a dispute is noted by its own command.

    \b
    relance calls log CALL reached --text "Will ask her bookkeeper"
    """
    session = session_of(context)
    document = run(_logged(session, call, {"outcome": outcome, "text": text}))
    answer(session, document, lambda: facts(document) if document else "logged")


async def _logged(session: Session, call: str, body: dict[str, str]) -> Any:
    async with Api(session) as api:
        return await api.post("dunning", f"/v1/calls/{call}/outcome", body)
