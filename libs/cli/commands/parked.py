"""`relance parked list`, `show`, `retry`, `drop` and `dropped`."""

from collections.abc import Sequence
from typing import Any

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.groups import Group
from libs.cli.session import Session, session_of
from libs.events.contracts.topology import TOPOLOGY


@click.group(cls=Group)
def parked() -> None:
    """Keys whose messages wait because of a bug; nothing leaves the house for their tenant."""


@parked.command("list")
@click.pass_context
def show_all(context: click.Context) -> None:
    """List parked keys with the reason, in every service.

    \b
    relance parked list
    """
    session = session_of(context)
    found = run(_listed(session))
    columns = ("service", "key", "reason", "waiting", "partition")
    rows = ([one[column] for column in columns] for one in found)
    answer(session, found, lambda: table(columns, rows, empty="nothing is parked"))


async def _listed(session: Session) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return [
            {"service": service, **one}
            for service in TOPOLOGY
            for one in (await _page(api, service))["items"]
        ]


async def _page(api: Api, service: str) -> Any:
    """A service that has no such address parks nothing that a person could look at."""
    try:
        return await api.get(service, "/v1/parked")
    except Refused as refused:
        if refused.status != 404:
            raise
        return {"items": []}


@parked.command()
@click.argument("key")
@click.pass_context
def show(context: click.Context, key: str) -> None:
    """Show the messages that wait behind a parked key, in order, by their headers alone.

    Each with who wrote it and whether it can be dropped: only the first is, so that order holds.

    \b
    relance parked show demo/payment/0k3w9xv2qpt5m1c8e7r4ya6nbd
    """
    session = session_of(context)
    document = run(_shown(session, key))
    answer(session, document, lambda: _text(document))


async def _shown(session: Session, key: str) -> dict[str, Any]:
    async with Api(session) as api:
        for service in TOPOLOGY:
            try:
                found = await api.get(service, "/v1/parked/messages", key=key)
            except Refused as refused:
                if refused.status != 404:
                    raise
            else:
                return {"service": service, **found}
    raise Refused("not_found", f"no key {key} is parked", {})


@parked.command()
@click.argument("key")
@click.pass_context
def retry(context: click.Context, key: str) -> None:
    """Decide the messages of a parked key in order, once what it crashed on is mended.

    The key stays parked until the last of them is decided. Exit 1: it still crashes, in the
    service and for the reason that are told.

    \b
    relance parked retry demo/payment/0k3w9xv2qpt5m1c8e7r4ya6nbd
    """
    session = session_of(context)
    found = run(_retried(session, key))
    for one in found:
        if one["outcome"] == "parked":
            fields = {"service": one["service"], "waiting": one["waiting"]}
            raise Refused("still_parked", f"{key} stays parked: {one['reason']}", fields)
    columns = ("service", "outcome", "waiting")
    rows = ([one[column] for column in columns] for one in found)
    answer(session, found, lambda: table(columns, rows, empty="nothing is parked"))


async def _retried(session: Session, key: str) -> list[dict[str, Any]]:
    """In every service where it is parked, upstream first."""
    found = []
    async with Api(session) as api:
        for service in TOPOLOGY:
            try:
                answered = await api.post(service, "/v1/parked/retry", {"key": key})
            except Refused as refused:
                if refused.status != 404:
                    raise
            else:
                found.append({"service": service, **answered})
    if not found:
        raise Refused("not_found", f"no key {key} is parked", {})
    return found


@parked.command()
@click.argument("service", type=click.Choice(tuple(TOPOLOGY)))
@click.argument("key")
@click.argument("message")
@click.option("--reason", required=True, help="Kept for ever and told to the caller: no names.")
@click.pass_context
def drop(context: click.Context, service: str, key: str, message: str, reason: str) -> None:
    """Drop the first message behind a parked key: it will never be decided. Needs role admin.

    MESSAGE is the id that `parked show` shows. A command from the edge is answered with a refusal;
    what the service sent to itself can be dropped only where `parked show` says what is decided
    instead. The others behind the key go on by a retry. Exit 1: it cannot be dropped, by the rule
    that is told.

    \b
    relance parked drop matching demo/account/be68 8d1f --reason "sent twice by the importer"
    """
    session = session_of(context)
    body = {"key": key, "message": message, "reason": reason}
    found = run(_posted(session, service, body))
    document = {"service": service, **found, "then": _then(found)}
    answer(session, document, lambda: facts(document))


async def _posted(session: Session, service: str, body: dict[str, str]) -> dict[str, Any]:
    async with Api(session) as api:
        found: dict[str, Any] = await api.post(service, "/v1/parked/drop", body)
        return found


def _then(found: dict[str, Any]) -> str:
    """What to do next."""
    match found["outcome"]:
        case "freed":
            return "nothing waits behind the key any more"
        case "dropped":
            return "`relance parked retry` decides the others"
        case _:
            return "its owner has not come to it yet: look with `relance parked show`"


@parked.command()
@click.argument("service", type=click.Choice(tuple(TOPOLOGY)), required=False)
@click.pass_context
def dropped(context: click.Context, service: str | None) -> None:
    """List messages that were dropped, by whom and why, in every service or in one.

    \b
    relance parked dropped matching
    """
    session = session_of(context)
    found = run(_dropped(session, [service] if service else list(TOPOLOGY)))
    columns = ("service", "key", "message", "message_type", "reason", "dropped_by", "asked_at")
    rows = ([one[column] for column in columns] for one in found)
    answer(session, found, lambda: table(columns, rows, empty="nothing was dropped"))


async def _dropped(session: Session, services: Sequence[str]) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return [
            {"service": service, **one}
            for service in services
            for one in (await api.get(service, "/v1/parked/dropped"))["items"]
        ]


def _text(document: dict[str, Any]) -> RenderableType:
    head = {name: value for name, value in document.items() if name != "messages"}
    messages = document["messages"]
    if messages:
        head["drop the first"] = _on_drop(messages[0])
    columns = ("id", "type", "author", "can_drop", "topic", "offset", "written_at")
    rows = ([one[column] for column in columns] for one in messages)
    return Lines(facts(head), table(columns, rows, empty="no messages"))


def _on_drop(message: dict[str, Any]) -> str:
    """Whether it can be, and what comes of it."""
    if not message["can_drop"]:
        return f"no. {message['on_drop']}"
    if message["author"] == "nobody":
        return "can be: none of ours wrote it, and nobody waits for it"
    return f"can be: {message['on_drop'] or 'its caller is told that it was dropped'}"
