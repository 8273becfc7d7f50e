"""What a service writes, and what the runtime hands to it: the decider and its vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

from libs.events.contracts.model import Command, Contract, Event

State = Any
"""A frozen dataclass of the service's domain, one class a stream kind."""


@dataclass(frozen=True, slots=True)
class Message:
    """One input of a decision: a command of the own inbox, or an event heard from `source`."""

    id: str
    tenant: str
    key: str
    body: Contract
    partition: int
    depth: int = 0
    source: str = "inbox"
    """`inbox`, or the name of the service that recorded what is heard."""
    stream: str = ""
    """The stream that a heard event stands on; empty for a command."""
    correlation: str = ""
    body_hash: str = ""
    """Of a command from the edge: SHA-256 of the request's body, hex. Else empty."""
    trace: str = ""
    process: str = ""
    """Of a command from the edge, when it is decided: the token of the process that decides, new
    with each worker. A start that carries another one's is refused: who asks performs it."""

    @property
    def from_edge(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self.body_hash)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question across keys: the entries that streams hold under `name` and `key`."""

    name: str
    key: str
    limit: int = 21


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a look-up: `value` as the stream `stream` of routing key `owner` put it."""

    stream: str
    owner: str
    value: Any
    trace: str = ""
    """The trace that the stream began under, where whoever asks goes on with it."""


class Needs(NamedTuple):
    """What a decision has to see. `needs` is asked again with what was loaded until content."""

    streams: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    """Names of groups of streams under this key, as `Placement.index` gives them.

    A name is found by itself in the whole partition: it has to begin with the tenant, and to
    name what the group belongs to.
    """
    contents: tuple[str, ...] = ()
    """Hashes of objects in the object store; what is there never changes."""
    lookups: tuple[Lookup, ...] = ()
    due_on: date | None = None
    """Ask which keys of this partition have a stream due on or before this day."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a state is found again: its index, its due day, its entries in look-ups."""

    index: str | None = None
    due_on: date | None = None
    entries: tuple[tuple[str, str, Any], ...] = ()
    """(look-up name, look-up key, value), value an instance of `Decider.lookup_types[name]`."""


class Recorded(NamedTuple):
    """An event and the stream that it stands on."""

    stream: str
    event: Event
    follows: tuple[str, ...] = ()
    """Streams that were long at rest and that it goes on with, the first above all: a reminder
    belongs to the trace of its invoice, not to that of the day. For traces alone."""


@dataclass(frozen=True, slots=True)
class Send:
    """A command to oneself under `key`; `partition` only for an announcement."""

    key: str
    command: Command
    partition: int | None = None
    is_bulk: bool = False
    """For the first stage alone of what was announced: decided when nobody else waits. What
    follows from it travels in the inbox, so that a channel stays in order."""


@dataclass(frozen=True, slots=True)
class Announce:
    """A command to every partition of the own inbox, whose owner records its copy."""

    key: str
    command: Command


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message leads to. An empty one says that it was already done."""

    events: tuple[Recorded, ...] = ()
    sends: tuple[Send | Announce, ...] = ()
    answer: Mapping[str, str] = field(default_factory=dict)
    """What the caller is told beside the outcome: ids, amounts as text."""


NOTHING = Decision()


class Refusal(Exception):
    """A command is not carried out, and its caller is told why.

    Each rule is a subclass: `RULE` is the id in the answer, its docstring is the sentence, with
    the fields given to the constructor in braces.
    """

    RULE: ClassVar[str]

    def __init__(self, **fields: object) -> None:
        self.fields = {name: str(value) for name, value in fields.items()}
        super().__init__((self.__doc__ or self.RULE).strip().format(**self.fields))


class States(Protocol):
    """The states that a decision may see, as of the message before."""

    def seen(self, stream: str) -> bool:
        """Whether the stream was loaded; `needs` asks before it looks further."""

    def of(self, stream: str) -> State:
        """The state of a stream that `needs` named; the initial one when nothing is recorded.

        Raises Unneeded when `needs` did not name it: a mistake of the decider, which parks.
        """

    def version(self, stream: str) -> int:
        """How many events stand on the stream; 0 when there is none."""

    def index(self, name: str) -> Mapping[str, State]:
        """The streams of an index that `needs` named, by stream, in the order of their names."""


class Found(Protocol):
    """What was looked up for a decision."""

    def entries(self, lookup: Lookup) -> tuple[Entry, ...]:
        """At most `lookup.limit` entries, ordered by stream."""

    def content(self, content_hash: str) -> Any:
        """What `Decider.read_content` made of the object's bytes."""

    def due(self) -> tuple[str, ...]:
        """Routing keys of this partition with a stream due, ordered, each once."""


class Unneeded(LookupError):
    """A decider read what its `needs` did not name."""


class Decider(Protocol):
    """One service's rules. Pure: no clock, no database, no chance; `decide` may raise Refusal."""

    service: str
    commands: tuple[type[Command], ...]
    hears: tuple[type[Event], ...]
    events: tuple[type[Event], ...]
    """What it records."""
    state_types: Mapping[str, type]
    """Stream kind to the frozen dataclass of its state; called without arguments it is initial."""
    lookup_types: Mapping[str, type]

    def needs(self, message: Message, states: States) -> Needs:
        """What `decide` has to see; asked again with what that loaded until it asks no more.

        `states.seen` tells whether a stream can be read already, so that what a share's state
        names can be asked for once the share is there. At most four times.
        """

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        """What the message leads to. Raises Refusal only for commands from the edge."""

    def evolve(self, state: State, event: Event) -> State:
        """The state after `event`; total, never refuses."""

    def place(self, stream: str, state: State) -> Placement:
        """Where the state of `stream` is found again."""

    def read_content(self, raw: bytes) -> Any:
        """An object's bytes as the value that `decide` sees."""


@runtime_checkable
class Compensating(Protocol):
    """What a decider has beside the rest when parked messages from its own side can be dropped."""

    compensations: Mapping[type[Contract], str]
    """Own sends and heard facts that can be dropped, each with what is decided instead, as a
    sentence that a person reads before it is done."""

    def compensate(self, message: Message, states: States, found: Found) -> Decision:
        """What is decided in place of `message`, one of `compensations`, that is dropped.

        It sees what `needs` names for the message. Whatever it raises, nothing is dropped.
        """


@runtime_checkable
class Reporting(Protocol):
    """What a decider has beside the rest when commands tell it what has happened outside."""

    reports: tuple[type[Command], ...]
    """Asked at the edge, and never again by anybody: they cannot be dropped."""
