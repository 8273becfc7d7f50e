"""The whole of a consumer of an agency's own topic: each entry once, in order, from where one left.

KAFKA_USER=you KAFKA_PASSWORD=… python -m agency.consuming kafka:9092 relance.agency.<id> state-file
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.helpers import create_ssl_context


async def entries(
    bootstrap: str, topic: str, after: int, **login: Any
) -> AsyncIterator[tuple[int, Any]]:
    """Number and content of each entry behind the number `after`, as they come.

    Raises LookupError for a topic that one may not read.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",  # what was begun and not ended is nobody's news
        auto_offset_reset="earliest",
        enable_auto_commit=False,  # the number is kept beside what was done with it
        **login,
    )
    await consumer.start()
    try:
        if topic not in await consumer.topics():
            raise LookupError(f"{topic} is not there, or it is not yours")
        consumer.assign([TopicPartition(topic, 0)])
        await consumer.seek_to_beginning()
        async for record in consumer:
            number = int(dict(record.headers)["number"])
            if number > after:
                yield number, json.loads(record.value)
    finally:
        await consumer.stop()


def login_of(user: str, password: str) -> dict[str, Any]:
    """Over TLS; nothing without a user."""
    told = {"sasl_plain_username": user, "sasl_plain_password": password}
    how = {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512"}
    return {**how, **told, "ssl_context": create_ssl_context()} if user else {}


async def main(bootstrap: str, topic: str, state: Path) -> None:
    after = int(state.read_text("utf-8")) if state.exists() else 0
    login = login_of(os.environ.get("KAFKA_USER", ""), os.environ.get("KAFKA_PASSWORD", ""))
    async for number, entry in entries(bootstrap, topic, after, **login):
        sys.stdout.write(f"{number} {entry['type']} {entry['data']['placement']}\n")
        state.write_text(str(number), "utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
