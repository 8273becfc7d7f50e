"""What API and tasks ask of the views; every question but one is bound to a tenant."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import asyncpg
import orjson

from libs.events.contracts.notifications import DemandNoted
from libs.events.contracts.parties import BankAccount, PartyPersonal
from libs.events.views.reading import Reading, active_schema
from libs.kernel.money import Money
from libs.postgres.statements import Statements
from services.notifications.views import messages

SQL: Final = Statements(__file__)

_LOOK_AGAIN_S: Final = 0.05
_JSON: Final = frozenset({"composed", "personal", "details", "cut", "accounts"})
_MONEY: Final = frozenset({"total", "credit", "net"})
_Found = TypeVar("_Found")

Shown = dict[str, Any]
"""A row with JSON read, amounts with their currency, days and instants as they are."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those behind the id `after`, at most `limit`."""

    after: str | None
    limit: int
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages; what is None does not matter."""

    message: str | None = None
    debtor: str | None = None
    demand: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class CreditorSeen:
    """Who is owed."""

    name: str
    country: str
    accounts: tuple[BankAccount, ...]


@dataclass(frozen=True, slots=True)
class DebtorSeen:
    """Who owes; `personal` is None once it was erased."""

    country: str
    language: str
    personal: PartyPersonal | None


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """What an invoice says of paying it, and the object that it came as."""

    number: str
    language: str
    reference: str
    account: str
    original: str


@dataclass(frozen=True, slots=True)
class PartiesSeen:
    """All that is known for one message; None and absent: not known yet."""

    creditor: CreditorSeen | None
    debtor: DebtorSeen | None
    documents: dict[str, DocumentSeen]
    """By item."""


class Messages:
    """Reads of the view of messages, one tenant at a time."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def all(self, tenant: str, wanted: MessageFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _messages(connection, wanted, page)

    async def one(self, tenant: str, message: str) -> Shown | None:
        """One message with its attempts and all that happened to it, of one moment."""
        async with self._reading.of(tenant) as connection:
            found = await _messages(connection, MessageFilter(message=message), Page(None, 1))
            if not found:
                return None
            attempts = await connection.fetch(SQL["attempts_of"], message)
            happened = await connection.fetch(SQL["happened_to"], message)
        return found[0] | {
            "attempts": [_shown(row) for row in attempts],
            "events": [_shown(row) for row in happened],
        }

    async def noted(self, tenant: str, message: str) -> DemandNoted | None:
        """What was demanded; None: the view does not know it yet."""
        async with self._reading.of(tenant) as connection:
            noted = await connection.fetchval(SQL["noted"], message)
        return DemandNoted.read(noted.encode()) if noted is not None else None


class Parties:
    """Reads of the view of parties, one tenant at a time."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def seen(
        self, tenant: str, creditor: str, debtor: str, items: Collection[str]
    ) -> PartiesSeen:
        async with self._reading.of(tenant) as connection:
            owed = await connection.fetchrow(SQL["creditor"], creditor)
            owes = await connection.fetchrow(SQL["debtor"], debtor)
            rows = await connection.fetch(SQL["documents"], list(items))
        documents = {
            row["document"]: DocumentSeen(
                row["number"], row["language"], row["reference"], row["account"], row["original"]
            )
            for row in rows
        }
        return PartiesSeen(_creditor(owed), _debtor(owes), documents)

    async def names(self, tenant: str, debtors: Collection[str]) -> dict[str, str]:
        """What debtors are called; empty once erased, absent when not known yet."""
        async with self._reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["names"], list(debtors))
        return {row["debtor"]: row["name"] or "" for row in rows}


@dataclass(frozen=True, slots=True)
class MessageFound:
    """A message of ours that a delivery report is about."""

    tenant: str
    message: str
    debtor: str
    copies: Sequence[str] = ()
    """Addresses that had a copy."""


async def messages_by_id(pool: asyncpg.Pool, message_ids: Sequence[str]) -> list[MessageFound]:
    """Those of our messages that have one of these Message-IDs.

    Raises ViewNotReady.
    """
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        schema = await active_schema(connection, messages.NAME)
        await connection.execute(SQL["search_in"], schema)
        rows = await connection.fetch(SQL["by_message_id"], list(message_ids))
    return [
        MessageFound(row["tenant"], row["message"], row["debtor"], tuple(row["copies"]))
        for row in rows
    ]


async def awaited(
    find: Callable[[], Awaitable[_Found | None]], *, limit_s: float = 2.0
) -> _Found | None:
    """What `find` finds, asked again for a while: a view lags behind what was just recorded."""
    ends = asyncio.get_running_loop().time() + limit_s
    while (found := await find()) is None and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found


async def _messages(
    connection: asyncpg.Connection, wanted: MessageFilter, page: Page
) -> list[Shown]:
    asked = (
        wanted.message,
        wanted.debtor,
        wanted.demand,
        wanted.status,
        page.after,
        page.limit,
        page.newest_first,
    )
    rows = await connection.fetch(SQL.asked("messages", asked), *asked)
    return [_shown(row) for row in rows]


def _creditor(row: asyncpg.Record | None) -> CreditorSeen | None:
    if row is None:
        return None
    accounts = (BankAccount.model_validate(one) for one in orjson.loads(row["accounts"]))
    return CreditorSeen(row["name"], row["country"], tuple(accounts))


def _debtor(row: asyncpg.Record | None) -> DebtorSeen | None:
    if row is None:
        return None
    personal = row["personal"]
    read = PartyPersonal.model_validate_json(personal) if personal is not None else None
    return DebtorSeen(row["country"], row["language"], read)


def _shown(row: asyncpg.Record) -> Shown:
    currency = row.get("currency")
    return {name: _value(name, value, currency) for name, value in row.items()}


def _value(name: str, value: Any, currency: str | None) -> Any:
    if value is None:
        return None
    if name in _JSON:
        return orjson.loads(value)
    if name in _MONEY and currency is not None:
        return str(Money.of(value, currency))
    return value
