"""What a tenant has left in the log and among the kept files, and what a process holds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.contracts.topology import TOPOLOGY
from tests.e2e.platform import PARTITIONS, Platform

PROC = Path("/proc")
POLL_MS = 500
FORGET_PEAK = "5"
"""What `/proc/<pid>/clear_refs` is told, so that the peak begins anew at what is held now."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Of one tenant: records by topic, and names of kept files."""

    records: Counter[str]
    objects: frozenset[str]


async def traces_of(platform: Platform, tenant: str) -> Traces:
    """Everything that is there now, commands too."""
    folder = platform.objects
    kept = (str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return Traces(
        records=await _records(platform.kafka, tenant),
        objects=frozenset(name for name in kept if tenant in name),
    )


async def _records(kafka: str, tenant: str) -> Counter[str]:
    topics = [
        topic
        for service in TOPOLOGY.values()
        for topic in (service.events_topic, *service.own_inboxes, service.parked_topic)
    ]
    places = [TopicPartition(topic, n) for topic in topics for n in range(PARTITIONS)]
    # A reset to the end, the default, may still be under way when one to the beginning is asked.
    consumer = AIOKafkaConsumer(
        bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    found: Counter[str] = Counter()
    try:
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        while any([await consumer.position(place) < ends[place] for place in places]):
            for place, records in (await consumer.getmany(timeout_ms=POLL_MS)).items():
                mine = sum(dict(one.headers)["ce_tenant"] == tenant.encode() for one in records)
                if mine:
                    found[place.topic] += mine
    finally:
        await consumer.stop()
    return found


@contextmanager
def peak_of(pid: int) -> Iterator[list[int]]:
    """Fills the list with the MB that a process held at most beyond what it held at the start.

    Where a process cannot be looked into, the list stays empty.
    """
    grown: list[int] = []
    if not (PROC / str(pid) / "clear_refs").exists():
        yield grown
        return
    (PROC / str(pid) / "clear_refs").write_text(FORGET_PEAK)
    before = _held_kb(pid, "VmRSS")
    yield grown
    grown.append((_held_kb(pid, "VmHWM") - before) // 1024)


def _held_kb(pid: int, name: str) -> int:
    status = (PROC / str(pid) / "status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])
