"""A connection comes back to its pool as it was lent, without a question to the server."""

import re
from pathlib import Path

import asyncpg
import pytest

from libs.postgres.database import address_of, make_database
from libs.postgres.pooling import open_pool
from libs.testkit.stack import Addresses

ROOT = Path(__file__).resolve().parents[3]
NAME = "relance_pooling_test"
OF_A_SESSION = re.compile(
    r"set_config\([^;]*?,\s*false\s*\)|pg_(try_)?advisory_lock\(|\blisten\s+\w|\bwith\s+hold\b"
    # `set` where a statement begins: in an `update` it stands elsewhere.
    r"|(\A|;)(\s|--[^\n]*\n)*set\s+(?!local\b)",
    re.IGNORECASE,
)
BESIDE_THE_POOL = {
    "libs/events/views/sql/try_lock.sql",
    "libs/events/views/sql/try_lock_beside.sql",
}
"""Locks of a connection that is opened for them and closed with them."""


async def test_what_was_set_for_a_transaction_is_gone_after_it(stack: Addresses) -> None:
    await make_database(stack.postgres, NAME)
    async with await open_pool(address_of(stack.postgres, NAME), max_size=1) as pool:
        before = await pool.fetchval("select pg_backend_pid()")
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('relance.tenant', 'acme', true)")
        told = await pool.fetchrow(
            "select pg_backend_pid(), current_setting('relance.tenant', true)"
        )
    assert tuple(told) in {(before, None), (before, "")}


async def test_a_statement_is_remembered_as_long_as_its_connection(stack: Addresses) -> None:
    await make_database(stack.postgres, NAME)
    address = address_of(stack.postgres, NAME)
    async with await open_pool(address, max_size=1) as pool, pool.acquire() as connection:
        assert connection._config.max_cached_statement_lifetime == 0


async def test_a_transaction_that_an_error_left_open_is_rolled_back(stack: Addresses) -> None:
    await make_database(stack.postgres, NAME)
    async with await open_pool(address_of(stack.postgres, NAME), max_size=1) as pool:
        async with pool.acquire() as connection:
            await connection.execute("begin")
            await connection.execute("create table left_behind (a integer)")
            with pytest.raises(asyncpg.DivisionByZeroError):
                await connection.execute("select 1 / 0")
        assert await pool.fetchval("select to_regclass('left_behind')") is None


def test_no_statement_changes_a_session_that_others_go_on_with() -> None:
    statements = {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for room in ("libs", "services")
        for path in sorted((ROOT / room).rglob("*.sql"))
    }

    changing = {name for name, text in statements.items() if OF_A_SESSION.search(text)}

    assert changing - BESIDE_THE_POOL == set()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT set_config('role', 'reader', false)",
        "-- for all that follows\nset search_path = views",
        "select 1; SET SESSION role reader",
        "select pg_advisory_lock(7)",
    ],
)
def test_a_statement_that_changes_a_session_is_found(statement: str) -> None:
    assert OF_A_SESSION.search(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select set_config('role', 'reader', true)",
        "update drops\nset outcome = $4",
        "select pg_advisory_xact_lock(7)",
        "set local role reader",
    ],
)
def test_one_that_changes_its_transaction_alone_is_not(statement: str) -> None:
    assert not OF_A_SESSION.search(statement)
