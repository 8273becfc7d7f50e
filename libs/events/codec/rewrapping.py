"""Data keys under a new master key: wrapped again in small steps, and the old one retired last."""

from collections.abc import Mapping, Sequence
from typing import Final

import asyncpg

from libs.events.codec.keyring import MasterKeyMistaken
from libs.events.codec.keyring_postgres import SCHEMA, SQL
from libs.events.codec.master_key import MasterKey, MasterKeys

STEP_KEYS_MAX: Final = 500


class StillInUse(Exception):
    """A master key cannot be retired, because keys are still wrapped by it."""


class Rewrapping:
    """Of one keyring; interrupted at any moment, another one goes on."""

    def __init__(self, connection: asyncpg.Connection, masters: MasterKeys) -> None:
        self._connection, self._masters = connection, masters

    async def counts(self) -> Mapping[str, int]:
        """How many keys each master key wraps."""
        rows = await self._connection.fetch(SQL["wrapped_by"])
        return {row["wrapped_by"]: row["keys_count"] for row in rows}

    async def step(self, keys_max: int = STEP_KEYS_MAX) -> int:
        """Wrap some keys by the current master key that another one wraps; returns how many.

        Raises MasterKeyMistaken when that other one is not kept here.
        """
        master = self._masters.current()
        async with self._connection.transaction():
            held = await self._connection.fetch(SQL["hold_others"], master.id, keys_max)
            if not held:
                return 0
            wrapped = await master.wrap(await self._unwrapped(held))
            tenants, subjects = ([row[name] for row in held] for name in ("tenant", "subject"))
            await self._connection.execute(SQL["rewrap"], tenants, subjects, wrapped, master.id)
        return len(held)

    async def retire(self, master_id: str) -> None:
        """Nobody makes keys under it from here on. Raises StillInUse."""
        async with self._connection.transaction():
            await self._connection.execute(SQL["hold_masters_alone"])
            if await self._connection.fetchval(SQL["retire_master"], master_id) is None:
                raise StillInUse(f"keys are still wrapped by the master key {master_id}")

    async def _unwrapped(self, rows: Sequence[asyncpg.Record]) -> list[bytes]:
        """The data keys of `rows`, in their order."""
        raws: dict[int, bytes] = {}
        for master_id in sorted({row["wrapped_by"] for row in rows}):
            places = [n for n, row in enumerate(rows) if row["wrapped_by"] == master_id]
            found = await self._of(master_id).unwrap([rows[n]["wrapped"] for n in places])
            raws |= dict(zip(places, found, strict=True))
        return [raws[n] for n in range(len(rows))]

    def _of(self, master_id: str) -> MasterKey:
        master = self._masters.of(master_id)
        if master is None:
            raise MasterKeyMistaken(f"the master key {master_id} is not kept here")
        return master


async def connect(address: str) -> asyncpg.Connection:
    """To the keyring at `address`, for a Rewrapping."""
    return await asyncpg.connect(address, server_settings={"search_path": SCHEMA})
