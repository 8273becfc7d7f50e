"""Rows of the view: which table, which row of it, what an event says of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from libs.events.contracts.model import Erased
from libs.events.views.projection import SeenEvent

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an event says of one row; what it does not say is not in `row`, or None there."""

    table: str
    identity: tuple[str | int, ...]
    row: Row


def kept(seen: SeenEvent, table: str, identity: Row, row: Row) -> Kept:
    """Of the row that `identity` names within the event's tenant."""
    return Kept(
        table, (seen.tenant, *identity.values()), {"tenant": seen.tenant, **identity, **row}
    )


def text_of(personal: Any) -> str | None:
    """What somebody wrote; None once it was erased."""
    return None if isinstance(personal, Erased) else str(personal.text)


def merged(rows: Iterable[Kept]) -> Iterator[tuple[str, list[Row]]]:
    """Each table with its rows, each row once: later events speak over earlier ones."""
    tables: dict[str, dict[tuple[Any, ...], Row]] = {}
    for one in rows:
        table = tables.setdefault(one.table, {})
        before = table.get(one.identity, {})
        table[one.identity] = before | {k: v for k, v in one.row.items() if v is not None}
    for name, table in tables.items():
        yield name, list(table.values())
