"""A record becomes a fact: the envelope read by a decoder of the auditor's own."""

from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.structs import ConsumerRecord

from audit.cents import cents, shown
from audit.log import Fact, Log, fact_of
from libs.testkit.stack import Addresses

HEADERS: list[tuple[str, bytes]] = [
    ("ce_type", b"relance.matching.item_settled.v1"),
    ("ce_tenant", b"demo"),
    ("ce_subject", b"demo/item/i1"),
    ("ce_version", b"3"),
]


def test_a_record_is_read_by_its_headers() -> None:
    fact = fact_of(a_record(HEADERS))

    assert (fact.name, fact.service, fact.tenant) == ("item_settled", "matching", "demo")
    assert (fact.stream, fact.version, fact.fields) == ("demo/item/i1", 3, {"item": "i1"})
    assert (fact.partition, fact.offset) == (2, 17)
    assert fact.recorded_at.isoformat() == "2026-01-05T12:00:00+00:00"
    assert fact.positions is None
    read = ("ce_positions", b'{"relance.matching.commands": 9}')
    assert fact_of(a_record([*HEADERS, read])).positions == {"relance.matching.commands": 9}


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


def a_record(headers: list[tuple[str, bytes]]) -> Any:
    return ConsumerRecord(
        topic="relance.matching.events",
        partition=2,
        offset=17,
        timestamp=1_767_614_400_000,
        timestamp_type=0,
        key=b"demo/debtor/d1",
        value=b'{"item": "i1"}',
        checksum=None,
        serialized_key_size=14,
        serialized_value_size=14,
        headers=headers,
    )


def test_amounts_are_whole_minor_units_of_their_currency() -> None:
    assert cents("40.00 EUR") == 4000
    assert cents("-7 JPY") == -7
    assert cents("1.234 KWD") == 1234
    assert shown(1234567, "EUR") == "12,345.67 EUR"
