"""The view of who something happened to, and the word to pages that show them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts import dunning, handoff, ingestion, matching, notifications, risk
from libs.events.contracts.model import Event
from libs.events.views.projection import SeenEvent
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
CHANNEL: Final = "relance_console"
"""On which PostgreSQL tells who listens: `<tenant> <debtor>`."""


def _of_debtors(events: tuple[type[Event], ...]) -> tuple[type[Event], ...]:
    return tuple(event for event in events if "debtor" in event.model_fields)


class HappenedView:
    """A row a debtor; a payment that is nobody's yet is about the debtor with the empty id."""

    name = "happened"
    version = 2
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "dunning": _of_debtors(dunning.EVENTS),
        "ingestion": (
            *_of_debtors(ingestion.EVENTS),
            ingestion.ImportStarted,
            ingestion.ImportFinished,
        ),
        "matching": (
            *_of_debtors(matching.EVENTS),
            matching.PaymentReceived,
            matching.PaymentSuggested,
            matching.PaymentIdentified,
            matching.PaymentUnidentified,
            matching.StatementAccepted,
            matching.StatementWaiting,
        ),
        "notifications": _of_debtors(notifications.MESSAGE_EVENTS),
        "risk": _of_debtors(risk.EVENTS),
        "handoff": _of_debtors(handoff.EVENTS),
    }
    migrations = Path(__file__).parent / "happened_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for seen in events:
            if is_copy(seen.stream):
                continue
            debtor = getattr(seen.event, "debtor", "")
            row = rows.setdefault(
                (seen.tenant, debtor),
                {"tenant": seen.tenant, "debtor": debtor, "events_count": 0},
            )
            row["last_at"] = seen.recorded_at
            row["events_count"] += 1
        if rows:
            text = orjson.dumps(list(rows.values()), default=str).decode()
            await connection.execute(SQL["keep_happened"], text)
            await connection.execute(SQL["tell_happened"], text)
