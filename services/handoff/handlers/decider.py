"""Handoff's decider: each message goes to the room of its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.events.contracts.handoff import EVENTS
from libs.events.contracts.model import Command, Contract, Event
from libs.events.contracts.topology import HANDOFF
from libs.events.effects.effect import EFFECTS, Effect
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.events.loop.room import Room
from libs.kernel.ids import IdSecret
from libs.kernel.keys import kind_of
from services.handoff.domain.agency_commands import AGENCY_COMMANDS, AGENCY_REPORTS
from services.handoff.domain.commands import CASE_COMMANDS, REPORTS
from services.handoff.handlers.agencies import Agencies
from services.handoff.handlers.announced import Announced
from services.handoff.handlers.debtors import Debtors


class HandoffDecider:
    """Places a case with an agency, follows it, takes it back."""

    service: str = "handoff"
    commands: tuple[type[Command], ...] = (*CASE_COMMANDS, *AGENCY_COMMANDS)
    reports: tuple[type[Command], ...] = (*REPORTS, *AGENCY_REPORTS)
    hears: tuple[type[Event], ...] = tuple(
        event for events in HANDOFF.hears.values() for event in events
    )
    events: tuple[type[Event], ...] = EVENTS
    lookup_types: Mapping[str, type] = MappingProxyType({EFFECTS: Effect})

    def __init__(self, ids: IdSecret) -> None:
        rooms: tuple[Room, ...] = (Announced(), Agencies(ids), Debtors(ids))
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

    def read_content(self, raw: bytes) -> Any:
        raise LookupError("handoff decides without looking into what it keeps")
