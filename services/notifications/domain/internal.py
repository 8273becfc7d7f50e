"""A mail to somebody of the creditor's own people, as its next decision needs it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from libs.events.contracts.model import Event
from libs.events.contracts.notifications_people import (
    AssignmentAdded,
    AssignmentTakenOut,
    InternalAttemptFailed,
    InternalComposed,
    InternalFailed,
    InternalHeld,
    InternalKind,
    InternalNoted,
    InternalSent,
    InternalStarted,
    InternalUncertain,
    InternalWithdrawn,
)
from libs.events.loop.decider import Recorded
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from services.notifications.domain.attempted import Attempted, evolve_attempts
from services.notifications.domain.drafting import Drafting, Words
from services.notifications.domain.person import PersonState


@dataclass(frozen=True, slots=True)
class InternalState(Attempted):
    """Stream `<tenant>/internal/<id>`, key: the person's."""

    person: str = ""
    kind: InternalKind = "assignment"
    debtors: tuple[str, ...] = ()
    """Of an assignment: whom it names; none once it has ended."""
    day_on: date | None = None
    zone: str = ""
    is_played: bool = False

    @property
    def may_change(self) -> bool:
        """Nothing of it may have left, and nothing is leaving."""
        return self.stage in ("to_compose", "composed") and not self.uncertain_attempt


def internal_stream(tenant: str, message: str) -> str:
    return path_of(tenant, "internal", message)


def internals_index(tenant: str, person: str) -> str:
    """Index of a person's mails that have no outcome yet."""
    return path_of(tenant, "open_internals", person)


def digest_of(ids: IdSecret, tenant: str, person: str, day_on: date) -> str:
    """A person has one digest a day."""
    return ids.hashed(tenant, "internal", person, "digest", day_on.isoformat())


class InternalDraft(Drafting[InternalState]):
    """Events about one mail so far."""

    words: ClassVar[Words] = Words(
        held=InternalHeld,
        started=InternalStarted,
        sent=InternalSent,
        failed_for_now=InternalAttemptFailed,
        failed=InternalFailed,
        uncertain=InternalUncertain,
        withdrawn=InternalWithdrawn,
    )

    def __init__(
        self, tenant: str, person: PersonState, state: InternalState, today: date | None
    ) -> None:
        """`today`: the day in the person's zone; None: none has been noted."""
        super().__init__(tenant, state)
        self._person, self._today = person, today

    @property
    def about(self) -> dict[str, str]:
        return {"message": self.state.message, "person": self.state.person}

    @property
    def is_over(self) -> bool:
        """What is for no day is never too late; who begins to play days is on an earlier one."""
        day_on = self.state.day_on
        return day_on is not None and self._today not in (None, day_on)

    @property
    def is_recalled(self) -> bool:
        return not self._person.is_here

    def recorded(self, event: Event) -> tuple[Recorded, InternalState]:
        state = evolve_internal(self.state, event)
        return Recorded(internal_stream(self._tenant, state.message), event), state

    def withdraw(self) -> None:
        self.end(InternalWithdrawn(**self.about, reason="person_left"))


def evolve_internal(state: InternalState, event: Event) -> InternalState:
    match event:
        case InternalNoted():
            return InternalState(
                message=event.message,
                stage="to_compose",
                person=event.person,
                kind=event.kind,
                debtors=event.debtors,
                day_on=event.day_on,
                zone=event.zone,
                is_played=event.is_played,
            )
        case _ if state.stage == "unheard":
            return state  # what was never noted has no attempts
        case AssignmentAdded():
            return replace(state, debtors=(*state.debtors, event.debtor))
        case AssignmentTakenOut():
            return _anew(state, event.debtor)
        case InternalComposed():
            return replace(state, stage="composed", content=event.content)
        case _:
            moved = evolve_attempts(state, event)
            return moved if moved.is_open else replace(moved, debtors=())


def _anew(state: InternalState, without: str) -> InternalState:
    """To be composed again. A start that is asked with the bytes of before is out of turn."""
    debtors = tuple(one for one in state.debtors if one != without)
    skipped = state.attempt + (state.stage == "composed")
    return replace(state, stage="to_compose", content="", debtors=debtors, attempt=skipped)
