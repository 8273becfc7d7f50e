"""Databases are made once and migrated forward, all or nothing."""

from pathlib import Path

import asyncpg
import pytest

from libs.postgres.database import MigrationMistake, make_database, migrations_in
from libs.testkit.stack import Addresses


async def _connect(stack: Addresses, name: str) -> asyncpg.Connection:
    await make_database(stack.postgres, name)
    return await asyncpg.connect(f"{stack.postgres.rstrip('/')}/{name}")


def test_a_gap_in_the_numbers_of_migrations_is_named(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("SELECT 1")
    (tmp_path / "0003_third.sql").write_text("SELECT 1")
    with pytest.raises(MigrationMistake, match="0001, 0002"):
        migrations_in(tmp_path)
