"""Notifications' decider: each message goes to the room of its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.events.contracts.model import Command, Event
from libs.events.contracts.notifications import EVENTS
from libs.events.contracts.topology import NOTIFICATIONS
from libs.events.effects.effect import EFFECTS, Effect
from libs.events.loop.room import Roomed
from libs.kernel.ids import IdSecret
from services.notifications.domain.commands import COMMANDS, REPORTS
from services.notifications.handlers.assignments import Assignments
from services.notifications.handlers.days import Days
from services.notifications.handlers.messages import Messages
from services.notifications.handlers.recipients import Recipients
from services.notifications.handlers.team import Team


class NotificationsDecider(Roomed):
    """What was demanded becomes a message, and a message leaves at most once."""

    service: str = "notifications"
    commands: tuple[type[Command], ...] = COMMANDS
    reports: tuple[type[Command], ...] = REPORTS
    hears: tuple[type[Event], ...] = tuple(
        event for events in NOTIFICATIONS.hears.values() for event in events
    )
    events: tuple[type[Event], ...] = EVENTS
    lookup_types: Mapping[str, type] = MappingProxyType({EFFECTS: Effect})

    def __init__(self, ids: IdSecret) -> None:
        mails = Recipients({"debtor": Messages(ids), "person": Team(ids)})
        super().__init__((mails, Assignments(ids), Days()))

    def read_content(self, raw: bytes) -> Any:
        raise TypeError("notifications decides without looking into what it sends")
