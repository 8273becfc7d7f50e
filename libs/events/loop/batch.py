"""What goes into a decided batch and what comes out of it, before it becomes bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from libs.events.contracts.model import Command, Event
from libs.events.contracts.runtime import Answer
from libs.events.loop.decider import Message, State

DEPTH_MAX: Final = 16
"""A send deeper than this is a bug: the barrier counts on an end."""


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that cannot be read as a message; it parks its key."""

    id: str
    key: str
    tenant: str | None
    """None when not even the tenant can be read: it holds every tenant."""
    reason: str
    partition: int


class Incoming(NamedTuple):
    """A message and where the partition's input goes on after it."""

    message: Message | Poison
    topic: str
    next_offset: int


class Row(NamedTuple):
    """A stream as the database holds it."""

    key: str
    state: State
    version: int
    trace: str = ""
    """The trace that the stream began under: of its first event that has one."""


class NewEvent(NamedTuple):
    """An own event of this batch."""

    id: str
    tenant: str
    key: str
    stream: str
    version: int
    event: Event
    depth: int
    """Of the message that led to it."""
    causation: str
    correlation: str
    trace: str = ""
    follows: tuple[str, ...] = ()
    """When it goes on with another trace than its cause: a step of its own, whose parent is the
    first of these, linked to the others."""


class NewCommand(NamedTuple):
    """A send of this batch: a command to oneself."""

    id: str
    tenant: str
    key: str
    partition: int
    command: Command
    depth: int
    causation: str
    correlation: str
    trace: str = ""
    is_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes and one fold stores.

    When `events` is empty so are `commands` and `parked`: then only positions move, in the
    database alone.
    """

    taken: int
    """How many of the incoming messages it covers; at least one."""
    positions: Mapping[str, int]
    """The partition's position on every input topic after it."""
    events: tuple[NewEvent, ...] = ()
    commands: tuple[NewCommand, ...] = ()
    parked: tuple[Incoming, ...] = ()
    rows: Mapping[str, Row] = field(default_factory=dict)
    """Every stream that it changed, as it is afterwards."""
    answers: tuple[Answer, ...] = ()
    deepest: int = 0
    """The greatest depth among its sends; 0 when there are none."""
