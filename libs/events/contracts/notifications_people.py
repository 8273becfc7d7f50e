"""What notifications says of the creditor's own people: who they are, and what they are mailed."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.model import Erased, Event, Part

InternalKind = Literal["assignment", "digest"]
Sees = Literal["portfolio", "all"]
"""Of whose debtors somebody is told: those of the own portfolio, or every one of the tenant."""
InternalHoldCause = Literal["barrier", "parked", "silent_service", "channel_refused", "aged"]


class PersonPersonal(Part):
    """Who somebody of the creditor's people is."""

    subject: str
    """As the issuer of access tokens names them."""
    name: str
    email: str


class InternalPersonal(Part):
    """To whom it goes."""

    to_address: str
    to_name: str = ""


class PersonRegistered(Event, type="relance.notifications.person_registered.v1"):
    """Somebody of the creditor's people, as they are from here on; said again: changed, or back."""

    person: str
    """Keyed hash of the subject."""
    language: str
    zone: str
    """IANA; a day of this zone is the day of their digest."""
    digest: bool
    """Whether they are mailed each day what waits."""
    sees: Sees
    known_as: str
    """Keyed hash of all that was said: the same again is no news."""
    registered_by: str
    personal: PersonPersonal | Erased

    def subject(self) -> str:
        return f"person/{self.person}"


class PersonLeft(Event, type="relance.notifications.person_left.v1"):
    """Nothing more is mailed to them."""

    person: str
    said_by: str


class AssignmentHeard(Event, type="relance.notifications.assignment_heard.v1"):
    """In whose portfolio a debtor is, as it was heard."""

    debtor: str
    creditor: str
    person: str
    """Empty: nobody's."""
    before: str
    """Whose it was; empty: nobody's."""


class InternalNoted(Event, type="relance.notifications.internal_noted.v1"):
    """A mail to somebody of the creditor's people has to be composed."""

    message: str
    person: str
    kind: InternalKind
    debtors: tuple[str, ...] = ()
    """Of an assignment: those that it names so far."""
    day_on: date | None = None
    """Of a digest: the day that it is for, and on which it may leave."""
    zone: str
    is_played: bool = False
    """The day was played, and has no hours."""


class AssignmentAdded(Event, type="relance.notifications.assignment_added.v1"):
    """A mail about assignments that is not composed yet names one debtor more."""

    message: str
    person: str
    debtor: str


class AssignmentTakenOut(Event, type="relance.notifications.assignment_taken_out.v1"):
    """The debtor was assigned away before the mail left: it is composed without it."""

    message: str
    person: str
    debtor: str


class InternalComposed(Event, type="relance.notifications.internal_composed.v1"):
    """A mail to somebody of the creditor's people as it will read."""

    message: str
    person: str
    kind: InternalKind
    template_version: str
    language: str
    debtors: tuple[str, ...] = ()
    """Whom it names."""
    counts: dict[str, int] = Field(default_factory=dict)
    """Of a digest: how much waits, by what it is."""
    content: str
    """Object store hash of what was composed, sealed under the person's data key."""
    message_id: str
    """RFC 5322 Message-ID; the same for every attempt."""
    personal: InternalPersonal | Erased

    def subject(self) -> str:
        return f"person/{self.person}"


class InternalHeld(Event, type="relance.notifications.internal_held.v1"):
    """An attempt waits and is tried again; said once per change of cause."""

    message: str
    person: str
    cause: InternalHoldCause
    service: str = ""


class InternalWithdrawn(Event, type="relance.notifications.internal_withdrawn.v1"):
    """It did not leave and never will."""

    message: str
    person: str
    reason: Literal["taken_away", "nothing_waits", "day_over", "person_left"]


class InternalStarted(Event, type="relance.notifications.internal_started.v1"):
    """The barrier was had: this process alone may send it."""

    message: str
    person: str
    attempt: int = Field(ge=1)
    token: str
    began_at: str
    """When its barrier began; UTC, RFC 3339."""
    cut: dict[str, int]
    content: str
    """Object store hash of the exact bytes, sealed under the person's data key."""


class InternalSent(Event, type="relance.notifications.internal_sent.v1"):
    """The next server took it over."""

    message: str
    person: str
    attempt: int
    repeated: bool = False
    """An earlier attempt had been uncertain."""
    reply: str
    sent_at: str


class InternalFailed(Event, type="relance.notifications.internal_failed.v1"):
    """It cannot be sent."""

    message: str
    person: str
    attempt: int = Field(ge=0)
    """0: it never came to an attempt."""
    reason: Literal[
        "address_missing", "address_invalid", "template_error", "refused", "tries_exhausted"
    ]
    reply: str = ""


class InternalAttemptFailed(Event, type="relance.notifications.internal_attempt_failed.v1"):
    """The next server refused it for now; a new attempt with a new barrier follows."""

    message: str
    person: str
    attempt: int
    reason: Literal["refused_for_now", "not_reached", "aged"]
    reply: str = ""
    not_before: str
    """When the next attempt may begin; UTC, RFC 3339."""


class InternalUncertain(Event, type="relance.notifications.internal_uncertain.v1"):
    """It may have left: the process was gone between the start and its report."""

    message: str
    person: str
    attempt: int
    last: bool = False
    """No further attempt follows."""


PEOPLE_EVENTS: tuple[type[Event], ...] = (
    PersonRegistered,
    PersonLeft,
    AssignmentHeard,
    InternalNoted,
    AssignmentAdded,
    AssignmentTakenOut,
    InternalComposed,
    InternalHeld,
    InternalWithdrawn,
    InternalStarted,
    InternalSent,
    InternalFailed,
    InternalAttemptFailed,
    InternalUncertain,
)
