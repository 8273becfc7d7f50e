"""What a partition reads: its own inbox and the topics that it hears, each with a position."""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import Incoming
from libs.testkit.world.log import PartitionLog
from libs.testkit.world.premises import Premises
from libs.testkit.world.wire import Spot

_SLOW: Final = 0.06
"""How often anything of a slow input is taken."""


class Lane:
    """One input topic of a partition."""

    __slots__ = ("_premises", "_service", "ahead", "log", "position", "topic")

    def __init__(self, premises: Premises, service: str, log: PartitionLog) -> None:
        self._premises, self._service = premises, service
        self.log, self.topic = log, log.topic
        self.ahead: deque[Incoming] = deque()
        """Read and not decided yet."""
        self.position = 0

    def seek(self, position: int) -> None:
        self.ahead.clear()
        self.position = position

    def has_any(self) -> bool:
        """Whether there is something to decide; reads on when nothing is ahead."""
        if not self.ahead and self.position < self.log.stable_end:
            self._read_on()
        return bool(self.ahead)

    def _read_on(self) -> None:
        wire, number = self._premises.wire, self.log.number
        for offset, content in self.log.read(self.position):
            message = wire.read(self._service, Spot(self.topic, number, offset), content)
            if message is not None:
                self.ahead.append(Incoming(message, self.topic, offset + 1))
        self.position = self.log.stable_end


class Inputs:
    """The reader of one partition; after a takeover it seeks to the folded positions."""

    def __init__(self, premises: Premises, topics: ServiceTopics, partition: int) -> None:
        self._premises = premises
        self._lanes = [
            Lane(premises, topics.name, premises.broker.topic(topic).partitions[partition])
            for topic in topics.input_topics
        ]
        self._inbox = self._lanes[0]
        self._prompt = [lane for lane in self._lanes if lane.topic != topics.bulk_topic]
        self._bulk = [lane for lane in self._lanes if lane.topic == topics.bulk_topic]
        self._service = topics.name

    def seek(self, positions: Mapping[str, int]) -> None:
        """Go to `positions`; a topic without one is read from its beginning."""
        for lane in self._lanes:
            lane.seek(positions.get(lane.topic, 0))

    def batch(self) -> list[Incoming]:
        """Some messages that can be read now: each input in order, the inputs mixed by chance.

        Bulk comes behind them.
        """
        batch = self._mixed()
        return [*batch, *(item for lane in self._bulk for item in self._behind(batch, lane))]

    def _behind(self, batch: Sequence[Incoming], bulk: Lane) -> list[Incoming]:
        """Some of bulk, if all that lies in the inbox is decided or goes before it."""
        if not bulk.has_any() or not self._is_taken(bulk.topic):
            return []
        inbox = self._inbox
        left = len(inbox.ahead) - sum(item.topic == inbox.topic for item in batch)
        if left or inbox.position < inbox.log.end:
            return []
        random = self._premises.random
        if batch and random.random() < 0.5:
            return []
        return list(islice(bulk.ahead, random.randint(1, self._premises.habits.batch_max)))

    def _mixed(self) -> list[Incoming]:
        lanes = [lane for lane in self._prompt if lane.has_any()]
        lanes = [lane for lane in lanes if self._is_taken(lane.topic)]
        if not lanes:
            return []
        random = self._premises.random
        left = 1
        if random.random() >= 0.6:
            left = random.randint(2, self._premises.habits.batch_max)
        taken = dict.fromkeys(range(len(lanes)), 0)
        batch: list[Incoming] = []
        while taken and len(batch) < left:
            number = random.choice(list(taken)) if len(taken) > 1 else next(iter(taken))
            lane = lanes[number]
            batch.append(lane.ahead[taken[number]])
            taken[number] += 1
            if taken[number] == len(lane.ahead):
                del taken[number]
        return batch

    def took(self, items: Sequence[Incoming]) -> None:
        """These are decided: read on behind them."""
        for item in items:
            for lane in self._lanes:
                if lane.topic == item.topic:
                    lane.ahead.popleft()

    def idle_positions(self, folded: Mapping[str, int]) -> dict[str, int]:
        """The folded positions; past all that cannot be read where nothing is unread."""
        return {
            lane.topic: folded.get(lane.topic, 0)
            if lane.has_any()
            else max(folded.get(lane.topic, 0), lane.position)
            for lane in self._lanes
        }

    def ends(self) -> tuple[int, ...]:
        """How far every input can be read now."""
        return tuple(lane.log.stable_end for lane in self._lanes)

    def _is_taken(self, topic: str) -> bool:
        premises = self._premises
        if not premises.habits.slow_inputs or premises.calm:
            return True
        slow = (self._service, topic) in premises.habits.slow_inputs
        return not slow or premises.happens(_SLOW)
