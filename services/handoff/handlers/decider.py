"""Handoff's decider: each message goes to the room of its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.events.contracts.handoff import EVENTS
from libs.events.contracts.model import Command, Event
from libs.events.contracts.topology import HANDOFF
from libs.events.effects.effect import EFFECTS, Effect
from libs.events.loop.room import Roomed
from libs.kernel.ids import IdSecret
from services.handoff.domain.agency_commands import AGENCY_COMMANDS, AGENCY_REPORTS
from services.handoff.domain.commands import CASE_COMMANDS, REPORTS
from services.handoff.handlers.agencies import Agencies
from services.handoff.handlers.announced import Announced
from services.handoff.handlers.debtors import Debtors


class HandoffDecider(Roomed):
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
        super().__init__((Announced(), Agencies(ids), Debtors(ids)))

    def read_content(self, raw: bytes) -> Any:
        raise LookupError("handoff decides without looking into what it keeps")
