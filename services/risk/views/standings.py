"""The view of risk: scores, bands, exposure, limits, overrides, watches, and what happened."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg
import orjson

from libs.events.contracts import risk
from libs.events.contracts.ingestion import KeysDestroyed, PortfolioAssigned
from libs.events.contracts.model import Event
from libs.events.views.portfolio import keep_portfolio
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements
from services.risk.views.debtor_rows import debtor_rows, timeline_rows
from services.risk.views.limit_rows import limit_rows
from services.risk.views.rows import merged

SQL: Final = Statements(__file__)
NAME: Final = "standings"
_RULES: Final = (debtor_rows, limit_rows, timeline_rows)
_PURGED: Final = ("limits", "overrides", "watches")
"""Tables with what persons wrote about a debtor."""


class StandingsView:
    """Folded from risk's own events; ingestion says whose keys are gone, and in whose portfolio
    debtors are. No name lies here."""

    name = NAME
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "risk": risk.EVENTS,
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
        tenants, subjects = gone(seen, "debtor")
        for table in _PURGED if subjects else ():
            await connection.execute(SQL[f"purge_{table}"], tenants, subjects)
