"""What a decider is made of: rooms, each with the messages of one kind of key."""

from collections.abc import Mapping
from typing import Protocol

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States


class Room(Protocol):
    """The messages of one kind of key, and the streams below it; see `libs.events.loop.decider`."""

    takes: tuple[type[Contract], ...]
    state_types: Mapping[str, type]

    def needs(self, message: Message, states: States) -> Needs: ...

    def decide(self, message: Message, states: States, found: Found) -> Decision: ...

    def evolve(self, state: State, event: Event) -> State: ...

    def place(self, stream: str, state: State) -> Placement: ...
