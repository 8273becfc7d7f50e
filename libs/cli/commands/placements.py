"""`relance placements list`, `show`, `request`, `recall`, `close`, `deliveries` and `resend`."""

from typing import Any, Final, get_args

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.failing import Cannot
from libs.cli.groups import Group
from libs.cli.session import Session, session_of
from libs.events.contracts.handoff import CloseResult, RecallReason

COLUMNS: Final = ("stage", "total", "recovered", "answer by", "agency", "debtor", "placement")
ITEM_COLUMNS: Final = ("number", "placed", "open", "due on", "recalled", "item")
DELIVERY_COLUMNS: Final = ("number", "kind", "stage", "tries", "reason", "next try", "placement")
STAGES: Final = (
    *("proposed", "requested", "withdrawn", "offered", "accepted"),
    *("refused", "recalled", "closed"),
)


@click.group(cls=Group)
def placements() -> None:
    """Cases with agencies: what is proposed, placed, recovered, taken back."""


@placements.command("list")
@click.option("--stage", type=click.Choice(STAGES), help="Only those.")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--agency", metavar="AGENCY", help="With one agency; id or name.")
@click.pass_context
def show_all(
    context: click.Context, stage: str | None, debtor: str | None, agency: str | None
) -> None:
    """List placements, those that a ladder's end only proposed among them.

    \b
    relance placements list --stage proposed
    """
    session = session_of(context)
    found, names = run(_listed(session, stage, debtor, agency))
    answer(session, found, lambda: shown(found, names))


