"""Topics and databases of all services are made before any starts, and found as they are later."""

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient

from libs.chassis.ground import database_of
from libs.events.contracts.topology import TOPOLOGY
from libs.postgres.database import address_of
from services.ingestion.tests.conftest import Places, prepared


async def test_what_no_service_has_started_for_is_there(places: Places) -> None:
    """Of matching, dunning and notifications no process runs here."""
    admin = AIOKafkaAdminClient(bootstrap_servers=places.stack.kafka)
    await admin.start()
    try:
        topics = set(await admin.list_topics())
    finally:
        await admin.close()
    wanted = {name for one in TOPOLOGY.values() for name in (*one.own_inboxes, one.events_topic)}
    assert wanted <= topics
    connection = await asyncpg.connect(address_of(places.stack.postgres, "postgres"))
    try:
        databases = {row[0] for row in await connection.fetch("select datname from pg_database")}
    finally:
        await connection.close()
    assert {database_of(one) for one in TOPOLOGY.values()} <= databases


def test_again_it_changes_nothing_and_a_mistake_is_told(places: Places) -> None:
    again = prepared(places.environment)
    assert again.returncode == 0, again.stderr
    other = prepared({**places.environment, "RELANCE_PARTITIONS": "7"})
    assert other.returncode == 1
    assert "has 4 partitions, not 7" in other.stderr
    keyless = prepared({**places.environment, "RELANCE_SECRETS": "/nowhere"})
    assert (keyless.returncode, "SecretMissing: " in keyless.stderr) == (1, True)
    assert "Traceback" not in keyless.stderr
    nowhere = prepared({**places.environment, "RELANCE_OBJECTS": "", "RELANCE_REPLICATION": "9"})
    assert (nowhere.returncode, "RELANCE_REPLICATION" in nowhere.stderr) == (1, True)
