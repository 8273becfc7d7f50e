"""What API and tasks ask of the view of the creditor's own people, one tenant at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts.notifications_people import InternalKind, PersonPersonal, Sees
from libs.events.views.reading import Reading
from libs.postgres.statements import Statements
from services.notifications.views.reading import Page

SQL: Final = Statements(__file__)


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody who is there; `personal` is None once it was erased."""

    person: str
    language: str
    zone: str
    digest: bool
    sees: Sees
    personal: PersonPersonal | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class InternalSeen:
    """A mail to somebody, and whom it names."""

    message: str
    person: str
    kind: InternalKind
    day_on: date | None
    noted_at: datetime
    debtors: tuple[str, ...]


class People:
    """Reads of the view of people."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def all(self, tenant: str, page: Page) -> list[PersonSeen]:
        """Who is there, by id."""
        async with self._reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["people"], None, page.after, page.limit)
        return [_person(row) for row in rows]

    async def one(self, tenant: str, person: str) -> PersonSeen | None:
        """None: nobody, or they left."""
        async with self._reading.of(tenant) as connection:
            row = await connection.fetchrow(SQL["people"], person, None, 1)
        return _person(row) if row is not None else None

    async def sales_of(self, tenant: str, debtor: str) -> PersonSeen | None:
        """Who has the debtor in the portfolio; None: nobody who is there."""
        async with self._reading.of(tenant) as connection:
            row = await connection.fetchrow(SQL["sales_of"], debtor)
        return _person(row) if row is not None else None

    async def mails(self, tenant: str, person: str, limit: int) -> list[dict[str, Any]]:
        """What they were mailed, the newest first."""
        async with self._reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["internals"], person, limit)
        return [dict(row) for row in rows]

    async def mail(self, tenant: str, message: str) -> InternalSeen | None:
        """None: the view does not know it yet."""
        async with self._reading.of(tenant) as connection:
            row = await connection.fetchrow(SQL["internal"], message)
        if row is None:
            return None
        return InternalSeen(**{**row, "debtors": tuple(row["debtors"])})


def _person(row: asyncpg.Record) -> PersonSeen:
    personal = row["personal"]
    read = PersonPersonal(**orjson.loads(personal)) if personal is not None else None
    return PersonSeen(**{**row, "personal": read})
