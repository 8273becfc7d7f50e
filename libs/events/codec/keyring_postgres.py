"""The keyring in its own PostgreSQL database, the one that several services read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from libs.events.codec.keyring import (
    DataKey,
    Kept,
    KeyMissing,
    MasterKeyMistaken,
    Receipt,
    Subject,
    Tombstone,
)
from libs.events.codec.keyring_cache import KeyCache
from libs.events.codec.master_key import MasterKey, MasterKeys
from libs.postgres.database import make_database, migrate
from libs.postgres.pooling import open_pool
from libs.postgres.statements import Statements

NAME: Final = "relance_keyring"
"""Of its database and of its role, which alone may connect to it."""
SCHEMA: Final = "keyring"
SQL: Final = Statements(__file__)
CACHED_MAX: Final = 20_000
CACHED_S: Final = 300.0
"""A destroyed key is forgotten by every process within this time."""
_POOL_MAX: Final = 4


async def make_keyring(
    server: str, password: str, *, name: str = NAME, limit_s: float = 60.0
) -> str:
    """Make the keyring's database and role on `server` where they are missing, and its tables.

    The user in `server` may create databases and roles. Returns the address for services.
    """
    await make_database(_with_path(server, ""), name, limit_s=limit_s)
    connection = await asyncpg.connect(_with_path(server, name))
    try:
        async with connection.transaction():
            await connection.execute(SQL["name_keyring_role"], name, password)
            await connection.execute(SQL["make_keyring_role"])
    finally:
        await connection.close()
    address = keyring_address(server, password, name=name)
    connection = await asyncpg.connect(address)
    try:
        await migrate(connection, SCHEMA, Path(__file__).with_name("keyring_schema"))
    finally:
        await connection.close()
    return address


def keyring_address(server: str, password: str, *, name: str = NAME) -> str:
    """The address of the keyring on `server` for its own role."""
    host = urlsplit(server).netloc.rpartition("@")[2]
    login = f"{name}:{quote(password, safe='')}@{host}"
    return _with_path(urlunsplit(urlsplit(server)._replace(netloc=login)), name)


def _with_path(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}" if database else ""))


async def open_keyring(address: str, masters: MasterKeys) -> "PostgresKeyring":
    """A keyring at `address`; close it when done."""
    pool = await open_pool(address, max_size=_POOL_MAX, server_settings={"search_path": SCHEMA})
    return PostgresKeyring(pool, masters, KeyCache(keys_max=CACHED_MAX, life_s=CACHED_S))


class PostgresKeyring:
    """Keys in rows, wrapped by a master key; those used lately stay in memory."""

    def __init__(self, pool: asyncpg.Pool, masters: MasterKeys, cache: KeyCache) -> None:
        self._pool, self._masters, self._cache = pool, masters, cache

    async def close(self) -> None:
        await self._pool.close()

    async def keys_for(self, subjects: Collection[Subject], create: bool) -> Mapping[Subject, Kept]:
        wanted = {Subject(*subject) for subject in subjects}
        found = self._cache.find(wanted)
        if missing := sorted(wanted - found.keys()):
            found |= await self._fetch(missing)
        if (missing := sorted(wanted - found.keys())) and create:
            found |= await self._make(missing)
        if missing := sorted(wanted - found.keys()):
            raise KeyMissing(missing)
        return found

    async def destroy(self, subject: Subject, *, reason: str, by: str) -> Receipt:
        await self._pool.execute(SQL["destroy_key"], *subject, reason, by)
        kept = (await self._fetch([subject])).get(subject)
        if not isinstance(kept, Tombstone):
            raise KeyMissing((subject,))
        return kept.receipt

    async def forget_destroyed(self) -> None:
        self._cache.keep({}, await self._pool.fetchval(SQL["epoch"]))

    async def _fetch(self, subjects: Sequence[Subject]) -> dict[Subject, Kept]:
        rows = await self._pool.fetch(SQL["keys"], *_columns(subjects))
        return await self._read(rows)

    async def _make(self, subjects: Sequence[Subject]) -> dict[Subject, Kept]:
        """Keys for subjects that had none; another process's, where it was faster."""
        master = self._masters.current()
        fresh = [DataKey.fresh() for _ in subjects]
        wrapped = await master.wrap([key.raw for key in fresh])
        ids = [key.id for key in fresh]
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(SQL["hold_masters"])
            rows = await connection.fetch(
                SQL["make_keys"], *_columns(subjects), ids, wrapped, master.id
            )
        made = await self._read(rows)
        if others := [subject for subject in subjects if subject not in made]:
            made |= await self._fetch(others)
        if len(made) < len(subjects):
            raise MasterKeyMistaken(f"the master key {master.id} is retired and makes no keys")
        return made

    async def _read(self, rows: Iterable[asyncpg.Record]) -> dict[Subject, Kept]:
        rows = list(rows)
        kept: dict[Subject, Kept] = {
            _subject(row): _tombstone(row) for row in rows if row["wrapped"] is None
        }
        live = [row for row in rows if row["wrapped"] is not None]
        for master_id in sorted({row["wrapped_by"] for row in live}):
            ours = [row for row in live if row["wrapped_by"] == master_id]
            raws = await self._master(ours[0]).unwrap([row["wrapped"] for row in ours])
            kept |= {
                _subject(row): DataKey(row["key_id"], raw)
                for row, raw in zip(ours, raws, strict=True)
            }
        if rows:
            self._cache.keep(kept, rows[0]["epoch"])
        return kept

    def _master(self, row: asyncpg.Record) -> MasterKey:
        """What wraps this row's key. Raises MasterKeyMistaken."""
        master = self._masters.of(row["wrapped_by"])
        if master is None:
            raise MasterKeyMistaken(
                f"the data key of {row['tenant']}:{row['subject']} is wrapped by master key "
                f"{row['wrapped_by']}, this one is {self._masters.current().id}"
            )
        return master


def _columns(subjects: Sequence[Subject]) -> tuple[list[str], list[str]]:
    return [subject.tenant for subject in subjects], [subject.name for subject in subjects]


def _subject(row: asyncpg.Record) -> Subject:
    return Subject(row["tenant"], row["subject"])


def _tombstone(row: asyncpg.Record) -> Tombstone:
    return Tombstone(
        Receipt(
            tenant=row["tenant"],
            subject=row["subject"],
            key_id=row["key_id"],
            destroyed_at=row["destroyed_at"],
            reason=row["destroyed_for"],
            by=row["destroyed_by"],
        )
    )
