"""What pages ask of the view of figures; every question is bound to a tenant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from libs.events.views.reading import Reading
from libs.kernel.money import Money
from libs.postgres.statements import Statements
from services.console.domain.figures import AgeingRow, Flow

SQL: Final = Statements(__file__)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a debtor owes in one currency, as money is written on the wire."""

    open: str
    overdue: str
    """Empty: nothing of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a tenant, of one moment."""

    ageing: list[AgeingRow]
    on_account: dict[str, Decimal]
    flows: list[Flow]
    by_rule_count: int
    by_person_count: int
    payments_count: int
    promises: dict[str, int]
    """Counts by state: made, kept, broken, ended."""


class Figures:
    """Reads of the view, one tenant at a time."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def told(self, tenant: str, today: date) -> Told:
        """Raises ViewNotReady."""
        async with self._reading.of(tenant) as connection:
            ageing = await connection.fetch(SQL["ageing"], today)
            credits = await connection.fetch(SQL["on_account"])
            flows = await connection.fetch(SQL["flows"])
            applied = await connection.fetchrow(SQL["applied"])
            promises = await connection.fetch(SQL["promises_by_state"])
        return Told(
            ageing=[AgeingRow(*row.values()) for row in ageing],
            on_account={row["currency"]: row["on_account"] for row in credits},
            flows=[Flow(*row.values()) for row in flows],
            **dict(applied),
            promises={row["state"]: row["promises_count"] for row in promises},
        )

    async def balances(
        self, tenant: str, debtors: Sequence[str], today: date
    ) -> dict[str, list[Balance]]:
        """Of those who owe anything, by their ids. Raises ViewNotReady."""
        async with self._reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["balances"], list(debtors), today)
        found: dict[str, list[Balance]] = {}
        for row in rows:
            owed = str(Money.of(row["open"], row["currency"]))
            late = str(Money.of(row["overdue"], row["currency"])) if row["overdue"] else ""
            found.setdefault(row["debtor"], []).append(Balance(owed, late))
        return found
