"""`relance keyring show`, `rotate` and `retire`: the master keys that wrap all data keys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from libs.chassis.master_keys import MasterKeyFiles
from libs.chassis.secrets import SecretFiles, SecretMissing
from libs.cli.answering import answer, counted, progress, run, table
from libs.cli.failing import Refused
from libs.cli.groups import Group
from libs.cli.session import Session, session_of
from libs.cli.stack_failures import STACK_FAILURES
from libs.events.codec.keyring import MasterKeyMistaken
from libs.events.codec.keyring_postgres import keyring_address
from libs.events.codec.rewrapping import Rewrapping, StillInUse, connect

COLUMNS: Final = ("master", "state", "keys")
HELD_BY_OTHERS_S: Final = 0.2
CANNOT: Final = (*STACK_FAILURES, SecretMissing, MasterKeyMistaken)
_SECRETS: Final = click.option(
    "--secrets",
    envvar="RELANCE_SECRETS",
    type=click.Path(path_type=Path),
    help="Folder of the master keys. [default: the platform's own]",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The keyring, and the files of its master keys."""

    files: MasterKeyFiles
    rewrapping: Rewrapping

    async def states(self) -> list[dict[str, Any]]:
        """The current master key first, then those that are kept, with what each wraps."""
        counts, current = await self.rewrapping.counts(), self.files.current().id
        names = dict.fromkeys((current, *self.files.earlier(), *counts))
        return [
            {
                "master": name,
                "state": "current" if name == current else "kept",
                "keys": counts.get(name, 0),
            }
            for name in names
        ]


@asynccontextmanager
async def _desk(session: Session, folder: Path | None) -> AsyncIterator[Desk]:
    """Raises SecretMissing, NoPlatform, and what a database raises."""
    _, postgres = session.stack()
    secrets = SecretFiles(folder or session.path / "secrets")
    files = MasterKeyFiles(secrets)
    connection = await connect(keyring_address(postgres, secrets.keyring_password()))
    try:
        yield Desk(files, Rewrapping(connection, files))
    finally:
        await connection.close()


@click.group(cls=Group)
def keyring() -> None:
    """The master keys that wrap the keys of personal data."""


@keyring.command()
@_SECRETS
@click.pass_context
def show(context: click.Context, secrets: Path | None) -> None:
    """Show the master keys, and how many data keys each wraps.

    \b
    relance keyring show
    """
    session = session_of(context)
    found = run(_shown(session, secrets), cannot=CANNOT)
    rows = ([one[column] for column in COLUMNS] for one in found)
    answer(session, found, lambda: table(COLUMNS, rows, empty="no master keys"))


async def _shown(session: Session, folder: Path | None) -> list[dict[str, Any]]:
    async with _desk(session, folder) as desk:
        return await desk.states()


@keyring.command()
@_SECRETS
@click.pass_context
def rotate(context: click.Context, secrets: Path | None) -> None:
    """Make a new master key, and wrap every data key by it; services go on meanwhile.

    The one before stays beside it until `relance keyring retire`. Interrupted, the same command
    goes on where it was, and makes no other key before it is done.

    \b
    relance keyring rotate
    relance keyring retire
    """
    session = session_of(context)
    document = run(_rotated(session, secrets), cannot=CANNOT)
    told = f"{counted(document['rewrapped'], 'key', 'keys')} wrapped by {document['master']} now"
    more = "; `relance keyring retire` takes the one before away"
    answer(session, document, lambda: told + more)


async def _rotated(session: Session, folder: Path | None) -> dict[str, Any]:
    async with _desk(session, folder) as desk:
        counts = await desk.rewrapping.counts()
        is_under_way = bool(counts.keys() - {desk.files.current().id})
        master = desk.files.current() if is_under_way else desk.files.renew()
        counts, done = await desk.rewrapping.counts(), 0
        with progress() as bar:
            task = bar.add_task("keys", total=sum(counts.values()) - counts.get(master.id, 0))
            while counts.keys() - {master.id}:
                count = await desk.rewrapping.step()
                done += count
                bar.advance(task, count)
                if not count:  # what is left is held by others for a moment
                    await asyncio.sleep(HELD_BY_OTHERS_S)
                    counts = await desk.rewrapping.counts()
        return {"master": master.id, "rewrapped": done, "resumed": is_under_way}


@keyring.command()
@_SECRETS
@click.pass_context
def retire(context: click.Context, secrets: Path | None) -> None:
    """Take away every master key that wraps nothing any more; whoever holds it makes no keys.

    Refused while a key is still wrapped by it.

    \b
    relance keyring retire
    """
    session = session_of(context)
    document = run(_retired(session, secrets), cannot=CANNOT)
    names = ", ".join(document["retired"]) or "none"
    answer(session, document, lambda: f"retired: {names}")


async def _retired(session: Session, folder: Path | None) -> dict[str, Any]:
    async with _desk(session, folder) as desk:
        retired = []
        for name in list(desk.files.earlier()):
            try:
                await desk.rewrapping.retire(name)
            except StillInUse as used:
                again = "`relance keyring rotate` wraps them anew"
                raise Refused("master_in_use", f"{used}; {again}", {"master": name}) from used
            desk.files.drop(name)
            retired.append(name)
    return {"retired": retired}
