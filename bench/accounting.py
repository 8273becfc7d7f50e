"""Accounts on a broker and a database of their own: their log, their inbox, their worker."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import Any, Final

import asyncpg

from bench.accounts import COMMANDS, SEALED, Account, Accounts, Book, BookOf, Change, Holder, Known
from libs.events.codec.codec import Codec
from libs.events.codec.keyring import Keyring
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.keyring_postgres import make_keyring, open_keyring
from libs.events.codec.master_key import HeldMasterKey
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.log.topics import ensure_topics
from libs.events.loop.batch import NewCommand, NewEvent
from libs.events.loop.decider import Message
from libs.events.loop.store import Store
from libs.events.loop.working import Rules
from libs.kernel.keys import partition_of, path_of
from libs.kernel.money import Money
from libs.postgres.database import address_of
from libs.postgres.pooling import open_pool
from libs.testkit.counting import administer, delete_topics
from libs.testkit.stack import Addresses

PARTITIONS: Final = 4
KEYS: Final = 5_000
TRANSACTION_EVENTS: Final = 1_000
TENANT: Final = "acme"
HOLDER: Final = Holder(
    name="Wilhelmina van den Broek-Janssens",
    street="Onze-Lieve-Vrouwestraat 117 bus 4, 2800 Mechelen",
    bank_account="BE71096123456769",
    email="wilhelmina.vandenbroek@example.org",
)
REMARK: Final = "The debtor asked for the delivery note of the second pallet, and was sent it."
FILL_LIMIT_MS: Final = 120_000


@dataclass(slots=True)
class Accounting:
    """One service of accounts; nobody else's topics, database or keys."""

    broker: Broker
    topics: ServiceTopics
    pool: asyncpg.Pool
    keyring: Keyring
    kinds: tuple[type[Change], ...]
    address: str = ""
    """Of its database."""
    keys: int = KEYS
    """Accounts that the changes are of."""

    @property
    def codec(self) -> Codec:
        return Codec(self.topics, self.keyring, COMMANDS)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.topics.name, self.kinds)

    @property
    def store(self) -> Store:
        return Store(self.pool, Rules(self.accounts))

    async def write_events(self, count: int) -> int:
        """So many own events, as the loop writes them; the mean bytes of their values."""
        codec, size = self.codec, 0
        for number, events in _owned(self._events(count)):
            producer = TransactionalProducer(self.broker, f"{self.broker.environment}.{number}")
            await producer.start()
            for start in range(0, len(events), TRANSACTION_EVENTS):
                some = events[start : start + TRANSACTION_EVENTS]
                encoder = await codec.prepare(some)
                records = [
                    encoder.encode_event(
                        one,
                        time=datetime.now(UTC),
                        positions={self.topics.inbox_topic: 0} if one is some[-1] else None,
                        deepest=0,
                        epoch=1,
                    )
                    for one in some
                ]
                size += sum(len(record.value) for record in records)
                topic = self.topics.events_topic
                await producer.write([Outgoing(topic, number, record) for record in records])
                await producer.commit()
            await producer.drop()
        return size // count

    @asynccontextmanager
    async def filled(self, count: int) -> AsyncIterator[TransactionalProducer]:
        """So many sends to oneself in the inbox, which nobody sees before they are committed."""
        commands = list(self._commands(count))
        encoder = await self.codec.prepare(commands)
        now, topic = datetime.now(UTC), self.topics.inbox_topic
        records = [
            Outgoing(topic, one.partition, encoder.encode_command(one, time=now, epoch=1))
            for one in commands
        ]
        name = f"{self.broker.environment}.fill"
        producer = TransactionalProducer(self.broker, name, timeout_ms=FILL_LIMIT_MS)
        await producer.start()
        try:
            await producer.write(records)
            yield producer
        finally:
            await producer.drop()

    def _key(self, number: int) -> str:
        # Neighbours in the log are rarely of one account, as in a ledger.
        return path_of(TENANT, "account", f"{number * 7919 % self.keys:026d}")

    def _commands(self, count: int) -> Iterator[NewCommand]:
        for number in range(count):
            key = self._key(number)
            command = _book(number, self.keys, self.kinds)
            yield NewCommand(
                id=f"{number:032x}",
                tenant=TENANT,
                key=key,
                partition=partition_of(key, PARTITIONS),
                command=command,
                depth=1,
                causation=token_hex(16),
                correlation=token_hex(16),
            )

    def _events(self, count: int) -> Iterator[NewEvent]:
        accounts, versions = self.accounts, dict[str, int]()
        for number in range(count):
            key = self._key(number)
            versions[key] = versions.get(key, 0) + 1
            message = Message(
                f"{number:032x}", TENANT, key, _book(number, self.keys, self.kinds), 0
            )
            (recorded,) = accounts.decide(message, _New(), None).events  # type: ignore[arg-type]
            yield NewEvent(
                id=f"{number:032x}",
                tenant=TENANT,
                key=key,
                stream=key,
                version=versions[key],
                event=recorded.event,
                depth=1,
                causation=token_hex(16),
                correlation=token_hex(16),
            )


