"""How messages lie on the logs in memory: as the objects that they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import NewCommand, NewEvent
from libs.events.loop.decider import Message
from libs.events.loop.folding import LoggedEvent

Content = Any
"""What one offset holds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands."""

    topic: str
    partition: int
    offset: int


class Wire(Protocol):
    """From messages to what lies on the log, and back; by objects or by the codec's bytes."""

    def of_event(
        self, service: str, new: NewEvent, positions: Mapping[str, int] | None, deepest: int
    ) -> Content: ...

    def of_command(self, service: str, new: NewCommand) -> Content: ...

    def of_question(self, service: str, new: NewQuestion) -> Content: ...

    def of_parked(self, service: str, spot: Spot, content: Content) -> Content:
        """What goes to the parking topic of what stands at `spot`."""

    def read(self, service: str, spot: Spot, content: Content) -> Message | None:
        """A record of an input topic or of the parking topic; None: `service` hears it not."""

    def read_own(self, service: str, spot: Spot, content: Content) -> LoggedEvent: ...

    def origin(self, spot: Spot, content: Content) -> Spot:
        """Where a parked record stood first."""


@dataclass(frozen=True, slots=True)
class _Said:
    new: NewEvent
    positions: Mapping[str, int] | None
    deepest: int


@dataclass(frozen=True, slots=True)
class _Parked:
    spot: Spot
    content: Content


class ObjectWire:
    """Nothing is encoded: contracts are frozen, so nobody can change what is on the log."""

    def __init__(self, topology: Mapping[str, ServiceTopics]) -> None:
        self._names = {topics.events_topic: topics.name for topics in topology.values()}
        self._heard = {
            topics.name: {
                topology[name].events_topic: classes for name, classes in topics.hears.items()
            }
            for topics in topology.values()
        }

    def of_event(
        self, service: str, new: NewEvent, positions: Mapping[str, int] | None, deepest: int
    ) -> Content:
        return _Said(new, positions, deepest)

    def of_command(self, service: str, new: NewCommand) -> Content:
        return new

    def of_question(self, service: str, new: NewQuestion) -> Content:
        return new

    def of_parked(self, service: str, spot: Spot, content: Content) -> Content:
        return _Parked(spot, content)

    def read(self, service: str, spot: Spot, content: Content) -> Message | None:
        match content:
            case _Parked():
                return self.read(service, content.spot, content.content)
            case _Said():
                return self._heard_event(service, spot, content)
            case NewQuestion():
                return _asked(content, spot.partition)
            case _:
                return _sent(content)

    def read_own(self, service: str, spot: Spot, content: Content) -> LoggedEvent:
        new: NewEvent = content.new
        return LoggedEvent(
            offset=spot.offset,
            key=new.key,
            stream=new.stream,
            version=new.version,
            event=new.event,
            positions=content.positions,
            deepest=content.deepest,
            trace=new.trace,
        )

    def origin(self, spot: Spot, content: Content) -> Spot:
        parked: _Parked = content
        return parked.spot

    def _heard_event(self, service: str, spot: Spot, said: _Said) -> Message | None:
        new = said.new
        if not isinstance(new.event, self._heard[service][spot.topic]):
            return None
        return Message(
            id=new.id,
            tenant=new.tenant,
            key=new.key,
            body=new.event,
            partition=spot.partition,
            source=self._names[spot.topic],
            stream=new.stream,
            correlation=new.correlation,
            trace=new.trace,
        )


def _asked(question: NewQuestion, partition: int) -> Message:
    return Message(
        id=question.id,
        tenant=question.tenant,
        key=question.key,
        body=question.command,
        partition=partition,
        body_hash=question.body_hash,
        trace=question.trace,
    )


def _sent(new: NewCommand) -> Message:
    return Message(
        id=new.id,
        tenant=new.tenant,
        key=new.key,
        body=new.command,
        partition=new.partition,
        depth=new.depth,
        correlation=new.correlation,
        trace=new.trace,
    )