async def _listed(
    session: Session, stage: str | None, debtor: str | None, agency: str | None
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    async with Api(session) as api:
        of = await debtor_named(api, debtor) if debtor else None
        names = await _names(api)
        which = _agency(names, agency) if agency else None
        wanted = {"stage": stage, "debtor": of, "agency": which}
        return await api.everything("handoff", "/v1/placements", **wanted), names


async def _names(api: Api) -> dict[str, str]:
    """Agencies by id."""
    found = await api.everything("handoff", "/v1/agencies")
    return {one["agency"]: one["name"] for one in found}


def _agency(names: dict[str, str], text: str) -> str:
    """The agency of that name or id. Raises Cannot."""
    found = [one for one, name in names.items() if text in (one, name)]
    if not found:
        raise Cannot(f"there is no agency {text!r}: {', '.join(sorted(names.values())) or 'none'}")
    return found[0]


def shown(found: list[dict[str, Any]], names: dict[str, str]) -> RenderableType:
    """Placements as a table."""
    rows = (
        (
            one["stage"],
            one.get("total"),
            one.get("recovered"),
            one.get("answer_by_on") if one["stage"] == "offered" else "",
            names.get(one["agency"], one["agency"]),
            one["debtor"],
            one["placement"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no placements")


@placements.command()
@click.argument("placement")
@click.pass_context
def show(context: click.Context, placement: str) -> None:
    """One case: its items, and all that happened to it.

    \b
    relance placements show PLACEMENT
    """
    session = session_of(context)
    document = run(_one(session, placement))
    answer(session, document, lambda: _whole(document))


async def _one(session: Session, placement: str) -> dict[str, Any]:
    async with Api(session) as api:
        found: dict[str, Any] = await api.get("handoff", f"/v1/placements/{placement}")
        return found


def _whole(document: dict[str, Any]) -> RenderableType:
    head = {name: document.get(name) for name in ("stage", "total", "recovered", "fees", "result")}
    items = (
        (
            one["number"],
            one["placed"],
            one["open"],
            one["due_on"],
            one.get("recalled"),
            one["item"],
        )
        for one in document["items"]
    )
    happened = ((one["at"][:16], one["what"].replace("_", " ")) for one in document["events"])
    return Lines(
        facts(head),
        table(ITEM_COLUMNS, items, empty="nothing was offered yet"),
        table(("at", "what"), happened, empty="nothing happened yet"),
    )


@placements.command()
@click.argument("case")
@click.option("--agency", metavar="AGENCY", help="Name or id; unless given, one that takes it.")
@click.pass_context
def request(context: click.Context, case: str, agency: str | None) -> None:
    """Place a proposed case by its id, or all that is open of a debtor by its number.

    \b
    relance placements request PLACEMENT
    relance placements request C15431 --agency "Incasso Noord"
    """
    session = session_of(context)
    document = run(_requested(session, case, agency))
    answer(session, document, lambda: facts(document))


async def _requested(session: Session, case: str, agency: str | None) -> Any:
    async with Api(session) as api:
        body = {"agency": _agency(await _names(api), agency)} if agency else {}
        proposed = await api.everything("handoff", "/v1/placements", stage="proposed")
        if any(one["placement"] == case for one in proposed):
            return await api.post("handoff", f"/v1/placements/{case}/request", body)
        debtor = await debtor_named(api, case)
        return await api.post("handoff", "/v1/placements", {**body, "debtor": debtor})


@placements.command()
@click.argument("placement")
@click.option("--reason", type=click.Choice(get_args(RecallReason)), default="by_person")
@click.option("--item", "items", multiple=True, help="An item's id; unless given, the whole case.")
@click.pass_context
def recall(context: click.Context, placement: str, reason: str, items: tuple[str, ...]) -> None:
    """Take a case back, or some of its items.

    \b
    relance placements recall PLACEMENT --reason disputed
    """
    _say(context, placement, "recall", {"reason": reason, "items": list(items)})


@placements.command()
@click.argument("placement")
@click.option("--result", type=click.Choice(get_args(CloseResult)), required=True)
@click.pass_context
def close(context: click.Context, placement: str, result: str) -> None:
    """End a case.

    \b
    relance placements close PLACEMENT --result withdrawn_by_creditor
    """
    _say(context, placement, "close", {"result": result})


def _say(context: click.Context, placement: str, act: str, body: dict[str, Any]) -> None:
    session = session_of(context)
    document = run(_said(session, f"/v1/placements/{placement}/{act}", body))
    answer(session, document, lambda: "done" if document["events"] else "it was so before")


async def _said(session: Session, path: str, body: dict[str, Any]) -> Any:
    async with Api(session) as api:
        return await api.post("handoff", path, body)


@placements.command()
@click.argument("agency")
@click.option("--dead", is_flag=True, help="Only those that no try follows by itself.")
@click.pass_context
def deliveries(context: click.Context, agency: str, dead: bool) -> None:
    """What became of each webhook of an agency.

    \b
    relance placements deliveries "Incasso Noord" --dead
    """
    session = session_of(context)
    found = run(_deliveries(session, agency, "dead" if dead else None))
    answer(session, found, lambda: _delivered(found))


async def _deliveries(session: Session, text: str, stage: str | None) -> list[dict[str, Any]]:
    async with Api(session) as api:
        agency = _agency(await _names(api), text)
        return await api.everything("handoff", f"/v1/agencies/{agency}/deliveries", stage=stage)


def _delivered(found: list[dict[str, Any]]) -> RenderableType:
    rows = (
        (
            one["number"],
            one.get("kind", "").replace("_", " "),
            one["stage"],
            one.get("tries_count"),
            one.get("reason"),
            (one.get("not_before") or "")[:16],
            one.get("placement"),
        )
        for one in found
    )
    return table(DELIVERY_COLUMNS, rows, empty="no webhooks")


@placements.command()
@click.argument("agency")
@click.argument("numbers", nargs=-1, required=True, type=int)
@click.pass_context
def resend(context: click.Context, agency: str, numbers: tuple[int, ...]) -> None:
    """Post entries of an agency's feed once more.

    \b
    relance placements resend "Incasso Noord" 17 18
    """
    session = session_of(context)
    document = run(_resent(session, agency, numbers))
    answer(session, document, lambda: "\n".join(f"{one} is posted again" for one in numbers))


async def _resent(session: Session, text: str, numbers: tuple[int, ...]) -> list[Any]:
    async with Api(session) as api:
        agency = _agency(await _names(api), text)
        place = f"/v1/agencies/{agency}/deliveries"
        return [await api.post("handoff", f"{place}/{one}/resend", {}) for one in numbers]
