"""A debtor's messages: what their decisions have to see, and what each message leads to."""

from collections.abc import Mapping
from typing import Final

from libs.events.contracts.dunning import DemandProposed, DemandRecalled
from libs.events.contracts.model import Contract, Event
from libs.events.loop.days import day_streams, today
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    State,
    States,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, tenant_of
from services.notifications.domain.bounces import note_bounce
from services.notifications.domain.commands import OF_ONE, CheckDue, ComposeMessage, NoteBounce
from services.notifications.domain.composing import compose
from services.notifications.domain.deciding import Draft
from services.notifications.domain.hearing import end_day, note_demand, note_recall
from services.notifications.domain.message import (
    MessageState,
    evolve_message,
    message_id_of,
    message_stream,
    open_index,
)
from services.notifications.domain.refusals import MessageUnknown
from services.notifications.handlers.attempting import attempt
from services.notifications.handlers.places import place_message

_OF_ONE: Final = (ComposeMessage, NoteBounce, *OF_ONE)


class Messages:
    """The messages of a debtor's key."""

    takes: tuple[type[Contract], ...] = (DemandProposed, DemandRecalled, CheckDue, *_OF_ONE)
    state_types: Mapping[str, type] = {"message": MessageState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        tenant, partition = tenant_of(message.key), message.partition
        match message.body:
            case DemandProposed(zone=zone):
                stream = self._stream(message)
                return Needs(streams=(stream, *day_streams(tenant, zone, partition)))
            case CheckDue():
                index = open_index(tenant, identity_of(message.key))
                return Needs(indexes=(index,), streams=_days_of(index, tenant, partition, states))
            case _:
                stream = self._stream(message)
                if not states.seen(stream):
                    return Needs(streams=(stream,))
                zone = states.of(stream).terms.zone
                days = day_streams(tenant, zone, partition) if zone else ()
                return Needs(streams=(stream, *days))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        tenant, body = tenant_of(message.key), message.body
        if isinstance(body, CheckDue):
            return _end_days(message, states)
        state: MessageState = states.of(self._stream(message))
        if isinstance(body, DemandProposed):
            day_on = today(states, tenant, body.zone, message.partition)
            return note_demand(body, state, self._message(message), tenant, day_on)
        if state.stage == "unheard":
            return _unheard(message)
        day_on = today(states, tenant, state.terms.zone, message.partition)
        return _decide(message, Draft(tenant, state, day_on))

    def evolve(self, state: State, event: Event) -> State:
        return evolve_message(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return place_message(stream, state)

    def _message(self, message: Message) -> str:
        match message.body:
            case DemandProposed(demand=demand) | DemandRecalled(demand=demand):
                return message_id_of(self._ids, tenant_of(message.key), demand)
            case body:
                assert isinstance(body, _OF_ONE)
                return body.message

    def _stream(self, message: Message) -> str:
        return message_stream(tenant_of(message.key), self._message(message))


def _unheard(message: Message) -> Decision:
    """A recall of what was never heard is nothing; a command is a mistake of its asker.

    Raises MessageUnknown.
    """
    if isinstance(message.body, _OF_ONE):
        raise MessageUnknown(message=message.body.message)
    return NOTHING


def _decide(message: Message, draft: Draft) -> Decision:
    match message.body:
        case DemandRecalled() as recall:
            return note_recall(recall, draft)
        case ComposeMessage() as command:
            return compose(command, draft)
        case NoteBounce() as command:
            return note_bounce(command, draft)
        case _:
            return attempt(message, draft)


def _days_of(index: str, tenant: str, partition: int, states: States) -> tuple[str, ...]:
    """Streams of the days of each zone that an open message is in, once the index is loaded."""
    try:
        still_open: Mapping[str, MessageState] = states.index(index)
    except LookupError:
        return ()
    zones = sorted({state.terms.zone for state in still_open.values()})
    return tuple(
        dict.fromkeys(stream for zone in zones for stream in day_streams(tenant, zone, partition))
    )


def _end_days(message: Message, states: States) -> Decision:
    tenant = tenant_of(message.key)
    still_open = states.index(open_index(tenant, identity_of(message.key)))
    decisions = [
        end_day(Draft(tenant, state, today(states, tenant, state.terms.zone, message.partition)))
        for state in still_open.values()
    ]
    return Decision(events=tuple(event for one in decisions for event in one.events))