class _New:
    """States of accounts that nothing has happened to."""

    def of(self, stream: str) -> Any:
        return Account()


def _owned(events: Iterator[NewEvent]) -> Iterator[tuple[int, list[NewEvent]]]:
    by_number: dict[int, list[NewEvent]] = {}
    for event in events:
        by_number.setdefault(partition_of(event.key, PARTITIONS), []).append(event)
    yield from sorted(by_number.items())


def _book(number: int, keys: int, events: Sequence[type[Any]]) -> Book:
    kind = number % len(events)
    fields: dict[str, Any] = {
        "kind": kind,
        "account": f"{number * 7919 % keys:026d}",
        "creditor": "01jm8r7v5n3c9q2w6x4y0z8t1k",
        "debtor": f"{number * 7919 % keys:026d}",
        "source": f"{number:026d}",
        "source_kind": ("share", "credit", "charge")[number % 3],
        "amount": Money.of(f"{number % 977 + 1}.{number % 100:02}", "EUR"),
        "open": Money.of("100.00", "EUR"),
        "booked_on": date(2026, 3, 1 + number % 28),
        "due_on": date(2026, 4, 1 + number % 28),
        "evidence": "structured_reference_and_amount",
        "policy_version": 3,
    }
    if issubclass(events[kind], Known):
        return BookOf(**fields, personal=HOLDER)
    references = (f"{number:012d}", f"RF18{number:020d}")
    return Book(**fields, references=references, remark=REMARK)


@asynccontextmanager
async def accounting(
    stack: Addresses, events: tuple[type[Change], ...]
) -> AsyncIterator[Accounting]:
    """Accounts of their own, gone afterwards; with a keyring in the database for SEALED."""
    name = f"accounts-{token_hex(4)}"
    database = name.replace("-", "_")
    async with AsyncExitStack() as leaving:
        await administer(stack, f'create database "{database}"')
        leaving.push_async_callback(administer, stack, f'drop database "{database}" with (force)')
        address = address_of(stack.postgres, database)
        pool = await open_pool(address, max_size=12)
        leaving.push_async_callback(asyncio.wait_for, pool.close(), 5.0)
        broker, topics = Broker(stack.kafka, environment=name), ServiceTopics(name, events, {})
        await ensure_topics(broker, [topics], PARTITIONS)
        leaving.push_async_callback(delete_topics, broker, topics)
        keyring: Keyring = MemoryKeyring()
        if events is SEALED:
            keyring = await _keyring(stack, f"{database}_keys", leaving)
        accounts = Accounting(broker, topics, pool, keyring, events, address)
        await accounts.store.migrate()
        yield accounts


async def _keyring(stack: Addresses, name: str, leaving: AsyncExitStack) -> Keyring:
    address = await make_keyring(stack.postgres, token_hex(8), name=name)
    leaving.push_async_callback(administer, stack, f'drop database "{name}" with (force)')
    keyring = await open_keyring(address, HeldMasterKey(os.urandom(32)))
    leaving.push_async_callback(keyring.close)
    return keyring
