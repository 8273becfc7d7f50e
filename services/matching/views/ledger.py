"""The view of the ledger: items, payments, statements, cover, and a debtor's timeline."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg
import orjson

from libs.events.contracts.ingestion import KeysDestroyed, PortfolioAssigned
from libs.events.contracts.matching import EVENTS
from libs.events.contracts.model import Event
from libs.events.views.portfolio import keep_portfolio
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements
from services.matching.views.feed_rows import statement_rows
from services.matching.views.item_rows import item_rows, source_rows
from services.matching.views.move_rows import move_rows
from services.matching.views.payment_rows import payment_rows
from services.matching.views.rows import merged

SQL: Final = Statements(__file__)
NAME: Final = "ledger"

_RULES: Final = (item_rows, source_rows, move_rows, payment_rows, statement_rows)


class LedgerView:
    """Folded from matching's own events; ingestion says whose keys are gone, and
    in whose portfolio debtors are."""

    name = NAME
    version = 2
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "matching": EVENTS,
        "ingestion": (KeysDestroyed, PortfolioAssigned),
    }
    migrations = Path(__file__).parent / "migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        """Copies of announced facts say nothing new and are passed over."""
        seen = [one for one in events if not is_copy(one.stream)]
        rows = (row for one in seen for rule in _RULES for row in rule(one))
        for table, batch in merged(rows):
            text = orjson.dumps(batch, default=str).decode()
            await connection.execute(SQL[f"keep_{table}"], text)
        await keep_portfolio(connection, seen)
        tenants, payments = gone(seen, "payment")
        if payments:
            await connection.execute(SQL["purge_payments"], tenants, payments)
