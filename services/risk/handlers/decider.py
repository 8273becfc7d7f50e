"""Risk's decider: each message goes to the room of its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.events.contracts.model import Command, Event
from libs.events.contracts.risk import EVENTS
from libs.events.contracts.topology import RISK
from libs.events.loop.room import Roomed
from libs.kernel.ids import IdSecret
from services.risk.domain.commands import COMMANDS
from services.risk.handlers.announced import Announced
from services.risk.handlers.debtors import Debtors


class RiskDecider(Roomed):
    """Decides how a debtor pays, and how much credit it has."""

    service: str = "risk"
    commands: tuple[type[Command], ...] = COMMANDS
    hears: tuple[type[Event], ...] = tuple(
        event for events in RISK.hears.values() for event in events
    )
    events: tuple[type[Event], ...] = EVENTS
    lookup_types: Mapping[str, type] = MappingProxyType({})

    def __init__(self, ids: IdSecret) -> None:
        super().__init__((Announced(), Debtors(ids)))

    def read_content(self, raw: bytes) -> Any:
        raise LookupError("risk reads nothing from the object store")
