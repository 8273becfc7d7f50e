"""The view of chasing: cases, demands, what people agreed, and the timeline of a debtor."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg
import orjson

from libs.events.contracts import dunning, notifications
from libs.events.contracts.ingestion import (
    CreditorChanged,
    CreditorRegistered,
    DebtorChanged,
    DebtorRegistered,
    ImportFinished,
    ImportStarted,
    KeysDestroyed,
    PortfolioAssigned,
)
from libs.events.contracts.matching import (
    CreditBooked,
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    LedgerCovered,
    PaymentReceived,
    ShareBooked,
)
from libs.events.contracts.model import Event
from libs.events.views.portfolio import keep_portfolio
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements
from services.dunning.views.call_rows import call_rows
from services.dunning.views.case_rows import case_rows
from services.dunning.views.demand_rows import demand_rows
from services.dunning.views.feed_rows import feed_rows
from services.dunning.views.message_rows import message_rows
from services.dunning.views.move_rows import move_rows
from services.dunning.views.party_rows import party_rows
from services.dunning.views.people_rows import people_rows
from services.dunning.views.plan_rows import plan_rows
from services.dunning.views.rows import merged
from services.dunning.views.timeline_rows import timeline_rows

SQL: Final = Statements(__file__)
NAME: Final = "cases"

_RULES: Final = (
    party_rows,
    feed_rows,
    case_rows,
    demand_rows,
    call_rows,
    people_rows,
    move_rows,
    plan_rows,
    message_rows,
    timeline_rows,
)

_PURGED: Final = {
    "debtor": ("debtors", "notes", "disputes", "calls", "withheld", "timeline"),
    "payment": ("payments",),
}
"""Tables with what says who somebody is, by whose key that is sealed under."""


class CasesView:
    """Folded from dunning's own events, with names, payments and messages of others beside them."""

    name = NAME
    version = 3
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "dunning": dunning.EVENTS,
        "ingestion": (
            CreditorRegistered,
            CreditorChanged,
            DebtorRegistered,
            DebtorChanged,
            ImportStarted,
            ImportFinished,
            KeysDestroyed,
            PortfolioAssigned,
        ),
        "matching": (
            ShareBooked,
            CreditBooked,
            PaymentReceived,
            FeedOpened,
            FeedAdvanced,
            FeedInterrupted,
            FeedResumed,
            LedgerCovered,
        ),
        "notifications": notifications.MESSAGE_EVENTS,
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
        for kind, purged in _PURGED.items():
            tenants, subjects = gone(seen, kind)
            for table in purged if subjects else ():
                await connection.execute(SQL[f"purge_{table}"], tenants, subjects)
