"""The records of a topic as they lie there."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from deploy.local.waiting import wait_until
from tests.faults.platform import PARTITIONS

READ_WITHIN_S = 60.0


async def records_of(kafka: str, topic: str) -> list[ConsumerRecord]:
    """All that is committed now, in the order of each partition."""
    places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed")
    found: list[ConsumerRecord] = []
    await consumer.start()
    try:
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)

        async def is_read() -> bool:
            for records in (await consumer.getmany(timeout_ms=100, max_records=5000)).values():
                found.extend(records)
            return all([await consumer.position(place) >= ends[place] for place in places])

        await wait_until(f"{topic} is read to its end", is_read, limit_s=READ_WITHIN_S)
        return found
    finally:
        await consumer.stop()


def header(record: ConsumerRecord, name: str) -> str:
    """Empty when it is not there."""
    return next((value.decode() for key, value in record.headers if key == name), "")
