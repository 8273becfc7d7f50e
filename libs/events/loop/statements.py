"""The SQL of the runtime, from the files beside this module."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


@cache
def statement(name: str) -> str:
    """The statement in `<name>.sql`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def migrations() -> tuple[str, ...]:
    """All migrations in their order; each may run again."""
    return tuple(
        path.read_text(encoding="utf-8") for path in sorted((FOLDER / "migrations").glob("*.sql"))
    )
