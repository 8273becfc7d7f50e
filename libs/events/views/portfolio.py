"""In whose portfolio debtors are, kept beside a view's rows: row-level security reads it there.

A view that sales may read hears `PortfolioAssigned`, has a table `portfolio` by a migration, and
calls `keep_portfolio` from its `project`.
"""

from collections.abc import Sequence
from typing import Final

import asyncpg
import orjson

from libs.events.contracts.ingestion import PortfolioAssigned
from libs.events.views.projection import SeenEvent
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)


async def keep_portfolio(connection: asyncpg.Connection, seen: Sequence[SeenEvent]) -> None:
    """The last word about each debtor stands."""
    assigned = {
        (one.tenant, one.event.debtor): {
            "tenant": one.tenant,
            "debtor": one.event.debtor,
            "sales": one.event.sales,
        }
        for one in seen
        if isinstance(one.event, PortfolioAssigned)
    }
    if assigned:
        text = orjson.dumps(list(assigned.values())).decode()
        await connection.execute(SQL["keep_portfolio"], text)
