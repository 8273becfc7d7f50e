"""What a process stands on: databases, keyring, objects, broker; waited for, then lent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

import asyncpg
import structlog

from libs.chassis.keyring_watch import KeyringFailed, WatchedKeyring
from libs.chassis.master_keys import MasterKeyFiles
from libs.chassis.objects import Objects, store_at
from libs.chassis.reaching import broker_of
from libs.chassis.secrets import SecretFiles
from libs.chassis.settings import ServiceSettings
from libs.events.codec.codec import Codec
from libs.events.codec.keyring import Keyring
from libs.events.codec.keyring_postgres import make_keyring, open_keyring
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.edge import Edge
from libs.events.loop.store import Store
from libs.events.loop.working import Rules
from libs.kernel.ids import IdSecret
from libs.postgres.database import UNREACHABLE, make_database
from libs.postgres.logins import make_reader
from libs.postgres.pooling import open_pool

log = structlog.get_logger(__name__)

RETRY_S: Final = 0.5
POOL_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """Open connections and keys of one process."""

    ids: IdSecret
    broker: Broker
    database: str
    pool: asyncpg.Pool
    """With the worker's login, which owns the tables."""
    api_pool: asyncpg.Pool
    """With the API's, which sees one tenant at a time; in a worker alone the same as `pool`."""
    keyring: Keyring
    objects: Objects
    codec: Codec
    edge: Edge
    store: Store


def database_of(topics: ServiceTopics) -> str:
    """Name of a service's own database."""
    return f"relance_{topics.name}"


@asynccontextmanager
async def stand(
    settings: ServiceSettings,
    topics: ServiceTopics,
    rules: Rules,
    secrets: SecretFiles,
    keyring_failed: KeyringFailed = lambda _: None,
) -> AsyncIterator[Ground]:
    """Open everything, waiting for the database server as long as it takes; close it at the end.

    A broker that is not there is waited for by whoever uses it.
    """
    async with AsyncExitStack() as stack:
        database = settings.database(database_of(topics))
        address, api_database = await _make_databases(settings, topics, secrets)
        pool = await open_pool(database, max_size=POOL_MAX)
        stack.push_async_callback(pool.close)
        api_pool = pool
        if settings.role != "worker":
            api_pool = await open_pool(api_database, max_size=POOL_MAX)
            stack.push_async_callback(api_pool.close)
        opened = await open_keyring(address, MasterKeyFiles(secrets))
        stack.push_async_callback(opened.close)
        keyring = WatchedKeyring(opened, keyring_failed)
        store = Store(pool, rules)
        await store.migrate()
        broker = broker_of(settings)
        codec = Codec(topics, keyring, commands=rules.decider.commands)
        edge = Edge(topics, broker, api_pool, codec, partitions=settings.partitions)
        ids = secrets.id_secret()
        yield Ground(
            ids=ids,
            broker=broker,
            database=database,
            pool=pool,
            api_pool=api_pool,
            keyring=keyring,
            objects=Objects(store_at(settings.objects), keyring, ids),
            codec=codec,
            edge=await stack.enter_async_context(edge),
            store=store,
        )


async def _make_databases(
    settings: ServiceSettings, topics: ServiceTopics, secrets: SecretFiles
) -> tuple[str, str]:
    """The service's database and the keyring's; returns the keyring's address, and the API's."""
    said = False
    while True:
        try:
            await make_database(settings.postgres, database_of(topics))
            keyring = await make_keyring(settings.postgres, secrets.keyring_password())
            reader = await make_reader(
                settings.postgres, database_of(topics), secrets.reader_password()
            )
            return keyring, reader
        except (*UNREACHABLE, TimeoutError) as absent:
            if not said:
                log.warning("waited_for_database", reason=type(absent).__name__)
            said = True
            await asyncio.sleep(RETRY_S)
