"""Databases are made once and migrated forward, all or nothing."""

from pathlib import Path

import asyncpg
import pytest

from libs.postgres.database import (
    MigrationMistake,
    address_of,
    make_database,
    migrate,
    migrations_in,
)
from libs.testkit.stack import Addresses

NAME = "relance_migrations_test"


def test_a_gap_in_the_numbers_of_migrations_is_named(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("SELECT 1")
    (tmp_path / "0003_third.sql").write_text("SELECT 1")
    with pytest.raises(MigrationMistake, match="0001, 0002"):
        migrations_in(tmp_path)


def test_a_database_of_the_server_is_addressed_whatever_the_address_names() -> None:
    assert address_of("postgresql://a:b@h:1/postgres", "x") == "postgresql://a:b@h:1/x"
    assert address_of("postgresql://a:b@h:1", "x") == "postgresql://a:b@h:1/x"


async def test_migrations_run_once_and_a_broken_one_leaves_nothing(
    stack: Addresses, tmp_path: Path
) -> None:
    await make_database(stack.postgres, NAME)
    await make_database(stack.postgres, NAME)
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE one (a integer)")
    connection = await asyncpg.connect(address_of(stack.postgres, NAME))
    try:
        assert await migrate(connection, "first", tmp_path) == 1
        assert await migrate(connection, "first", tmp_path) == 0
        (tmp_path / "0002_broken.sql").write_text("CREATE TABLE two (a integer); SELECT 1/0")
        with pytest.raises(asyncpg.DivisionByZeroError):
            await migrate(connection, "first", tmp_path)
        assert await connection.fetchval("SELECT to_regclass('first.two')") is None
        (tmp_path / "0002_broken.sql").unlink()
        (tmp_path / "0001_first.sql").unlink()
        with pytest.raises(MigrationMistake, match="knows 0"):
            await migrate(connection, "first", tmp_path)
    finally:
        await connection.close()
