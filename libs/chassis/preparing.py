"""`python -m libs.chassis.preparing`: topics and databases of all services, made before any starts.

Where services may not create topics themselves, this runs first, once a release.
"""

import asyncio
import sys
from typing import Final

import asyncpg
import structlog
from aiokafka.errors import KafkaError
from pydantic import ValidationError

from libs.chassis.ground import database_of
from libs.chassis.reaching import broker_of
from libs.chassis.secrets import SecretFiles, SecretMissing
from libs.chassis.settings import ServiceSettings, mistakes_of
from libs.chassis.telemetry import configure_logs
from libs.events.codec.keyring_postgres import make_keyring
from libs.events.contracts.topology import TOPOLOGY
from libs.events.log.topics import PartitionsMistaken, ensure_topics
from libs.postgres.database import make_database
from libs.postgres.logins import make_reader

log = structlog.get_logger(__name__)

MISTAKES: Final = (
    KafkaError,
    PartitionsMistaken,
    SecretMissing,
    asyncpg.PostgresError,
    TimeoutError,
    OSError,
)


async def prepare(settings: ServiceSettings) -> None:
    """Make what is missing; what is there is left as it is.

    Raises one of MISTAKES.
    """
    services, secrets = list(TOPOLOGY.values()), SecretFiles(settings.secrets)
    for topics in services:
        await make_database(settings.postgres, database_of(topics))
        await make_reader(settings.postgres, database_of(topics), secrets.reader_password())
        log.info("database_is_there", name=database_of(topics))
    await make_keyring(settings.postgres, secrets.keyring_password())
    broker = broker_of(settings)
    await ensure_topics(broker, services, settings.partitions, replicas=settings.replication)
    log.info("topics_are_there", partitions=settings.partitions, replicas=settings.replication)


def main() -> None:
    """Exits 1 when something is missing still, and says what."""
    try:
        settings = ServiceSettings()
    except ValidationError as mistaken:
        sys.exit("\n".join(mistakes_of(mistaken)))
    configure_logs("preparing", settings.log_level)
    try:
        asyncio.run(prepare(settings))
    except MISTAKES as failure:
        sys.exit(f"{type(failure).__name__}: {failure}")


if __name__ == "__main__":
    main()
