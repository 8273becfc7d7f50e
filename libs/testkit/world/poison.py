"""A decider with a bug in it for some keys: what a real bug would do, at will."""

from collections.abc import Mapping
from typing import Any

from libs.events.contracts.model import Command, Event
from libs.events.loop.decider import (
    Compensating,
    Decider,
    Decision,
    Found,
    Message,
    Reporting,
    States,
)


class PoisonedKey(Exception):
    """The bug."""


class Poisonable:
    """Decides as `decider` does, but crashes on every message of a poisoned key."""

    def __init__(self, decider: Decider, poisoned: set[tuple[str, str]]) -> None:
        self.service: str = decider.service
        self.commands: tuple[type[Command], ...] = decider.commands
        self.hears: tuple[type[Event], ...] = decider.hears
        self.events: tuple[type[Event], ...] = decider.events
        self.state_types: Mapping[str, type] = decider.state_types
        self.lookup_types: Mapping[str, type] = decider.lookup_types
        self.evolve = decider.evolve
        self.place = decider.place
        self.needs = decider.needs
        if isinstance(decider, Compensating):
            self.compensations, self.compensate = decider.compensations, decider.compensate
        if isinstance(decider, Reporting):
            self.reports = decider.reports
        self._decider = decider
        self._poisoned = poisoned

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if self._poisoned and (self.service, message.key) in self._poisoned:
            raise PoisonedKey
        return self._decider.decide(message, states, found)

    def read_content(self, raw: bytes) -> Any:
        return self._decider.read_content(raw)
