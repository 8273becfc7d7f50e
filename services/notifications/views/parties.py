"""The view that composing reads: creditors, debtors and documents, as ingestion says them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts.ingestion import (
    CreditorChanged,
    CreditorRegistered,
    DebtorChanged,
    DebtorRegistered,
    InvoiceRegistered,
    KeysDestroyed,
)
from libs.events.contracts.model import Erased, Event
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
NAME: Final = "parties"

Row = dict[str, Any]


class PartiesView:
    """Folded from ingestion's events."""

    name = NAME
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "ingestion": (
            CreditorRegistered,
            CreditorChanged,
            DebtorRegistered,
            DebtorChanged,
            InvoiceRegistered,
            KeysDestroyed,
        )
    }
    migrations = Path(__file__).parent / "parties_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        """Copies of announced facts say nothing new and are passed over."""
        seen = [one for one in events if not is_copy(one.stream)]
        for table, identity, row_of in _TABLES:
            batch = _last_of(seen, identity, row_of)
            if batch:
                text = orjson.dumps(batch).decode()
                await connection.execute(SQL[f"keep_{table}"], text)
        tenants, debtors = gone(seen, "debtor")
        if debtors:
            await connection.execute(SQL["purge_debtors"], tenants, debtors)


def _last_of(
    seen: Sequence[SeenEvent], identity: str, row_of: Callable[[Event], Row | None]
) -> list[Row]:
    """The last row of each thing: a statement may touch a row once."""
    kept: dict[tuple[str, str], Row] = {}
    for one in seen:
        row = row_of(one.event)
        if row is not None:
            kept[one.tenant, row[identity]] = {"tenant": one.tenant, **row}
    return list(kept.values())


def _creditor(event: Event) -> Row | None:
    if not isinstance(event, CreditorRegistered | CreditorChanged):
        return None
    facts = event.facts
    return {
        "creditor": facts.creditor,
        "name": facts.name,
        "country": facts.country,
        "accounts": [one.model_dump(mode="json") for one in facts.accounts],
    }


def _debtor(event: Event) -> Row | None:
    if not isinstance(event, DebtorRegistered | DebtorChanged):
        return None
    personal = event.personal
    return {
        "debtor": event.debtor,
        "creditor": event.creditor,
        "country": event.country,
        "language": event.language,
        "personal": None if isinstance(personal, Erased) else personal.model_dump(mode="json"),
    }


def _document(event: Event) -> Row | None:
    if not isinstance(event, InvoiceRegistered):
        return None
    return {
        "document": event.invoice,
        "debtor": event.debtor,
        "number": event.facts.number,
        "language": event.language,
        "reference": event.facts.payable.reference,
        "account": event.facts.payable.account,
        "original": event.original,
    }


_TABLES: Final = (
    ("creditors", "creditor", _creditor),
    ("debtors", "debtor", _debtor),
    ("documents", "document", _document),
)
