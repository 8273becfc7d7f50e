"""`relance cases`."""

from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Command
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = ("debtor", "open", "items", "oldest due", "policy", "state", "held by", "case")
GATES: Final = ("cause", "held", "recalled", "cases now", "open now")


@click.command(cls=Command)
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option(
    "--state",
    type=click.Choice(["noted", "open", "closed", "all"]),
    default="open",
    show_default=True,
    help="`noted`: nothing is asked, for no policy is published.",
)
@click.option("--gate", metavar="RULE", help="Held by this rule alone.")
@click.option(
    "--next", "is_next", is_flag=True, help="With what will leave next, or what holds it."
)
@click.option("--by-cause", is_flag=True, help="Not the cases: how many are held, by cause.")
@click.pass_context
def cases(context: click.Context, /, is_next: bool, by_cause: bool, **wanted: str | None) -> None:
    """List cases: who is chased for what, what holds it, what is next.

    \b
    relance cases --next
    relance cases --by-cause
    """
    session = session_of(context)
    if by_cause:
        causes = run(_causes(session, wanted["creditor"]))
        answer(session, causes, lambda: _causes_shown(causes))
        return
    found = run(_found(session, wanted, is_next=is_next))
    answer(session, found, lambda: _shown(found, is_next=is_next))


async def _causes(session: Session, creditor: str | None) -> list[Any]:
    async with Api(session) as api:
        of = (await creditor_named(api, creditor))["creditor"] if creditor else None
        page = await api.get("dunning", "/v1/gates", creditor=of)
        return list(page["items"])


async def _found(
    session: Session, wanted: dict[str, str | None], *, is_next: bool
) -> list[dict[str, Any]]:
    creditor, debtor, state = wanted["creditor"], wanted["debtor"], wanted["state"]
    async with Api(session) as api:
        found = await api.everything(
            "dunning",
            "/v1/cases",
            creditor=(await creditor_named(api, creditor))["creditor"] if creditor else None,
            debtor=await debtor_named(api, debtor) if debtor else None,
            state=None if state == "all" else state,
            gate=wanted["gate"],
        )
        if is_next:
            for one in found:
                one["next"] = await api.get("dunning", f"/v1/cases/{one['case']}/next")
        return found


def _shown(found: list[dict[str, Any]], *, is_next: bool) -> RenderableType:
    if is_next:
        told = ((_whom(one), one["open"], one["next"]["sentence"], one["case"]) for one in found)
        return table(("whom", "open", "next", "case"), told, empty="no cases")
    rows = ((*_cells(one), one["case"]) for one in found)
    return table(COLUMNS, rows, empty="no cases")


def _cells(one: dict[str, Any]) -> tuple[Any, ...]:
    policy = f"{one['policy']} v{one['policy_version']}" if one["policy"] else "none"
    gate = (one["gate"] or {}).get("gate", "").replace("_", " ")
    head = (_whom(one), one["open"], one["items_open"], one["oldest_due_on"])
    return (*head, policy, one["state"], gate)


def _whom(one: dict[str, Any]) -> str:
    name = one["debtor_name"] or "erased"
    return f"{name} ({one['customer_number']})" if one["customer_number"] else name


def _causes_shown(causes: list[dict[str, Any]]) -> RenderableType:
    rows = (
        (
            one["because"],
            one["gated_count"],
            one["recalled_count"],
            one["cases_now"],
            ", ".join(one["open_now"]),
        )
        for one in causes
    )
    return table(GATES, rows, empty="nothing was ever held")
