"""The log of a platform that is about to go is kept whole."""

import gzip
import json
from pathlib import Path

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from libs.testkit.stack import Addresses
from tests.faults.records import keep_records

PREFIX = "relance.kept."


async def test_all_that_lies_in_the_topics_is_in_the_file(stack: Addresses, tmp_path: Path) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(f"{PREFIX}one", 1, 1), NewTopic(f"{PREFIX}two", 2, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=stack.kafka) as producer:
        await producer.send_and_wait(f"{PREFIX}one", b"said", key=b"k", headers=[("type", b"T")])
        await producer.send_and_wait(f"{PREFIX}two", b"\xff", partition=0)
        await producer.send_and_wait(f"{PREFIX}two", None, key=b"gone", partition=1)

    await keep_records(stack.kafka, file := tmp_path / "log.jsonl.gz", PREFIX)

    with gzip.open(file, "rt", encoding="utf-8") as lines:
        kept = [json.loads(line) for line in lines]
    kept.sort(key=lambda one: (one["topic"], one["partition"]))
    assert [(one["topic"], one["partition"], one["offset"]) for one in kept] == [
        (f"{PREFIX}one", 0, 0),
        (f"{PREFIX}two", 0, 0),
        (f"{PREFIX}two", 1, 0),
    ]
    assert [(one["key"], one["headers"], one["value"]) for one in kept] == [
        ("k", {"type": "T"}, "said"),
        (None, {}, "\\xff"),
        ("gone", {}, None),
    ]
