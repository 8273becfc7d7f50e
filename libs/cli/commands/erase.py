"""`relance erase`."""

import asyncio
import time
from typing import Any, Final

import click

from libs.cli.answering import answer, facts, run
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.failing import Refused
from libs.cli.groups import Command
from libs.cli.session import Session, session_of

LOOK_EVERY_S: Final = 0.3
LIMIT_S: Final = 60.0
UNDER_WAY: Final = ("asked", "started")
SHOWN: Final = ("debtor", "state", "until_on", "against", "keys_count", "objects_count", "asked_by")


@click.command(cls=Command)
@click.argument("debtor")
@click.option("--show", is_flag=True, help="Ask nothing: say what became of the last wish.")
@click.pass_context
def erase(context: click.Context, debtor: str, show: bool) -> None:
    """Erase who a debtor is, for ever: its keys are destroyed, and what shows it is purged.

    Refused while an item is open or money is on account; while a term runs it is queued to the
    day on which it is allowed, and done then. The ledger's amounts stay.

    \b
    relance erase C15431
    relance erase C15431 --show
    """
    session = session_of(context)
    document = run(_shown(session, debtor) if show else _erased(session, debtor))
    answer(session, document, lambda: facts({name: document[name] for name in SHOWN}))


async def _shown(session: Session, text: str) -> dict[str, Any]:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        found: dict[str, Any] = await api.get("ingestion", f"/v1/debtors/{debtor}/erasure")
    return found


async def _erased(session: Session, text: str) -> dict[str, Any]:
    """What became of it; what still goes on after LIMIT_S is said as it stands. Raises Refused."""
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        asked = await api.post("ingestion", f"/v1/debtors/{debtor}/erase", {})
        found = await _judged(api, debtor, int(asked["asking"]))
    if found["state"] == "refused":
        raise Refused(f"erasure_{found['cause']}", found["against"], {"debtor": debtor})
    return found


async def _judged(api: Api, debtor: str, asking: int) -> dict[str, Any]:
    """The erasure once it is judged, and carried out if it is free."""
    deadline_s = time.monotonic() + LIMIT_S
    while True:
        found = await _found(api, debtor, asking)
        if found is not None and found["state"] not in UNDER_WAY:
            return found
        if time.monotonic() > deadline_s:
            if found is None:
                raise Refused("erasure_not_shown", "the view of ingestion lags behind", {})
            return found
        await asyncio.sleep(LOOK_EVERY_S)


async def _found(api: Api, debtor: str, asking: int) -> dict[str, Any] | None:
    """The erasure of that question or a later one; None: it is not shown yet."""
    try:
        found: dict[str, Any] = await api.get("ingestion", f"/v1/debtors/{debtor}/erasure")
    except Refused as nothing:
        if nothing.rule != "not_found":
            raise
        return None
    return found if found["asking"] >= asking else None
