"""The creditor's own people: what their decisions have to see, and what each message leads to."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from libs.events.contracts.model import Contract, Event
from libs.events.loop.days import day_streams, today
from libs.events.loop.decider import (
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
from services.notifications.domain import team
from services.notifications.domain.commands import OF_ONE, CheckDue
from services.notifications.domain.internal import (
    InternalDraft,
    InternalState,
    digest_of,
    evolve_internal,
    internal_stream,
    internals_index,
)
from services.notifications.domain.message import NO_DAY
from services.notifications.domain.people_commands import (
    ComposeInternal,
    LeavePerson,
    NoteAssigned,
    NoteTakenAway,
    RegisterPerson,
    SkipInternal,
)
from services.notifications.domain.person import (
    PersonState,
    evolve_person,
    leave,
    register,
)
from services.notifications.domain.refusals import MessageUnknown
from services.notifications.handlers.attempting import attempt
from services.notifications.handlers.places import place_internal

_OF_ONE: Final = (ComposeInternal, SkipInternal, *OF_ONE)
_OF_MANY: Final = (LeavePerson, NoteAssigned, NoteTakenAway, CheckDue)


class Team:
    """People, and the mails to them, of a person's key."""

    takes: tuple[type[Contract], ...] = (RegisterPerson, *_OF_MANY, *_OF_ONE)
    state_types: Mapping[str, type] = {"person": PersonState, "internal": InternalState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        tenant, body = tenant_of(message.key), message.body
        streams = [message.key]
        if isinstance(body, _OF_ONE):
            streams.append(internal_stream(tenant, body.message))
        if isinstance(body, NoteAssigned):
            streams.append(internal_stream(tenant, self._fresh(message)))
        if states.seen(message.key) and (zone := states.of(message.key).zone):
            streams += day_streams(tenant, zone, message.partition)
            if isinstance(body, CheckDue) and all(map(states.seen, streams)):
                streams.append(internal_stream(tenant, self._digest(message, states)))
        has_many = isinstance(body, _OF_MANY)
        indexes = (internals_index(tenant, identity_of(message.key)),) if has_many else ()
        return Needs(streams=tuple(streams), indexes=indexes)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        person, body = states.of(message.key), message.body
        tenant = tenant_of(message.key)
        match body:
            case RegisterPerson():
                return register(body, person, tenant, self._known_as(tenant, body))
            case LeavePerson():
                left = leave(body, person, tenant)
                gone = evolve_person(person, left.events[0].event) if left.events else person
                ended = team.withdraw_all(self._open(message, states, gone))
                return Decision((*left.events, *ended.events))
            case NoteAssigned(debtor=debtor):
                fresh = self._draft(message, states, person, self._fresh(message))
                return team.note_assigned(
                    debtor, person, fresh, self._open(message, states, person)
                )
            case NoteTakenAway(debtor=debtor):
                return team.note_taken_away(debtor, self._open(message, states, person))
            case CheckDue():
                return self._day(message, states, person)
            case _:
                return self._of_one(message, states, person)

    def evolve(self, state: State, event: Event) -> State:
        if isinstance(state, PersonState):
            return evolve_person(state, event)
        return evolve_internal(state, event)

    def place(self, stream: str, state: State) -> Placement:
        """Whoever wants a digest is asked on every day."""
        if isinstance(state, PersonState):
            return Placement(due_on=NO_DAY if state.is_here and state.digest else None)
        return place_internal(stream, state)

    def _of_one(self, message: Message, states: States, person: PersonState) -> Decision:
        """Raises MessageUnknown."""
        body = message.body
        assert isinstance(body, _OF_ONE)
        draft = self._draft(message, states, person, body.message)
        if draft.state.stage == "unheard":
            raise MessageUnknown(message=body.message)
        match body:
            case ComposeInternal():
                return team.compose_internal(body, draft)
            case SkipInternal():
                return team.skip_internal(body, draft)
            case _:
                return attempt(message, draft)

    def _day(self, message: Message, states: States, person: PersonState) -> Decision:
        """What was for an earlier day ends; the day's own digest begins."""
        over = team.end_days(self._open(message, states, person))
        day_on = _today(message, states, person)
        if day_on is None or not (person.is_here and person.digest):
            return over
        draft = self._draft(message, states, person, self._digest(message, states))
        played = _is_played(message, states, person)
        begun = team.begin(draft, person, day_on=day_on, is_played=played)
        return Decision((*over.events, *begun.events))

    def _open(self, message: Message, states: States, person: PersonState) -> list[InternalDraft]:
        tenant = tenant_of(message.key)
        found: Mapping[str, InternalState] = states.index(
            internals_index(tenant, identity_of(message.key))
        )
        day_on = _today(message, states, person)
        return [InternalDraft(tenant, person, state, day_on) for state in found.values()]

    def _draft(
        self, message: Message, states: States, person: PersonState, name: str
    ) -> InternalDraft:
        tenant = tenant_of(message.key)
        state: InternalState = states.of(internal_stream(tenant, name))
        named = state if state.message else InternalState(message=name)
        return InternalDraft(tenant, person, named, _today(message, states, person))

    def _fresh(self, message: Message) -> str:
        """The id of the mail that a message begins."""
        return self._ids.hashed(tenant_of(message.key), "internal", message.id)

    def _digest(self, message: Message, states: States) -> str:
        """The id of the day's digest; before any day has begun, of none."""
        person = states.of(message.key)
        day_on = _today(message, states, person) or NO_DAY
        return digest_of(self._ids, tenant_of(message.key), identity_of(message.key), day_on)

    def _known_as(self, tenant: str, body: RegisterPerson) -> str:
        said = body.model_dump_json(exclude={"registered_by"})
        return self._ids.hashed(tenant, "person_facts", said)


def _today(message: Message, states: States, person: PersonState) -> date | None:
    if not person.zone:
        return None
    return today(states, tenant_of(message.key), person.zone, message.partition)


def _is_played(message: Message, states: States, person: PersonState) -> bool:
    days: list[Any] = [
        states.of(name)
        for name in day_streams(tenant_of(message.key), person.zone, message.partition)
    ]
    return any(day.played for day in days)
