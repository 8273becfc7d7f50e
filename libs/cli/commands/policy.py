"""`relance policy publish`, `list` and `show`."""

from pathlib import Path
from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api, Call
from libs.cli.failing import Cannot
from libs.cli.groups import Group
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = ("policy", "version", "title", "steps", "creditors", "published by")
YAML: Final = "application/yaml"


@click.group(cls=Group)
def policy() -> None:
    """Policies: the ladders of steps by which a creditor chases."""


@policy.command()
@click.argument("policy")
@click.option(
    "--creditor",
    "creditors",
    multiple=True,
    metavar="CREDITOR",
    help="Whose cases it chases, id or name; repeatable. None: every creditor without its own.",
)
@click.pass_context
def publish(context: click.Context, policy: str, creditors: tuple[str, ...]) -> None:
    """Publish a policy: a YAML file, or the name of one that comes with Relance.

    Cases that are open keep the ladder that they began with.

    \b
    relance policy publish four-steps
    relance policy publish my-policy.yaml --creditor "De Bakker BV"
    """
    session = session_of(context)
    document = run(_published(session, policy, creditors))
    answer(session, document, lambda: facts(document))


async def _published(session: Session, policy: str, creditors: tuple[str, ...]) -> Any:
    async with Api(session) as api:
        ids = [(await creditor_named(api, text))["creditor"] for text in creditors]
        raw = await _source(api, policy)
        query = "&".join(f"creditor={one}" for one in ids)
        path = "/v1/policies" + (f"?{query}" if query else "")
        return await api.ask(Call("POST", "dunning", path, content=raw, content_type=YAML))


async def _source(api: Api, policy: str) -> bytes:
    """The file's bytes; else the shipped policy of that name. Raises Refused, Cannot."""
    file = Path(policy)
    if file.is_file():
        return file.read_bytes()
    if file.suffix or len(file.parts) > 1:
        raise Cannot(f"there is no file {policy}")
    return await api.content(Call("GET", "dunning", f"/v1/policies/shipped/{policy}"))


@policy.command("list")
@click.option("--shipped", is_flag=True, help="Those that come with Relance, published or not.")
@click.pass_context
def show_all(context: click.Context, shipped: bool) -> None:
    """List published policies, the newest version of each.

    \b
    relance policy list --shipped
    """
    session = session_of(context)
    found = run(_listed(session, "/v1/policies/shipped" if shipped else "/v1/policies"))
    answer(session, found, lambda: _names(found) if shipped else _listed_shown(found))


async def _listed(session: Session, path: str) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await api.everything("dunning", path)


def _names(found: list[dict[str, Any]]) -> RenderableType:
    rows = ((one["policy"], one["yaml"].splitlines()[0].lstrip("# ")) for one in found)
    return table(("policy", "what"), rows, empty="none")


def _listed_shown(found: list[dict[str, Any]]) -> RenderableType:
    rows = (
        (
            one["policy"],
            one["version"],
            one["title"],
            ", ".join(step["step"] for step in one["steps"]),
            ", ".join(one["creditors"]) or "all others",
            one["published_by"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no policy is published: nothing is asked of anybody")


@policy.command()
@click.argument("policy")
@click.option("--version", type=click.IntRange(min=1), help="An older version.")
@click.option("--shipped", is_flag=True, help="The file of one that comes with Relance.")
@click.pass_context
def show(context: click.Context, policy: str, version: int | None, shipped: bool) -> None:
    """Show a policy's ladder in words; with --shipped its file, to be changed and published.

    \b
    relance policy show four-steps
    relance policy show four-steps --shipped > my-policy.yaml
    """
    session = session_of(context)
    if shipped:
        text = run(_file(session, policy))
        answer(session, {"policy": policy, "yaml": text}, lambda: text.rstrip("\n"))
        return
    one = run(_found(session, policy, version))
    answer(session, one, lambda: shown(one))


async def _file(session: Session, policy: str) -> str:
    async with Api(session) as api:
        raw = await api.content(Call("GET", "dunning", f"/v1/policies/shipped/{policy}"))
    return raw.decode()


async def _found(session: Session, policy: str, version: int | None) -> Any:
    async with Api(session) as api:
        path = f"/v1/policies/{policy}"
        return await api.get("dunning", path if version is None else f"{path}/versions/{version}")


def shown(one: dict[str, Any]) -> RenderableType:
    """The ladder in words, and what stands beside it."""
    window = one["send_window"]
    head = {
        "policy": f"{one['policy']}, version {one['version']}, by {one['published_by']}",
        "title": one["title"],
        "creditors": ", ".join(one["creditors"]) or "every one that no other policy names",
        "least": ", ".join(one["net_due_mins"]),
        "apart": f"{one['message_every_days_min']} days between two messages of a case",
        "grace": f"{one['grace_days']} days after a payment was taken back",
        "paid already": f"holds an item for {one['paid_claim_days']} days",
        "sent": f"between {window['from_hour']} and {window['until_hour']} o'clock",
    }
    steps = (line.split(": ", 1) for line in one["ladder"])
    return Lines(facts(head), table(("step", "when"), steps, empty=""))
