"""Rows of two schemas side by side: which are missing, too many, or others than they should be."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

import asyncpg

from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
PREFETCH_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row of a table that is not what the log says; never what stands in it: that may be
    somebody's name."""

    table: str
    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Side:
    """A schema, and the connection with a transaction that sees it as it is to be compared."""

    connection: asyncpg.Connection
    schema: str

    async def questions(self) -> Mapping[str, str]:
        """The question for all rows of each table, in the order of their keys."""
        rows = await self.connection.fetch(SQL["tables_compared"], self.schema)
        return {row["table"]: row["question"] for row in rows}

    async def rows(self, question: str) -> AsyncIterator[tuple[str, str]]:
        """Key and content."""
        async for row in self.connection.cursor(question, prefetch=PREFETCH_ROWS):
            yield row["key"], row["row"]


class Comparison:
    """Counts what it compares, and keeps the first of what differs."""

    def __init__(self, differences_max: int) -> None:
        self._differences_max = differences_max
        self.rows = 0
        """Of the side that should be."""
        self.different = 0
        self.differences: list[RowDifference] = []
        """The first of those that are different."""

    async def compare(self, wanted: Side, kept: Side) -> None:
        """All tables of both sides."""
        should, does = await wanted.questions(), await kept.questions()
        for table in sorted(should.keys() | does.keys()):
            if table not in does:
                self._note(table, "", "the table is missing")
            elif table not in should:
                self._note(table, "", "the table is not of this version")
            else:
                await self._merge(table, wanted.rows(should[table]), kept.rows(does[table]))

    async def _merge(
        self,
        table: str,
        wanted: AsyncIterator[tuple[str, str]],
        kept: AsyncIterator[tuple[str, str]],
    ) -> None:
        """Both come in the order of their keys."""
        should, does = await anext(wanted, None), await anext(kept, None)
        while should is not None or does is not None:
            if does is None or (should is not None and should[0] < does[0]):
                assert should is not None
                self._note(table, should[0], "row is missing")
                should, self.rows = await anext(wanted, None), self.rows + 1
            elif should is None or does[0] < should[0]:
                self._note(table, does[0], "row is not in the log")
                does = await anext(kept, None)
            else:
                if should[1] != does[1]:
                    self._note(table, should[0], _others(should[1], does[1]))
                should, self.rows = await anext(wanted, None), self.rows + 1
                does = await anext(kept, None)

    def _note(self, table: str, key: str, what: str) -> None:
        self.different += 1
        if len(self.differences) < self._differences_max:
            self.differences.append(RowDifference(table, key, what))


def _others(should: str, does: str) -> str:
    """The names of the columns that differ."""
    wanted, kept = json.loads(should), json.loads(does)
    names = sorted(
        name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name)
    )
    return f"row is another than the log says in {', '.join(names) or 'the form of a number'}"
