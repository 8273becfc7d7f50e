"""Groups of returns: what their decisions have to see, and when they are due."""

from collections.abc import Mapping

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import NOTHING, Decision, Found, Message, Needs, Placement, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import tenant_of
from services.matching.domain.commands import CheckDue, FindOriginal, OriginalTaken
from services.matching.domain.noted import creditor_today, streams_for_today
from services.matching.domain.payments.returning import (
    Group,
    ReturnsState,
    assign_original,
    evolve_returns,
    give_up_on_originals,
    leave_to_a_person,
    original_lookups,
    rival_lookups,
    waiting_lookups,
)
from services.matching.domain.values import NO_DAY


class Returns:
    """Messages of a group of returns."""

    takes: tuple[type[Contract], ...] = (FindOriginal, OriginalTaken)
    state_types: Mapping[str, type] = {"returns": ReturnsState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        tenant, body, stream = tenant_of(message.key), message.body, message.key
        if isinstance(body, FindOriginal):
            lookups = original_lookups(body, tenant, self._ids)
            rivals = rival_lookups(body, tenant, self._ids)
            return Needs(streams=(stream,), lookups=(*lookups, *rivals))
        if not isinstance(body, CheckDue) or not states.seen(stream):
            return Needs(streams=(stream,))
        state: ReturnsState = states.of(stream)
        days = streams_for_today(tenant, state.creditor, message.partition, states)
        return Needs(streams=(stream, *days), lookups=waiting_lookups(state, tenant))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        tenant, body = tenant_of(message.key), message.body
        group = Group.at(states, message.key)
        match body:
            case FindOriginal():
                return assign_original(group, body, self._ids, found)
            case OriginalTaken():
                return leave_to_a_person(group, body)
            case CheckDue():
                creditor = group.state.creditor
                today = creditor_today(tenant, creditor, message.partition, states)
                return give_up_on_originals(group, today, tenant, found) if today else NOTHING
            case _:
                raise TypeError(f"no group of returns decides on {type(body).__name__}")

    def evolve(self, state: ReturnsState, event: Event) -> ReturnsState:
        return evolve_returns(state, event)

    def place(self, stream: str, state: ReturnsState) -> Placement:
        # Since when a return waits stands at its own key: every day asks while one does.
        return Placement(due_on=NO_DAY if state.waiting else None)
