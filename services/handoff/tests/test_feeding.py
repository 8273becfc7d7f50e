"""Who keeps the topics of agencies at the end of their feeds: each by itself."""

import time
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import AsyncMock

import pytest
from aiokafka.errors import KafkaConnectionError

from libs.chassis.parts import Given
from libs.events.log.replaying import ReplayStuck
from services.handoff.adapters import feeding
from services.handoff.adapters.feeding import Feeding

NORTH, SOUTH = ("acme", "north"), ("acme", "south")
FED = {"start": 1, "write": 1, "look_after": 1}


class Kept:
    """Topics that do nothing but count what is asked of them."""

    def __init__(self) -> None:
        self.failures: dict[str, Exception] = {}
        self.calls: dict[str, dict[str, int]] = {}

    def made(self, _: Any, agency: str, *__: Any) -> Any:
        topic = SimpleNamespace(last=0, reader="")
        counts = self.calls.setdefault(agency, {})

        async def called(name: str) -> Any:
            counts[name] = counts.get(name, 0) + 1
            if name == "start" and agency in self.failures:
                raise self.failures[agency]
            return topic

        for name in ("start", "look_after", "drop"):
            setattr(topic, name, lambda name=name: called(name))
        topic.write = lambda _: called("write")
        return topic


@pytest.fixture(name="kept")
def _kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    kept = Kept()
    monkeypatch.setattr(feeding, "FeedTopic", kept.made)
    monkeypatch.setattr(feeding, "Meter", lambda *_, **__: AsyncMock())
    monkeypatch.setattr(feeding, "topics_wanted", AsyncMock(return_value={NORTH: "", SOUTH: ""}))
    monkeypatch.setattr(feeding, "entries_of_agency", AsyncMock(return_value=[{"number": 1}]))
    return kept


def feeds() -> Feeding:
    settings = SimpleNamespace(partitions=4, replication=1)
    given = SimpleNamespace(
        pool=None, broker=None, settings=settings, owned=lambda: frozenset(range(4))
    )
    return Feeding(cast(Given, given))


async def test_what_is_new_is_written_and_looked_after(kept: Kept) -> None:
    feeder = feeds()
    await feeder.look()
    assert kept.calls == {"north": FED, "south": FED}
    await feeder.look()
    assert kept.calls["north"] == {"start": 1, "write": 2, "look_after": 2}


async def test_a_topic_that_cannot_be_read_is_left_alone_for_a_while_and_the_others_are_fed(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.failures["north"] = ReplayStuck("relance.agency.north")
    feeder = feeds()
    for _ in range(3):
        await feeder.look()
    assert kept.calls == {"north": {"start": 1}, "south": {"start": 1, "write": 3, "look_after": 3}}

    del kept.failures["north"]
    now_s = time.monotonic() + feeding.STUCK_AGAIN_S
    monkeypatch.setattr(feeding, "time", SimpleNamespace(monotonic=lambda: now_s))
    await feeder.look()
    assert kept.calls["north"] == {"start": 2, "write": 1, "look_after": 1}


async def test_while_the_broker_is_away_a_topic_is_tried_again_at_each_look(kept: Kept) -> None:
    kept.failures["north"] = KafkaConnectionError()
    feeder = feeds()
    for _ in range(3):
        await feeder.look()
    assert kept.calls["north"] == {"start": 3}
