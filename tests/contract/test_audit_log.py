"""The auditor's reading of a real log: read on from where it stopped, and nothing is lost."""

from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from audit.log import Fact, Log
from libs.testkit.stack import Addresses

HEADERS: list[tuple[str, bytes]] = [
    ("ce_type", b"relance.matching.item_settled.v1"),
    ("ce_tenant", b"demo"),
    ("ce_subject", b"demo/item/i1"),
    ("ce_version", b"3"),
]


async def test_a_log_that_is_read_again_is_read_on_and_everything_is_there(
    stack: Addresses,
) -> None:
    topic, partitions = f"audit-{uuid4().hex}", 2
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.kafka)
    producer = AIOKafkaProducer(bootstrap_servers=stack.kafka)
    await admin.start()
    await producer.start()
    try:
        await admin.create_topics([NewTopic(topic, partitions, 1)])
        log = Log(stack.kafka)
        assert await log.facts([topic]) == []
        for wave in range(3):
            for partition in range(wave, partitions):  # some have nothing new
                value = b'{"wave": %d}' % wave
                await producer.send_and_wait(
                    topic, value, key=b"k", partition=partition, headers=HEADERS
                )
            read = await log.facts([topic])
            assert sorted(_places(read)) == sorted(_places(await Log(stack.kafka).facts([topic])))
    finally:
        await producer.stop()
        await admin.close()
    assert sorted(_places(read)) == [(0, 0, 0), (1, 0, 0), (1, 1, 1)]


def _places(facts: list[Fact]) -> list[tuple[int, int, int]]:
    return [(one.partition, one.offset, one.fields["wave"]) for one in facts]
