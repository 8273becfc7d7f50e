"""What notifications asks of itself about the creditor's own people; the key of each is theirs."""

from typing import Literal

from libs.events.contracts.model import Command, Erased, Field
from libs.events.contracts.notifications_people import InternalPersonal, PersonPersonal, Sees

DEBTORS_MAX = 200
"""Whom one mail about assignments names; who is assigned beyond them is named in another."""


class RegisterPerson(Command, type="relance.notifications.register_person.v1"):
    """Somebody of the creditor's people, as they are from here on."""

    person: str
    language: str
    zone: str
    digest: bool
    sees: Sees
    registered_by: str
    personal: PersonPersonal | Erased

    def subject(self) -> str:
        return f"person/{self.person}"


class LeavePerson(Command, type="relance.notifications.leave_person.v1"):
    """Nothing more is mailed to them."""

    person: str
    said_by: str


class NoteAssigned(Command, type="relance.notifications.note_assigned.v1"):
    """A debtor came into the portfolio of the person of the key."""

    debtor: str


class NoteTakenAway(Command, type="relance.notifications.note_taken_away.v1"):
    """A debtor left the portfolio of the person of the key."""

    debtor: str


class ComposeInternal(Command, type="relance.notifications.compose_internal.v1"):
    """It was composed, and its content put."""

    message: str
    person: str
    template_version: str
    language: str
    debtors: tuple[str, ...] = Field(default=(), max_length=DEBTORS_MAX)
    """Of an assignment: whom it names. Are others assigned by now, it is composed again."""
    counts: dict[str, int] = Field(default_factory=dict)
    content: str
    message_id: str
    personal: InternalPersonal | Erased

    def subject(self) -> str:
        return f"person/{self.person}"


class SkipInternal(Command, type="relance.notifications.skip_internal.v1"):
    """There is nothing to say."""

    message: str
    reason: Literal["nothing_waits"] = "nothing_waits"


PEOPLE_COMMANDS: tuple[type[Command], ...] = (
    RegisterPerson,
    LeavePerson,
    NoteAssigned,
    NoteTakenAway,
    ComposeInternal,
    SkipInternal,
)
