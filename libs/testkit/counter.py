"""A toy service for tests of the runtime: tallies that count, meet, pass on, sweep and crash."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from libs.events.contracts.model import Command, Contract, Event
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.decider import (
    NOTHING,
    Announce,
    Decision,
    Entry,
    Found,
    Lookup,
    Message,
    Needs,
    Placement,
    Recorded,
    Refusal,
    Send,
    State,
    States,
)
from libs.kernel.keys import copy_of, identity_of, kind_of, path_of, tenant_of


class Counted(Event, type="relance.counter.counted.v1"):
    """A tally grew."""

    add: int
    note: str = ""


class Named(Event, type="relance.counter.named.v1"):
    """A tally took a name, under which others find it one decision later."""

    name: str
    due_on: date | None = None


class Met(Event, type="relance.counter.met.v1"):
    """Who else had the name when a tally searched at a cut."""

    streams: tuple[str, ...]


class Swept(Event, type="relance.counter.swept.v1"):
    """Keys that were due."""

    keys: tuple[str, ...]


class Rung(Event, type="relance.counter.rung.v1"):
    """A partition's copy of a bell."""

    times: int


class Count(Command, type="relance.counter.count.v1"):
    add: int
    note: str = ""
    spread_to: tuple[str, ...] = ()
    """Keys that one each is sent to."""
    in_bulk: bool = False
    """Whether those go to bulk."""


class Name(Command, type="relance.counter.name.v1"):
    name: str
    due_on: date | None = None
    hand_to: str = ""
    """A key that the name is sent on to."""


class Part(Command, type="relance.counter.part.v1"):
    """Gives a tally a part: a stream of its own under the tally's key, in its index of parts."""

    name: str


class Search(Command, type="relance.counter.search.v1"):
    name: str


class Descend(Command, type="relance.counter.descend.v1"):
    levels: int


class Sweep(Command, type="relance.counter.sweep.v1"):
    day_on: date


class Ring(Command, type="relance.counter.ring.v1"):
    times: int


class CopyRing(Command, type="relance.counter.copy_ring.v1"):
    times: int


class Break(Command, type="relance.counter.break.v1"):
    """A bug."""


class Read(Command, type="relance.counter.read.v1"):
    """Counts the number that an object holds."""

    content: str


class Grow(Command, type="relance.counter.grow.v1"):
    """Records a text of that many letters: more than a record holds, or with a NUL."""

    letters: int
    with_nul: bool = False


class NothingNegative(Refusal):
    """A tally does not count {add}."""

    RULE = "nothing_negative"


@dataclass(frozen=True, slots=True)
class Tally:
    """The state of a tally and of a bell's copy."""

    total: int = 0
    name: str = ""
    due_on: date | None = None
    met: tuple[str, ...] = ()


COMMANDS = (Count, Name, Part, Search, Descend, Sweep, Ring, CopyRing, Break, Grow, Read)
EVENTS = (Counted, Named, Met, Swept, Rung)
BELL = path_of("-", "bell", "one")


def tally(tenant: str, name: str) -> str:
    """The routing key of a tally, and its stream."""
    return path_of(tenant, "tally", name)


def counter_topics(name: str, *, has_bulk: bool = False) -> ServiceTopics:
    """Topics of a counter of its own; it hears every other counter that `hears` is given."""
    return ServiceTopics(name=name, events=EVENTS, hears={}, has_bulk=has_bulk)


