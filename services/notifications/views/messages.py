"""The view of messages: each with its attempts and all that happened to it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg

from libs.events.contracts.ingestion import KeysDestroyed
from libs.events.contracts.model import Event
from libs.events.contracts.notifications import MESSAGE_EVENTS
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.postgres.statements import Statements
from services.notifications.views.rows import keep, rows_of

SQL: Final = Statements(__file__)
NAME: Final = "messages"


class MessagesView:
    """Folded from notifications' own events; ingestion says whose keys are gone."""

    name = NAME
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "notifications": MESSAGE_EVENTS,
        "ingestion": (KeysDestroyed,),
    }
    migrations = Path(__file__).parent / "messages_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        await keep(connection, (row for one in events for row in rows_of(one)))
        tenants, debtors = gone(events, "debtor")
        if debtors:
            await connection.execute(SQL["purge_messages"], tenants, debtors)
