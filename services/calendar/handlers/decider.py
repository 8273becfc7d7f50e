"""Calendar's decider: a day begins at its own key, and each partition records its copy."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from libs.events.contracts.calendar import EVENTS, DayStarted
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Command, Event
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.events.loop.decider import (
    NOTHING,
    Announce,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Recorded,
    State,
    States,
)
from libs.kernel.keys import copy_of, is_copy, tenant_of
from services.calendar.domain import days
from services.calendar.domain.commands import COMMANDS, AdvanceDay, AnnounceDays, StartDay
from services.calendar.domain.refusals import DaysAreNotPlayedHere


class CalendarDecider:
    """Days by the clock of each zone, and days that a tenant plays."""

    service: str = "calendar"
    commands: tuple[type[Command], ...] = COMMANDS
    hears: tuple[type[Event], ...] = (CreditorRegistered, CreditorChanged)
    events: tuple[type[Event], ...] = EVENTS
    state_types: Mapping[str, type] = {"day": days.Day}
    lookup_types: Mapping[str, type] = {days.DAYS: days.Day}

    def __init__(self, *, days_are_played: bool) -> None:
        """`days_are_played`: whether tenants may move their days by command."""
        self._days_are_played = days_are_played

    def needs(self, message: Message, states: States) -> Needs:
        body = message.body
        if isinstance(body, CreditorRegistered | CreditorChanged):
            return Needs()
        return Needs(streams=(_stream(body, message.partition),))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        body = message.body
        if isinstance(body, CreditorRegistered | CreditorChanged):
            return NOTHING  # the clock reads its zones from a view; no rule here rests on them
        day: days.Day = states.of(_stream(body, message.partition))
        match body:
            case StartDay():
                path = day_path(None, body.zone)
                stretch = days.by_the_clock(day, body.day_on)
                return _begin(path, stretch, zone=body.zone, tenant=None)
            case AdvanceDay():
                return self._advance(body, day)
            case AnnounceDays():
                return _copy(body, day, message.partition)
            case _:
                raise TypeError(f"calendar does not decide on {body!r}")

    def _advance(self, asked: AdvanceDay, day: days.Day) -> Decision:
        if not self._days_are_played:
            raise DaysAreNotPlayedHere
        path = day_path(asked.tenant, EVERY_ZONE)
        stretch = days.as_played(day, asked.to_on)
        return _begin(path, stretch, zone=EVERY_ZONE, tenant=asked.tenant)

    def evolve(self, state: State, event: Event) -> State:
        return days.begun(state, event) if isinstance(event, DayStarted) else state

    def place(self, stream: str, state: State) -> Placement:
        """A day is found by whose it is, from its owner's stream alone."""
        if is_copy(stream):
            return Placement()
        return Placement(entries=((days.DAYS, tenant_of(stream), state),))

    def read_content(self, raw: bytes) -> Any:
        raise TypeError("calendar reads no content")


def _stream(body: Any, partition: int) -> str:
    match body:
        case StartDay():
            return day_path(None, body.zone)
        case AdvanceDay():
            return day_path(body.tenant, EVERY_ZONE)
        case AnnounceDays():
            return copy_of(day_path(body.tenant, body.zone), partition)
        case _:
            raise TypeError(f"calendar does not decide on {body!r}")


def _begin(path: str, stretch: days.Stretch | None, *, zone: str, tenant: str | None) -> Decision:
    if stretch is None:
        return NOTHING
    played = tenant is not None
    announced = AnnounceDays(
        zone=zone,
        tenant=tenant,
        played=played,
        first_on=stretch.first_on,
        last_on=stretch.last_on,
    )
    return Decision(
        events=_started(path, stretch.days(), announced),
        sends=(Announce(path, announced),),
        answer={
            "outcome": "accepted",
            "day_on": stretch.last_on.isoformat(),
            "days_count": str(len(stretch.days())),
        },
    )


def _copy(announced: AnnounceDays, day: days.Day, partition: int) -> Decision:
    stretch = days.Stretch(announced.first_on, announced.last_on)
    stream = copy_of(day_path(announced.tenant, announced.zone), partition)
    return Decision(events=_started(stream, days.not_yet_begun(day, stretch), announced))


def _started(stream: str, on: Iterable[date], announced: AnnounceDays) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            stream,
            DayStarted(
                day_on=day_on,
                zone=announced.zone,
                tenant=announced.tenant,
                played=announced.played,
            ),
        )
        for day_on in on
    )
