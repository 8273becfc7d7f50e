"""A keyring in a file: taken at one moment, put into an empty one, and made to forget again."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import asyncpg

from libs.events.codec.keyring import Receipt
from libs.events.codec.keyring_postgres import SCHEMA, SQL

ROWS_AT_ONCE: Final = 1_000


async def dump_keyring(address: str, file: Path) -> int:
    """Write every key, wrapped, and every tombstone; returns how many. A line of JSON each."""
    connection = await _connect(address)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            head = {
                "epoch": await connection.fetchval(SQL["epoch"]),
                "retired_masters": [
                    row["id"] for row in await connection.fetch(SQL["dump_masters"])
                ],
            }
            count = 0
            file.touch(mode=0o600)
            with file.open("w", encoding="utf-8") as lines:
                lines.write(json.dumps(head) + "\n")
                async for row in connection.cursor(SQL["dump_keys"], prefetch=ROWS_AT_ONCE):
                    lines.write(row["row"] + "\n")
                    count += 1
        return count
    finally:
        await connection.close()


async def load_keyring(address: str, file: Path) -> int:
    """Put a backup into a keyring that has none of its keys; returns how many it holds."""
    connection = await _connect(address)
    try:
        with file.open(encoding="utf-8") as lines:
            head = json.loads(next(lines))
            async with connection.transaction():
                count = 0
                for some in _chunks(lines):
                    await connection.execute(SQL["load_keys"], f"[{','.join(some)}]")
                    count += len(some)
                await connection.execute(SQL["load_masters"], head["retired_masters"])
                await connection.execute(SQL["load_epoch"], head["epoch"])
        return count
    finally:
        await connection.close()


async def replay_receipts(address: str, receipts: Sequence[Receipt]) -> int:
    """Destroy again what the log says was destroyed; returns how many the backup still had.

    Of a key that was made after the backup and destroyed since, only the tombstone is left.
    """
    connection = await _connect(address)
    try:
        columns = [
            [receipt.tenant for receipt in receipts],
            [receipt.subject for receipt in receipts],
            [receipt.key_id for receipt in receipts],
            [receipt.destroyed_at for receipt in receipts],
            [receipt.reason for receipt in receipts],
        ]
        async with connection.transaction():
            gone = await connection.fetch(SQL["replay_receipts"], *columns)
            await connection.execute(SQL["load_epoch"], 0)
        return len(gone)
    finally:
        await connection.close()


def _chunks(lines: Iterator[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for line in lines:
        some.append(line)
        if len(some) == ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


async def _connect(address: str) -> asyncpg.Connection:
    return await asyncpg.connect(address, server_settings={"search_path": SCHEMA})
