"""The whole of a consumer of an agency's own topic: each entry once, in order, from where one left.

python -m agency.consuming kafka:9092 relance.agency.<id> state-file
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition


async def entries(bootstrap: str, topic: str, after: int) -> AsyncIterator[tuple[int, Any]]:
    """Number and content of each entry behind the number `after`, as they come."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",  # what was begun and not ended is nobody's news
        auto_offset_reset="earliest",
        enable_auto_commit=False,  # the number is kept beside what was done with it
    )
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, 0)])
        await consumer.seek_to_beginning()
        async for record in consumer:
            number = int(dict(record.headers)["number"])
            if number > after:
                yield number, json.loads(record.value)
    finally:
        await consumer.stop()


async def main(bootstrap: str, topic: str, state: Path) -> None:
    after = int(state.read_text("utf-8")) if state.exists() else 0
    async for number, entry in entries(bootstrap, topic, after):
        sys.stdout.write(f"{number} {entry['type']} {entry['data']['placement']}\n")
        state.write_text(str(number), "utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
