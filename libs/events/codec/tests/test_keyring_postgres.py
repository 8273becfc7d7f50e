"""What only the keyring's database can promise: wrapping, its role, forgetting, being lost."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from libs.events.codec.keyring import DataKey, KeyMissing, MasterKeyMistaken, Tombstone
from libs.events.codec.keyring_postgres import make_keyring
from libs.events.codec.master_key import HeldMasterKey
from libs.events.codec.tests.keyrings import DEBTOR, OTHER, KeyringDatabase, keyring_database
from libs.testkit.stack import Addresses


@pytest.fixture
async def database(stack: Addresses) -> AsyncIterator[KeyringDatabase]:
    async with keyring_database(stack) as made:
        yield made


async def test_a_key_lies_there_only_wrapped(database: KeyringDatabase) -> None:
    keyring = await database.open()
    key = (await keyring.keys_for([DEBTOR], create=True))[DEBTOR]
    assert isinstance(key, DataKey)
    row = await database.look("SELECT string_agg(keys::text, '') FROM keys")
    assert key.id in row
    assert key.raw.hex() not in row


async def test_another_master_key_is_told_apart_from_a_lost_key(
    database: KeyringDatabase,
) -> None:
    await (await database.open()).keys_for([DEBTOR], create=True)
    other = HeldMasterKey(bytes(32))
    with pytest.raises(MasterKeyMistaken, match=f"{other.id}$"):
        await (await database.open(other)).keys_for([DEBTOR], create=False)


async def test_nothing_of_a_destroyed_key_is_left_in_its_row(database: KeyringDatabase) -> None:
    keyring = await database.open()
    await keyring.keys_for([DEBTOR, OTHER], create=True)
    await keyring.destroy(DEBTOR, reason="asked", by="user/4")
    left = await database.look("SELECT string_agg(subject, ',') FROM keys WHERE wrapped NOTNULL")
    assert left == OTHER.name


async def test_who_had_the_key_in_memory_forgets_it_at_its_next_question(
    database: KeyringDatabase,
) -> None:
    one, two = await database.open(), await database.open()
    await two.keys_for([DEBTOR], create=True)
    receipt = await one.destroy(DEBTOR, reason="asked", by="user/4")
    await two.keys_for([OTHER], create=True)
    assert await two.keys_for([DEBTOR], create=False) == {DEBTOR: Tombstone(receipt)}


async def test_a_keyring_restored_too_old_does_not_read_as_erasure(
    database: KeyringDatabase,
) -> None:
    await (await database.open()).keys_for([DEBTOR, OTHER], create=True)
    await database.lose(DEBTOR)
    with pytest.raises(KeyMissing, match=DEBTOR.name):
        await (await database.open()).keys_for([DEBTOR, OTHER], create=False)


async def test_only_its_own_role_may_connect(database: KeyringDatabase) -> None:
    asked = "SELECT has_database_privilege('pg_monitor', current_database(), 'CONNECT')"
    assert await database.look(asked) == "False"
    assert await database.look("SELECT current_user = current_database()") == "True"


async def test_a_wrong_password_is_refused(database: KeyringDatabase) -> None:
    wrong = database.address.replace("let%3Ame%2Fin", "let-me-in")
    assert wrong != database.address
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_made_again_it_keeps_its_keys(database: KeyringDatabase) -> None:
    made = await (await database.open()).keys_for([DEBTOR], create=True)
    await make_keyring(database.server, "let:me/in", name=database.name)
    assert await (await database.open()).keys_for([DEBTOR], create=False) == made
