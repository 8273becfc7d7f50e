"""`relance demands`, and why one was made."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, counted, facts, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Command
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = ("day", "whom", "asked", "for", "step", "status", "because", "demand")
STATUSES: Final = (
    "to_approve",
    "proposed",
    "held",
    "recalled",
    "sent",
    "withdrawn",
    "failed",
    "uncertain",
    "bounced",
    "said_by_person",
)
NUMBERS_SHOWN: Final = 3


@click.command(cls=Command)
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--status", type=click.Choice(STATUSES), help="What became of it.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Proposed for this day.")
@click.option("--gate", metavar="RULE", help="Recalled by this rule.")
@click.option("--why", metavar="ID", help="Not the list: why one was made, and what it passed.")
@click.pass_context
def demands(
    context: click.Context, /, why: str | None, day: datetime | None, **wanted: str | None
) -> None:
    """List demands by day, each with what became of it.

    \b
    relance demands --status withdrawn
    relance demands --why DEMAND
    """
    session = session_of(context)
    if why is not None:
        one = run(_explained(session, why))
        answer(session, one, lambda: explained(one))
        return
    on = day.date().isoformat() if day else None
    found = run(_found(session, wanted | {"day_on": on}))
    answer(session, found, lambda: shown(found))


async def _explained(session: Session, demand: str) -> Any:
    async with Api(session) as api:
        return await api.get("dunning", f"/v1/demands/{demand}")


async def _found(session: Session, wanted: dict[str, str | None]) -> list[dict[str, Any]]:
    creditor, debtor = wanted["creditor"], wanted["debtor"]
    async with Api(session) as api:
        return await api.everything(
            "dunning",
            "/v1/demands",
            creditor=(await creditor_named(api, creditor))["creditor"] if creditor else None,
            debtor=await debtor_named(api, debtor) if debtor else None,
            status=wanted["status"],
            day_on=wanted["day_on"],
            gate=wanted["gate"],
        )


def shown(found: Sequence[dict[str, Any]]) -> RenderableType:
    """Demands as a table, counted below it."""
    if not found:
        return "no such demands"
    return Lines(table(COLUMNS, map(_cells, found), empty=""), summed_up(found))


def summed_up(found: Sequence[dict[str, Any]]) -> str:
    """`12 demands: 10 sent, 2 withdrawn; 1 sent once more after an uncertain attempt`."""
    by_status = Counter(one["status"] for one in found)
    parts = [f"{by_status[name]} {name}" for name in STATUSES if by_status[name]]
    repeated = sum(bool(one["repeated"]) for one in found)
    again = f"; {repeated} sent once more after an uncertain attempt" if repeated else ""
    return f"{counted(len(found), 'demand', 'demands')}: {', '.join(parts)}{again}"


def _cells(one: dict[str, Any]) -> tuple[Any, ...]:
    numbers = [item["number"] for item in one["items"]]
    more = f" +{len(numbers) - NUMBERS_SHOWN}" if len(numbers) > NUMBERS_SHOWN else ""
    what = ", ".join(numbers[:NUMBERS_SHOWN]) + more
    head = (one["day_on"], one["debtor_name"] or "erased", one["net"], what, one["step"])
    return (*head, one["status"], _because(one), one["demand"])


def _because(one: Mapping[str, Any]) -> str:
    """What keeps it, or kept it, from leaving."""
    if one["recall_gate"]:
        return str(one["recall_gate"]).replace("_", " ")
    if one["status"] == "held":
        hold = one["hold"]
        return f"{hold['cause']} {hold['service']}".replace("_", " ").strip()
    return str(one["fail_reason"] or "").replace("_", " ")


def explained(one: dict[str, Any]) -> RenderableType:
    """One demand as a credit controller reads it."""
    said = one["why"]
    whose = f"{one['debtor_name'] or 'erased'} ({one['customer_number'] or one['debtor']})"
    policy = f"step {one['step']} of {one['policy']}, version {one['policy_version']}"
    head = {
        "demand": one["demand"],
        "of": whose,
        "asked": f"{one['net']} on {one['day_on']}, {policy}",
        "status": one["status"],
        "outcome": said["outcome"],
    }
    behind = (
        (event["at"][:19].replace("T", " "), event["said"], event["event"])
        for event in said["behind"]
    )
    return Lines(
        facts(head), *_parts(said), table(("at", "what", "event"), behind, empty="no events")
    )


def _parts(said: Mapping[str, Any]) -> Iterator[str]:
    """Each part under its head; one that says nothing is left out."""
    parts = {
        "Asked for": [*said["asked_for"], said["net"]],
        "Held before": said["held_before"],
        "Recalled": [said["recalled"]] if said["recalled"] else [],
        "Barriers": said["barriers"],
    }
    for head, lines in parts.items():
        if lines:
            yield "\n".join([f"\n{head}", *(f"  {line}" for line in lines)])
    yield "\nEvents behind it"
