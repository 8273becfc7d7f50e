"""Leads what is asked of any mail to whom it is for: the key says whether that is a debtor."""

from collections.abc import Mapping

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.events.loop.room import Room
from libs.kernel.keys import kind_of


class Recipients:
    """Rooms by the kind of their key; several may take the same command."""

    def __init__(self, rooms: Mapping[str, Room]) -> None:
        self._rooms = rooms
        taken = dict.fromkeys(cls for room in rooms.values() for cls in room.takes)
        self.takes: tuple[type[Contract], ...] = tuple(taken)
        self.state_types: Mapping[str, type] = {
            kind: state for room in rooms.values() for kind, state in room.state_types.items()
        }
        self._by_kind = {kind: room for room in rooms.values() for kind in room.state_types}
        self._by_state = {
            state: room for room in rooms.values() for state in room.state_types.values()
        }

    def needs(self, message: Message, states: States) -> Needs:
        return self._rooms[kind_of(message.key)].needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self._rooms[kind_of(message.key)].decide(message, states, found)

    def evolve(self, state: State, event: Event) -> State:
        return self._by_state[type(state)].evolve(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return self._by_kind[kind_of(stream)].place(stream, state)
