"""Somebody of the creditor's own people, and a debtor's place among their portfolios."""

from dataclasses import dataclass, replace
from typing import Literal

from libs.events.contracts.model import Event
from libs.events.contracts.notifications_people import (
    AssignmentHeard,
    PersonLeft,
    PersonRegistered,
)
from libs.events.loop.decider import NOTHING, Decision, Recorded
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from services.notifications.domain.people_commands import LeavePerson, RegisterPerson


@dataclass(frozen=True, slots=True)
class PersonState:
    """Stream and key `<tenant>/person/<id>`; nothing in it says who it is."""

    person: str = ""
    stage: Literal["unknown", "here", "left"] = "unknown"
    zone: str = ""
    digest: bool = False
    known_as: str = ""

    @property
    def is_here(self) -> bool:
        return self.stage == "here"


@dataclass(frozen=True, slots=True)
class AssignedState:
    """Stream `<tenant>/assigned/<debtor>`, key: the debtor's."""

    person: str = ""
    """In whose portfolio it is; empty: in nobody's."""


def person_of(ids: IdSecret, tenant: str, subject: str) -> str:
    """The id of whom the issuer of access tokens names so; empty for nobody."""
    return ids.hashed(tenant, "person", subject) if subject else ""


def person_path(tenant: str, person: str) -> str:
    return path_of(tenant, "person", person)


def assigned_stream(tenant: str, debtor: str) -> str:
    return path_of(tenant, "assigned", debtor)


def register(command: RegisterPerson, state: PersonState, tenant: str, known_as: str) -> Decision:
    """`known_as`: keyed hash of all that the command says of them."""
    answer = {"person": command.person}
    if state.is_here and state.known_as == known_as:
        return Decision(answer=answer | {"outcome": "duplicate"})
    registered = PersonRegistered(
        person=command.person,
        language=command.language,
        zone=command.zone,
        digest=command.digest,
        sees=command.sees,
        known_as=known_as,
        registered_by=command.registered_by,
        personal=command.personal,
    )
    recorded = Recorded(person_path(tenant, command.person), registered)
    return Decision((recorded,), answer=answer | {"outcome": "accepted"})


def leave(command: LeavePerson, state: PersonState, tenant: str) -> Decision:
    if not state.is_here:
        return NOTHING
    left = PersonLeft(person=command.person, said_by=command.said_by)
    return Decision((Recorded(person_path(tenant, command.person), left),))


def evolve_person(state: PersonState, event: Event) -> PersonState:
    match event:
        case PersonRegistered():
            return PersonState(event.person, "here", event.zone, event.digest, event.known_as)
        case PersonLeft():
            return replace(state, stage="left", digest=False)
        case _:
            return state


def evolve_assigned(state: AssignedState, event: Event) -> AssignedState:
    return AssignedState(event.person) if isinstance(event, AssignmentHeard) else state