class Counter:
    """Counts; hears other counters' `Counted` and counts them too, on a copy."""

    commands: tuple[type[Command], ...] = COMMANDS
    hears: tuple[type[Event], ...] = (Counted,)
    events: tuple[type[Event], ...] = EVENTS
    state_types: Mapping[str, type] = {"tally": Tally, "part": Tally, "bell": Tally}
    lookup_types: Mapping[str, type] = {"names": str}
    compensations: Mapping[type[Contract], str] = {Count: "Counted: what was added is given back"}

    def __init__(self, service: str) -> None:
        self.service = service

    def needs(self, message: Message, states: States) -> Needs:
        match message.body:
            case CopyRing() | Ring():
                return Needs(streams=(copy_of(BELL, message.partition),))
            case Search(name=name):
                return Needs(streams=(message.key,), lookups=(Lookup("names", name),))
            case Sweep(day_on=day_on):
                return Needs(streams=(message.key,), due_on=day_on)
            case Read(content=content):
                return Needs(streams=(message.key,), contents=(content,))
            case Part(name=name):
                parts = (_part(message.key, name),)
                return Needs(streams=parts, indexes=(_parts(message.key),))
            case _:
                return Needs(streams=(message.key,))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case Count() | Counted() as count:
                return _count(message, count, states.of(message.key))
            case Name() as named:
                return _name(message, named)
            case Descend(levels=levels):
                return _descend(message, levels)
            case Ring(times=times):
                return Decision(sends=(Announce(BELL, CopyRing(times=times)),))
            case Break():
                raise ZeroDivisionError("a bug")
            case _:
                return _record(message, states, found)

    def compensate(self, message: Message, states: States, found: Found) -> Decision:
        assert isinstance(message.body, Count)
        given_back = Counted(add=0, note=f"{message.body.add} given back")
        return Decision((Recorded(message.key, given_back),))

    def evolve(self, state: State, event: Event) -> State:
        tally_before: Tally = state
        match event:
            case Counted(add=add):
                return replace(tally_before, total=tally_before.total + add)
            case Named(name=name, due_on=due_on):
                return replace(tally_before, name=name, due_on=due_on)
            case Met(streams=streams):
                return replace(tally_before, met=streams)
            case Rung(times=times):
                return replace(tally_before, total=times)
            case _:
                return tally_before

    def place(self, stream: str, state: State) -> Placement:
        placed: Tally = state
        if kind_of(stream) == "part":
            tally_name, _, _ = identity_of(stream).partition(".")
            return Placement(index=_parts(tally(tenant_of(stream), tally_name)))
        entries = (("names", placed.name, stream),) if placed.name else ()
        return Placement(due_on=placed.due_on, entries=entries)

    def read_content(self, raw: bytes) -> Any:
        return int(raw)


def _record(message: Message, states: States, found: Found) -> Decision:
    """Commands that lead to one event."""
    match message.body:
        case Part(name=name):
            before = len(states.index(_parts(message.key)))
            part = Recorded(_part(message.key, name), Counted(add=1))
            return Decision((part,), answer={"parts_before": str(before)})
        case CopyRing(times=times):
            return Decision((Recorded(copy_of(BELL, message.partition), Rung(times=times)),))
        case Search(name=name):
            event: Event = Met(streams=_others(message, found.entries(Lookup("names", name))))
        case Sweep():
            event = Swept(keys=found.due())
        case Read(content=content):
            event = Counted(add=found.content(content))
        case Grow(letters=letters, with_nul=with_nul):
            event = Counted(add=0, note="x" * letters + ("\x00" if with_nul else ""))
        case _:
            raise TypeError(f"a counter does not decide on {message.body!r}")
    return Decision((Recorded(message.key, event),))


def _count(message: Message, count: Count | Counted, before: Tally) -> Decision:
    if count.add < 0:
        raise NothingNegative(add=count.add)
    if count.add == 0:
        return NOTHING
    sends: tuple[Send, ...] = ()
    if isinstance(count, Count):
        is_bulk = count.in_bulk
        sends = tuple(Send(key, Count(add=1), is_bulk=is_bulk) for key in count.spread_to)
    event = Counted(add=count.add, note=count.note)
    return Decision(
        (Recorded(message.key, event),), sends, answer={"total": str(before.total + count.add)}
    )


def _part(key: str, name: str) -> str:
    return path_of(tenant_of(key), "part", f"{identity_of(key)}.{name}")


def _parts(key: str) -> str:
    return f"parts of {key}"


def _name(message: Message, named: Name) -> Decision:
    event = Named(name=named.name, due_on=named.due_on)
    sends = [Send(message.key, Search(name=named.name))]
    if named.hand_to:
        sends.append(Send(named.hand_to, Name(name=named.name)))
    return Decision((Recorded(message.key, event),), tuple(sends))


def _others(message: Message, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    return tuple(entry.stream for entry in entries if entry.stream != message.key)


def _descend(message: Message, levels: int) -> Decision:
    if levels == 0:
        return Decision((Recorded(message.key, Counted(add=1)),))
    return Decision(sends=(Send(message.key, Descend(levels=levels - 1)),))
