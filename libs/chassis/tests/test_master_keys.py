"""Master keys in files: rotated while services run, cut, retired when nothing needs them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from libs.chassis.master_keys import MasterKeyFiles
from libs.chassis.secrets import SecretFiles, SecretMissing, make_secrets
from libs.events.codec.keyring import DataKey, MasterKeyMistaken, Subject
from libs.events.codec.keyring_postgres import PostgresKeyring
from libs.events.codec.rewrapping import Rewrapping, StillInUse, connect
from libs.events.codec.tests.keyrings import DEBTOR, OTHER, KeyringDatabase, keyring_database
from libs.testkit.stack import Addresses

MANY: Final = [Subject("acme", f"payment/{number}") for number in range(25)]


@dataclass(frozen=True, slots=True)
class Vault:
    """A keyring with the files of its master keys."""

    database: KeyringDatabase
    secrets: SecretFiles

    def files(self) -> MasterKeyFiles:
        """As another process has them."""
        return MasterKeyFiles(self.secrets)

    async def keyring(self) -> PostgresKeyring:
        """Of another process, which lives from now on."""
        return await self.database.open(self.files())


@pytest.fixture
async def vault(stack: Addresses, tmp_path: Path) -> AsyncIterator[Vault]:
    async with keyring_database(stack) as database:
        yield Vault(database, make_secrets(tmp_path / "secrets"))


async def rewrapped(vault: Vault, *, steps_max: int = 1_000, keys_max: int = 10) -> int:
    """What a rotation does, cut after some steps; how many keys it wrapped anew."""
    connection = await connect(vault.database.address)
    try:
        rewrapping, done = Rewrapping(connection, vault.files()), 0
        for _ in range(steps_max):
            count = await rewrapping.step(keys_max)
            done += count
            if not count:
                break
        return done
    finally:
        await connection.close()


async def retire(vault: Vault, master_id: str) -> None:
    connection = await connect(vault.database.address)
    try:
        await Rewrapping(connection, vault.files()).retire(master_id)
    finally:
        await connection.close()


@pytest.mark.stack
async def test_a_rotation_goes_on_where_it_was_cut_and_no_key_changes(vault: Vault) -> None:
    running = await vault.keyring()
    before = await running.keys_for(MANY, create=True)
    old = vault.files().current().id
    new = vault.files().renew().id
    assert new != old

    assert await rewrapped(vault, steps_max=1) == 10
    assert await (await vault.keyring()).keys_for(MANY, create=False) == before
    assert await rewrapped(vault) == 15
    assert await rewrapped(vault) == 0

    assert await (await vault.keyring()).keys_for(MANY, create=False) == before
    left = await vault.database.look(f"SELECT count(*) FROM keys WHERE wrapped_by <> '{new}'")
    assert left == "0"


@pytest.mark.stack
async def test_a_process_that_runs_reads_both_and_makes_keys_under_the_new_one(
    vault: Vault,
) -> None:
    running = await vault.keyring()
    await running.keys_for([DEBTOR], create=True)
    new = vault.files().renew().id
    await rewrapped(vault)
    await running.keys_for([OTHER], create=True)
    asked = f"SELECT count(*) FROM keys WHERE wrapped_by = '{new}'"
    assert await vault.database.look(asked) == "2"
    made = await (await vault.keyring()).keys_for([DEBTOR, OTHER], create=False)
    assert all(isinstance(key, DataKey) for key in made.values())


@pytest.mark.stack
async def test_a_master_key_that_wraps_something_is_not_retired(vault: Vault) -> None:
    await (await vault.keyring()).keys_for([DEBTOR], create=True)
    old = vault.files().current().id
    vault.files().renew()
    with pytest.raises(StillInUse, match=old):
        await retire(vault, old)
    await rewrapped(vault)
    await retire(vault, old)
    await retire(vault, old)


@pytest.mark.stack
async def test_who_still_holds_a_retired_master_key_makes_no_keys_and_loses_none(
    vault: Vault,
) -> None:
    held = vault.files().current()  # a process that never looks at its files again
    stale = await vault.database.open(held)
    await stale.keys_for([DEBTOR], create=True)
    vault.files().renew()
    await rewrapped(vault)
    await retire(vault, held.id)
    with pytest.raises(MasterKeyMistaken, match="retired"):
        await stale.keys_for([OTHER], create=True)
    assert await vault.database.look("SELECT count(*) FROM keys") == "1"


@pytest.mark.stack
async def test_without_the_file_of_the_one_before_nothing_is_wrapped_anew(vault: Vault) -> None:
    await (await vault.keyring()).keys_for([DEBTOR], create=True)
    files = vault.files()
    old = files.current().id
    files.renew()
    files.drop(old)
    with pytest.raises(MasterKeyMistaken, match=old):
        await rewrapped(vault)


def test_the_one_before_is_kept_before_the_new_one_is_there(tmp_path: Path) -> None:
    secrets = make_secrets(tmp_path)
    files = MasterKeyFiles(secrets)
    old, raw = files.current().id, secrets.master_key()
    new = files.renew().id
    assert list(files.earlier()) == [old]
    assert secrets.master_key_of(old) == raw
    assert files.of(old) is not None
    assert files.of(new) is files.current()
    assert files.of("0" * 16) is None
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("master*.key")} == {0}


def test_a_master_key_that_was_taken_away_is_named(tmp_path: Path) -> None:
    files = MasterKeyFiles(make_secrets(tmp_path))
    (tmp_path / "master.key").unlink()
    with pytest.raises(SecretMissing, match=r"master\.key"):
        files.current()
