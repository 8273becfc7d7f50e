"""What digests ask of the view of what waits: as one of the creditor's people sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import asyncpg

from libs.events.views.reading import PORTFOLIO, Reading
from libs.kernel.money import Money
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for a person."""

    kind: str
    """`draft`, `call`, `task` or `dispute`."""
    debtor: str
    amount: Money | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class WaitingSeen:
    """All that waits, counted by what it is, and the most valuable of it."""

    counts: dict[str, int]
    first: tuple[Waits, ...]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


class Waiting:
    """Reads of the view of what waits."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def seen(
        self, tenant: str, subject: str, day_on: date, limit: int, *, sees_all: bool
    ) -> WaitingSeen:
        """For `subject`: of all debtors, or of the own portfolio, which the database sees to."""
        before = PORTFOLIO.set("" if sees_all else subject)
        try:
            async with self._reading.of(tenant) as connection:
                counted = await connection.fetch(SQL["waiting_counted"], day_on, subject)
                rows = await connection.fetch(SQL["waiting"], day_on, subject, limit)
        finally:
            PORTFOLIO.reset(before)
        counts = {row["kind"]: row["count"] for row in counted}
        return WaitingSeen(counts, tuple(map(_waits, rows)))


def _waits(row: asyncpg.Record) -> Waits:
    amount = Money.of(row["amount"], row["currency"]) if row["currency"] else None
    return Waits(row["kind"], row["debtor"], amount, row["due_on"])
