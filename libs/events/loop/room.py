"""What a decider is made of: rooms, each with the messages of one kind of key."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.kernel.keys import kind_of


class Room(Protocol):
    """The messages of one kind of key, and the streams below it; see `libs.events.loop.decider`."""

    takes: tuple[type[Contract], ...]
    state_types: Mapping[str, type]

    def needs(self, message: Message, states: States) -> Needs: ...

    def decide(self, message: Message, states: States, found: Found) -> Decision: ...

    def evolve(self, state: State, event: Event) -> State: ...

    def place(self, stream: str, state: State) -> Placement: ...


class Roomed:
    """What every decider of rooms does: lead each message, state and stream to its room."""

    def __init__(self, rooms: Sequence[Room]) -> None:
        self.state_types: Mapping[str, type] = MappingProxyType(
            {kind: state for room in rooms for kind, state in room.state_types.items()}
        )
        self._by_message: Mapping[type[Contract], Room] = {
            cls: room for room in rooms for cls in room.takes
        }
        self._by_kind: Mapping[str, Room] = {
            kind: room for room in rooms for kind in room.state_types
        }
        self._by_state: Mapping[type, Room] = {
            state: room for room in rooms for state in room.state_types.values()
        }

    def needs(self, message: Message, states: States) -> Needs:
        return self._by_message[type(message.body)].needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self._by_message[type(message.body)].decide(message, states, found)

    def evolve(self, state: State, event: Event) -> State:
        return self._by_state[type(state)].evolve(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return self._by_kind[kind_of(stream)].place(stream, state)
