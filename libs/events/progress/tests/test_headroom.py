"""Who has to be short of work for bulk to go on, and what is looked at to tell."""

from collections.abc import Mapping, Sequence

import pytest

from libs.events.contracts.topology import INGESTION, MATCHING, TOPOLOGY
from libs.events.loop.folding import no_depths
from libs.events.progress.headroom import Ends, Headroom, filled_by
from libs.events.progress.port import Snapshot
from libs.events.progress.upstream import downstream

SHORT = 10


class Positions:
    """Ends of all topics at 100, and snapshots that stand there."""

    def __init__(self) -> None:
        self.snapshots = {
            name: {number: self._at(name, number) for number in (0, 1)} for name in TOPOLOGY
        }
        self.asked = 0

    def behind(self, service: str, number: int, topic: str, messages: int) -> None:
        snapshot = self.snapshots[service][number]
        positions = {**snapshot.positions, topic: 100 - messages}
        self.snapshots[service][number] = Snapshot(number, 0, positions, no_depths(), ())

    async def ends_of(self, topics: Sequence[str]) -> Ends:
        self.asked += 1
        return {topic: {0: 100, 1: 100} for topic in topics}

    def published(self, service: str) -> Mapping[int, Snapshot]:
        return self.snapshots[service]

    def _at(self, name: str, number: int) -> Snapshot:
        positions = dict.fromkeys(TOPOLOGY[name].input_topics, 100)
        return Snapshot(number, 0, positions, no_depths(), ())


def headroom(positions: Positions) -> Headroom:
    filled = list(filled_by(TOPOLOGY, INGESTION))
    return Headroom(filled, positions.published, positions.ends_of, SHORT)


def test_bulk_reaches_whoever_hears_its_owner_and_those_who_hear_them() -> None:
    hearers = ("calendar", "dunning", "handoff", "matching", "notifications", "risk")
    assert downstream(TOPOLOGY, "ingestion") == hearers
    assert downstream(TOPOLOGY, "matching") == ("dunning", "handoff", "notifications", "risk")
    assert list(filled_by(TOPOLOGY, MATCHING)) == [
        ("matching", "relance.matching.commands"),
        ("dunning", "relance.dunning.commands"),
        ("dunning", "relance.handoff.events"),
        ("dunning", "relance.matching.events"),
        ("dunning", "relance.notifications.events"),
        ("dunning", "relance.risk.events"),
        ("handoff", "relance.handoff.commands"),
        ("handoff", "relance.dunning.events"),
        ("handoff", "relance.matching.events"),
        ("notifications", "relance.notifications.commands"),
        ("notifications", "relance.dunning.events"),
        ("risk", "relance.risk.commands"),
        ("risk", "relance.dunning.events"),
        ("risk", "relance.matching.events"),
    ]


@pytest.mark.parametrize(
    ("service", "topic"),
    [
        ("ingestion", "relance.ingestion.commands"),
        ("matching", "relance.ingestion.events"),
        ("matching", "relance.matching.commands"),
        ("dunning", "relance.matching.events"),
        ("notifications", "relance.dunning.events"),
    ],
)
async def test_one_partition_that_has_much_to_do_holds_bulk(service: str, topic: str) -> None:
    positions = Positions()
    positions.behind(service, 1, topic, SHORT // 2)
    assert (await headroom(positions).look()).room == SHORT - SHORT // 2
    positions.behind(service, 1, topic, SHORT // 2 + 1)
    assert (await headroom(positions).look()).room == 0


async def test_what_lies_in_bulk_itself_holds_nothing() -> None:
    positions = Positions()
    positions.behind("matching", 0, MATCHING.bulk_topic, 100)
    positions.behind("ingestion", 0, INGESTION.bulk_topic, 100)
    assert (await headroom(positions).look()).room == SHORT


async def test_a_service_that_never_ran_here_holds_nothing() -> None:
    positions = Positions()
    positions.snapshots["dunning"] = {}
    look = await headroom(positions).look()
    assert look.room == SHORT
    assert look.inbox_ends == {0: 100, 1: 100}
