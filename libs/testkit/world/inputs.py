"""What a partition reads: its own inbox and the topics that it hears, each with a position."""

from collections.abc import Mapping, Sequence
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import Incoming
from libs.testkit.world.premises import Premises
from libs.testkit.world.wire import Spot

_SLOW: Final = 0.06
"""How often anything of a slow input is taken."""


class Inputs:
    """The reader of one partition; after a takeover it seeks to the folded positions."""

    def __init__(self, premises: Premises, topics: ServiceTopics, partition: int) -> None:
        self._premises = premises
        self._service = topics.name
        self._logs = {
            topic: premises.broker.topic(topic).partitions[partition]
            for topic in topics.input_topics
        }
        self._ahead: dict[str, tuple[Incoming, ...]] = {}
        self._position: dict[str, int] = {}

    def seek(self, positions: Mapping[str, int]) -> None:
        """Go to `positions`; a topic without one is read from its beginning."""
        self._position = {topic: positions.get(topic, 0) for topic in self._logs}
        self._ahead = {}

    def batch(self) -> list[Incoming]:
        """Some messages that can be read now: each input in order, the inputs mixed by chance."""
        random, habits = self._premises.random, self._premises.habits
        waiting = {topic: self._readable(topic) for topic in self._logs if self._is_taken(topic)}
        waiting = {topic: items for topic, items in waiting.items() if items}
        most = 1 if random.random() < 0.6 else random.randint(2, habits.batch_max)
        batch: list[Incoming] = []
        while waiting and len(batch) < most:
            topic = next(iter(waiting)) if len(waiting) == 1 else random.choice(list(waiting))
            batch.append(waiting[topic][0])
            waiting[topic] = waiting[topic][1:]
            if not waiting[topic]:
                del waiting[topic]
        return batch

    def took(self, items: Sequence[Incoming]) -> None:
        """These are decided: read on behind them."""
        for item in items:
            self._ahead[item.topic] = self._ahead[item.topic][1:]

    def idle_positions(self, folded: Mapping[str, int]) -> dict[str, int]:
        """The folded positions; past all that cannot be read where nothing is unread."""
        positions = {topic: folded.get(topic, 0) for topic in self._logs}
        for topic in self._logs:
            if not self._readable(topic):
                positions[topic] = max(positions[topic], self._position[topic])
        return positions

    def _is_taken(self, topic: str) -> bool:
        premises = self._premises
        slow = (self._service, topic) in premises.habits.slow_inputs
        return not slow or premises.calm or premises.happens(_SLOW)

    def _readable(self, topic: str) -> tuple[Incoming, ...]:
        """What is read and not taken; reads on when there is nothing."""
        ahead = self._ahead.get(topic, ())
        log = self._logs[topic]
        stable_end = log.stable_end
        if ahead or self._position[topic] >= stable_end:
            return ahead
        read = []
        for offset, content in log.read(self._position[topic]):
            spot = Spot(topic, log.number, offset)
            message = self._premises.wire.read(self._service, spot, content)
            if message is not None:
                read.append(Incoming(message, topic, offset + 1))
        self._position[topic] = stable_end
        self._ahead[topic] = tuple(read)
        return self._ahead[topic]
