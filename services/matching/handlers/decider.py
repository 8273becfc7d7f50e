"""Matching's decider: each message goes to the room of its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.events.contracts.matching import EVENTS
from libs.events.contracts.model import Command, Contract, Event
from libs.events.contracts.topology import MATCHING
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.events.loop.room import Room
from libs.events.progress.resting import RESTING, Resting
from libs.kernel.ids import IdSecret
from libs.kernel.keys import kind_of
from services.matching.domain.clearing.commands import CLEARING_COMMANDS
from services.matching.domain.commands import COMMANDS, CheckDue
from services.matching.domain.lookups import LOOKUP_TYPES
from services.matching.domain.moves.commands import MOVE_COMMANDS
from services.matching.domain.statements import COMMANDS as STATEMENT_COMMANDS
from services.matching.domain.statements import decode_content
from services.matching.handlers.clearing import Clearing
from services.matching.handlers.days import Days
from services.matching.handlers.erasures import Erasures
from services.matching.handlers.items import Items
from services.matching.handlers.payments import Payments
from services.matching.handlers.returns import Returns
from services.matching.handlers.statements import Statements


class MatchingDecider:
    """The ledger: which payment settles which item."""

    service: str = "matching"
    hears: tuple[type[Event], ...] = tuple(
        event for events in MATCHING.hears.values() for event in events
    )
    events: tuple[type[Event], ...] = EVENTS

    def __init__(self, ids: IdSecret) -> None:
        self._items, self._returns = Items(ids), Returns(ids)
        rooms: tuple[Room, ...] = (
            Statements(ids),
            Payments(ids),
            self._returns,
            self._items,
            Clearing(ids),
            Erasures(),
            Days(),
        )
        self.compensations: Mapping[type[Contract], str] = self._items.compensations
        self.commands: tuple[type[Command], ...] = (
            *STATEMENT_COMMANDS,
            *COMMANDS,
            *MOVE_COMMANDS,
            *CLEARING_COMMANDS,
        )
        self.state_types: Mapping[str, type] = MappingProxyType(
            {kind: state for room in rooms for kind, state in room.state_types.items()}
        )
        self.lookup_types: Mapping[str, type] = MappingProxyType({**LOOKUP_TYPES, RESTING: Resting})
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
        return self._room(message).needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self._room(message).decide(message, states, found)

    def compensate(self, message: Message, states: States, found: Found) -> Decision:
        return self._items.compensate(message, states, found)

    def evolve(self, state: State, event: Event) -> State:
        return self._by_state[type(state)].evolve(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return self._by_kind[kind_of(stream)].place(stream, state)

    def read_content(self, raw: bytes) -> Any:
        return decode_content(raw)

    def _room(self, message: Message) -> Room:
        if isinstance(message.body, CheckDue):
            return self._returns if kind_of(message.key) == "returns" else self._items
        return self._by_message[type(message.body)]
