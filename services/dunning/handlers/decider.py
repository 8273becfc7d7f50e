"""Dunning's decider: each message goes to the room of its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.events.contracts.dunning import EVENTS
from libs.events.contracts.model import Command, Event
from libs.events.contracts.topology import DUNNING
from libs.events.loop.room import Roomed
from libs.kernel.ids import IdSecret
from services.dunning.domain.commands import COMMANDS
from services.dunning.domain.moves.commands import MOVE_COMMANDS
from services.dunning.handlers.announced import Announced
from services.dunning.handlers.debtors import Debtors
from services.dunning.handlers.people import People


class DunningDecider(Roomed):
    """Decides the next demand and its date."""

    service: str = "dunning"
    commands: tuple[type[Command], ...] = (*COMMANDS, *MOVE_COMMANDS)
    hears: tuple[type[Event], ...] = tuple(
        event for events in DUNNING.hears.values() for event in events
    )
    events: tuple[type[Event], ...] = EVENTS
    lookup_types: Mapping[str, type] = MappingProxyType({})

    def __init__(self, ids: IdSecret) -> None:
        super().__init__((Announced(), Debtors(ids), People(ids)))

    def read_content(self, raw: bytes) -> Any:
        raise LookupError("dunning reads nothing from the object store")
