"""What the owners, tasks and watchers of one simulated platform share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import Batch, Incoming
from libs.events.loop.decider import Message
from libs.events.loop.working import Rules
from libs.events.progress.port import Snapshot
from libs.testkit.world.clock import Clock
from libs.testkit.world.database import Database
from libs.testkit.world.log import Broker
from libs.testkit.world.wire import Wire


@dataclass(slots=True)
class Habits:
    """How owners work in this history, as chance would have it in production."""

    batch_max: int = 4
    fold_chunk_max: int = 6
    knows_answers: bool = False
    """Deduplication by command id; off, so that it hides no mistake in positions."""
    retries: float = 0.5
    drops: float = 0.0
    """How soon a person drops what waits first behind a parked key, at each turn of its owner."""
    unanswered: float = 0.05
    """How often the edge gives up on a dispatcher's commands before they are answered."""
    slow_inputs: frozenset[tuple[str, str]] = frozenset()
    """(service, topic) pairs of which only now and then a message is taken."""
    asides: float = 0.2
    """How often a question to the log or a long write is a step of its own."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What one transaction wrote, or what one batch without records moved."""

    service: str
    partition: int
    batch: Batch
    offsets: Sequence[int]
    """Of the batch's events on the own events topic."""
    decided: Sequence[Message]
    """Messages that are dealt with by it; parked ones are not."""


@dataclass(slots=True)
class Premises:
    """One platform."""

    random: Random
    broker: Broker
    wire: Wire
    topology: Mapping[str, ServiceTopics]
    rules: Mapping[str, Rules]
    databases: Mapping[str, Database]
    on_commit: Callable[[Commit], None]
    habits: Habits = field(default_factory=Habits)
    published: dict[str, dict[int, Snapshot]] = field(default_factory=dict)
    poisoned: set[tuple[str, str]] = field(default_factory=set)
    """(service, key) pairs whose messages crash."""
    held_aside: dict[tuple[str, int], list[Incoming]] = field(default_factory=dict)
    """Messages that a deliberate fault keeps outside of every log, by site."""
    clock: Clock = field(default_factory=Clock)
    calm: bool = False
    """The end of a history: nothing is slow any more, everything is retried."""
    tokens: int = 0

    def next_token(self) -> int:
        self.tokens += 1
        return self.tokens

    def happens(self, probability: float) -> bool:
        return self.random.random() < probability
