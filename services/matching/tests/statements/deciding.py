"""The ledger's decider with what this folder is about, so that payments are received too."""

from collections.abc import Mapping
from typing import Any

from libs.events.contracts.matching import EVENTS
from libs.events.contracts.model import Command, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import kind_of
from services.matching.domain import statements
from services.matching.handlers.decider import MatchingDecider


class LedgerWithStatements:
    """Messages about statements go to their package, all others to the ledger's decider."""

    service: str = "matching"
    events: tuple[type[Event], ...] = EVENTS

    def __init__(self, ids: IdSecret) -> None:
        self._ids, self._ledger = ids, MatchingDecider(ids)
        self.hears: tuple[type[Event], ...] = self._ledger.hears
        self.commands: tuple[type[Command], ...] = (*self._ledger.commands, *statements.COMMANDS)
        self.state_types: Mapping[str, type] = {
            **self._ledger.state_types,
            **statements.STATE_TYPES,
        }
        self.lookup_types: Mapping[str, type] = {
            **self._ledger.lookup_types,
            **statements.LOOKUP_TYPES,
        }

    def needs(self, message: Message, states: States) -> Needs:
        if type(message.body) in statements.COMMANDS:
            return statements.needs(message, states)
        return self._ledger.needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if type(message.body) in statements.COMMANDS:
            return statements.decide(message, states, found, self._ids)
        return self._ledger.decide(message, states, found)

    def evolve(self, state: Any, event: Event) -> Any:
        if type(state) in statements.STATE_TYPES.values():
            return statements.evolve(state, event)
        return self._ledger.evolve(state, event)

    def place(self, stream: str, state: Any) -> Placement:
        if kind_of(stream) in statements.STATE_TYPES:
            return statements.place(stream, state)
        return self._ledger.place(stream, state)

    def read_content(self, raw: bytes) -> Any:
        return self._ledger.read_content(raw)
