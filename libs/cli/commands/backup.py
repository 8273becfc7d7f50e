"""`relance backup`."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from deploy.local import platform
from deploy.local.platform import planned_before
from deploy.local.stack import ROOT, start_stack, stop_stack
from libs.chassis.secrets import SecretFiles
from libs.cli.answering import answer, facts, run, tell
from libs.cli.groups import Command
from libs.cli.restoring.copying import (
    KEYRING,
    MANIFEST,
    SECRETS,
    Manifest,
    NoBackup,
    copy_out,
    state_of,
)
from libs.cli.session import Session, session_of
from libs.cli.stack_failures import STACK_FAILURES
from libs.events.codec.envelope import instant
from libs.events.codec.keyring_backup import dump_keyring
from libs.events.codec.keyring_postgres import keyring_address


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--keyring-only", is_flag=True, help="Only the keyring, while all runs.")
@click.pass_context
def backup(context: click.Context, folder: Path, keyring_only: bool) -> None:
    """Copy the log, the objects and the keyring of this machine's platform into FOLDER.

    The platform is stopped for it, drained; `relance up` starts it again. The secrets are not
    copied: who has both can read everything, so keep them apart. Views need no backup.

    \b
    relance backup /mnt/backups/monday
    relance backup /mnt/backups/monday-noon --keyring-only
    """
    session = session_of(context)
    work = _keyring(session, folder) if keyring_only else _whole(session, folder)
    document = run(work, cannot=(*STACK_FAILURES, NoBackup))
    answer(session, document, lambda: facts(document))


async def _keyring(session: Session, folder: Path) -> dict[str, Any]:
    _, postgres = session.stack()
    folder.mkdir(parents=True, exist_ok=True)
    keys = await dump_keyring(_address(session, postgres), folder / KEYRING)
    return {"keyring": str(folder / KEYRING), "keys": keys}


async def _whole(session: Session, folder: Path) -> dict[str, Any]:
    """The keyring last of what is written to, so that it is never older than the log."""
    state = state_of(session.path)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    stack = await start_stack(ROOT, name=session.name)
    await platform.stop(planned_before(session.path), told=tell)
    keys = await dump_keyring(_address(session, stack.postgres), folder / KEYRING)
    await stop_stack(ROOT, name=session.name)
    tell("copying the log and the objects")
    await asyncio.to_thread(copy_out, session.path, folder)
    taken_at = instant(datetime.now(UTC))
    manifest = Manifest(state.cluster_id, taken_at, keys, state.profile.value)
    manifest.write(folder)
    return {"folder": str(folder), "keys": keys, "taken_at": taken_at}


def _address(session: Session, postgres: str) -> str:
    secrets = SecretFiles(session.path / SECRETS)
    return keyring_address(postgres, secrets.keyring_password())
