"""`relance restore`."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from deploy.local.platform import Member
from deploy.local.platform_readiness import ask_lag
from deploy.local.stack import ROOT, start_stack
from deploy.local.waiting import wait_until
from libs.chassis.secrets import SecretFiles
from libs.cli.answering import answer, facts, run, tell
from libs.cli.commands.verify import checked
from libs.cli.groups import Command
from libs.cli.platform import bring_up, server_of
from libs.cli.restoring.copying import KEYRING, SECRETS, HomeInUse, NoBackup, lay_out
from libs.cli.restoring.receipts import receipts_in
from libs.cli.session import Session, session_of
from libs.cli.stack_failures import STACK_FAILURES
from libs.cli.verifying.cut import NoLog
from libs.events.codec.keyring_backup import load_keyring, replay_receipts
from libs.events.codec.keyring_postgres import make_keyring

PARTITIONS: Final = 4
CAUGHT_UP_S: Final = 600.0
LOOK_EVERY_S: Final = 0.5
CANNOT: Final = (*STACK_FAILURES, NoBackup, HomeInUse, NoLog)


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--secrets",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The secrets of that platform, which lie elsewhere.",
)
@click.option(
    "--keyring",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Another backup of the keyring than FOLDER's own.",
)
@click.option(
    "--partitions", default=PARTITIONS, show_default=True, help="As many as the log was made with."
)
@click.pass_context
def restore(
    context: click.Context, folder: Path, secrets: Path, keyring: Path | None, partitions: int
) -> None:
    """Bring a backup back where no platform is, and verify it; also as a drill.

    Keys that were destroyed after the keyring's backup are destroyed again, by their receipts in
    the log, before any service starts. Databases are filled from the log. Exits 1 when the
    ledger or a table does not agree.

    \b
    relance restore /mnt/backups/monday --secrets /mnt/safe/secrets --home drill
    """
    session = session_of(context)
    work = _restored(session, folder, secrets, keyring or folder / KEYRING, partitions)
    document = run(work, cannot=CANNOT)
    shown = {name: value for name, value in document.items() if name != "verify"}
    said = {"agrees": document["verify"]["agrees"], "events_read": document["verify"]["events"]}
    answer(session, document, lambda: facts(shown | said))
    if not document["verify"]["agrees"]:
        sys.exit(1)


async def _restored(
    session: Session, folder: Path, secrets: Path, keyring: Path, partitions: int
) -> dict[str, Any]:
    tell("laying out log, objects and secrets")
    await asyncio.to_thread(lay_out, folder, session.path, secrets)
    stack = await start_stack(ROOT, name=session.name)
    password = SecretFiles(session.path / SECRETS).keyring_password()
    address = await make_keyring(server_of(stack.postgres), password)
    keys = await load_keyring(address, keyring)
    receipts = await receipts_in(stack.kafka, partitions)
    replayed = await replay_receipts(address, receipts)
    tell(f"{keys} keys and tombstones, {replayed} of {len(receipts)} receipts replayed")
    members = await bring_up(session, told=tell)
    tell("waiting until the databases are filled from the log")
    await _caught_up(members)
    return {
        "home": session.name,
        "keys": keys,
        "receipts": len(receipts),
        "receipts_replayed": replayed,
        "verify": await checked(session),
    }


async def _caught_up(members: Sequence[Member]) -> None:
    """Raises WaitedTooLong."""

    async def are() -> bool:
        return all([await ask_lag(member.url) == 0 for member in members])

    await wait_until("every input is decided", are, limit_s=CAUGHT_UP_S, between_s=LOOK_EVERY_S)
