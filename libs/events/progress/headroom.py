"""Whether bulk may go on: how much waits in the inboxes, and with all who hear of it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.coalescing import Coalesced
from libs.events.progress.port import Snapshot
from libs.events.progress.upstream import downstream

Ends = Mapping[str, Mapping[int, int]]
"""High watermarks by topic and partition."""
Published = Callable[[str], Mapping[int, Snapshot]]
EndsOf = Callable[[Sequence[str]], Awaitable[Ends]]


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in one look."""

    room: int
    """How many messages more nobody who is given them would have too much with; below 1: none."""
    inbox_ends: Mapping[int, int]
    """High watermarks of the own inbox, by partition, as of after the look was asked for."""


def filled_by(
    topology: Mapping[str, ServiceTopics], own: ServiceTopics
) -> Iterator[tuple[str, str]]:
    """(service, topic) of every input that what `own` decides of bulk can fill.

    Its own inbox; the events of `own` and of whom they reach, with each who hears them; and the
    inboxes of those.
    """
    reached = (own.name, *downstream(topology, own.name))
    said = {topology[name].events_topic for name in reached if name in topology}
    said |= {own.events_topic}
    yield own.name, own.inbox_topic
    for name in reached[1:]:
        yield name, topology[name].inbox_topic
        for topic in topology[name].heard_topics:
            if topic in said:
                yield name, topic


class Headroom:
    """Looks at published positions and high watermarks; one look serves all who ask meanwhile."""

    def __init__(
        self, filled: Sequence[tuple[str, str]], published: Published, ends_of: EndsOf, short: int
    ) -> None:
        """`filled`: the own inbox first; `short`: so many messages a partition are too much."""
        self._filled, self._published, self._ends_of = tuple(filled), published, ends_of
        self._short = short
        self._looks = Coalesced(self._look)

    async def look(self) -> Look:
        """As of after the call began. Raises what the broker raises."""
        return await self._looks.get()

    async def _look(self) -> Look:
        topics = tuple(dict.fromkeys(topic for _, topic in self._filled))
        ends = await self._ends_of(topics)
        most = max(
            _most_behind(self._published(service), topic, ends[topic])
            for service, topic in self._filled
        )
        room = self._short - most
        # Taken as soon as there is room for one it would come one at a time, and each of them is
        # a transaction here and with everybody who hears of it: the fuller, the slower.
        return Look(room if 2 * room >= self._short else 0, ends[self._filled[0][1]])


def _most_behind(published: Mapping[int, Snapshot], topic: str, ends: Mapping[int, int]) -> int:
    """Of the partition that is furthest behind. One that has never published holds nobody up: its
    service may not run here at all."""
    return max(
        (ends[number] - one.positions.get(topic, 0) for number, one in published.items()),
        default=0,
    )
