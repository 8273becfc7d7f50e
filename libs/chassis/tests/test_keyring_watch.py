"""What a keyring cannot give is counted by its reason, and raised all the same."""

from collections import Counter
from collections.abc import AsyncIterator

import asyncpg
import pytest

from libs.chassis.keyring_watch import WatchedKeyring
from libs.events.codec.keyring import KeyMissing, MasterKeyMistaken
from libs.events.codec.master_key import HeldMasterKey
from libs.events.codec.tests.keyrings import DEBTOR, OTHER, KeyringDatabase, keyring_database
from libs.testkit.stack import Addresses


@pytest.fixture(name="database")
async def _database(stack: Addresses) -> AsyncIterator[KeyringDatabase]:
    async with keyring_database(stack) as made:
        yield made


async def test_failures_are_counted_by_their_reason_and_nothing_else_is(
    database: KeyringDatabase,
) -> None:
    reasons: Counter[str] = Counter()

    def failed(reason: str) -> None:
        reasons[reason] += 1

    opened = await database.open()
    watched = WatchedKeyring(opened, failed)
    made = await watched.keys_for([DEBTOR], create=True)
    assert await watched.keys_for([DEBTOR], create=False) == made
    assert not reasons

    with pytest.raises(KeyMissing):
        await watched.keys_for([OTHER], create=False)
    other = WatchedKeyring(await database.open(HeldMasterKey(bytes(32))), failed)
    with pytest.raises(MasterKeyMistaken):
        await other.keys_for([DEBTOR], create=False)
    await opened.close()
    with pytest.raises(asyncpg.InterfaceError):
        await watched.keys_for([OTHER], create=True)

    assert reasons == {"missing": 1, "mistaken": 1, "unreachable": 1}
