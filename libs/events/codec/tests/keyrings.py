"""Keyrings to hold to one contract: in memory, and in a database of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

import asyncpg

from libs.events.codec.keyring import Keyring, Subject
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.keyring_postgres import PostgresKeyring, make_keyring, open_keyring
from libs.events.codec.master_key import HeldMasterKey, MasterKeys
from libs.testkit.stack import Addresses

MASTER: Final = HeldMasterKey(bytes(range(32)))
DEBTOR: Final = Subject("acme", "debtor/7c2m4q")
OTHER: Final = Subject("acme", "debtor/9p3x1a")

Another = Callable[[], Awaitable[Keyring]]
"""A keyring of another process, over the same keys."""


@dataclass(slots=True)
class KeyringDatabase:
    """A keyring's database, which only one test uses."""

    server: str
    name: str
    address: str
    opened: list[PostgresKeyring] = field(default_factory=list)

    async def open(self, master: MasterKeys = MASTER) -> PostgresKeyring:
        keyring = await open_keyring(self.address, master)
        self.opened.append(keyring)
        return keyring

    async def look(self, question: str) -> str:
        """The one value of `question`, as text."""
        connection = await self._connect()
        try:
            return str(await connection.fetchval(question))
        finally:
            await connection.close()

    async def lose(self, subject: Subject) -> None:
        """What restoring a backup from before the subject's time does."""
        connection = await self._connect()
        try:
            await connection.execute("DELETE FROM keys WHERE subject = $1", subject.name)
        finally:
            await connection.close()

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(self.address, server_settings={"search_path": "keyring"})


@asynccontextmanager
async def keyring_database(stack: Addresses) -> AsyncIterator[KeyringDatabase]:
    name = f"keyring_{uuid4().hex[:12]}"
    database = KeyringDatabase(
        stack.postgres, name, await make_keyring(stack.postgres, "let:me/in", name=name)
    )
    try:
        yield database
    finally:
        for keyring in database.opened:
            await keyring.close()
        await _drop(stack.postgres, name)


@asynccontextmanager
async def memory() -> AsyncIterator[Another]:
    keyring = MemoryKeyring()

    async def another() -> Keyring:
        return keyring

    yield another


async def _drop(server: str, name: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await connection.execute(f"DROP ROLE {name}")
    finally:
        await connection.close()
