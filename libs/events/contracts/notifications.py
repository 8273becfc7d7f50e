"""What notifications says: what was composed, what left the house, and what came back."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.dunning_demands import DemandedItem
from libs.events.contracts.dunning_policies import SendWindow, Tone
from libs.events.contracts.model import Erased, Event, Part
from libs.events.contracts.notifications_people import PEOPLE_EVENTS
from libs.events.contracts.parties import ContactRole, CopyRole
from libs.kernel.money import Money

Channel = Literal["email"]
HoldCause = Literal["barrier", "parked", "silent_service", "channel_refused", "aged"]
WithdrawReason = Literal["recalled", "day_over"]


class MessageLine(Part):
    """One item as the message shows it."""

    item: str
    number: str
    issued_on: date
    due_on: date
    overdue_days: int
    asked: Money
    step: str
    reference: str = ""
    """Payment reference of the document, as it is to be quoted."""
    original: str = ""
    """Object store hash of the document; its copy is attached when it can be shown."""


class MessagePersonal(Part):
    """To whom it goes."""

    to_address: str
    to_name: str = ""
    debtor_name: str = ""
    copies: tuple[str, ...] = ()
    """Addresses that have a copy."""


class DemandNoted(Event, type="relance.notifications.demand_noted.v1"):
    """A demand was heard: a message has to be composed for it."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    items: tuple[DemandedItem, ...]
    total: Money
    credit: Money
    net: Money
    tone: Tone
    template: str
    channel: Channel
    day_on: date
    zone: str
    send_window: SendWindow | None
    to: tuple[ContactRole, ...] = ()
    """Whom it is for: the first of these roles that has an address; empty: who deals with the
    invoices."""
    copy_to: tuple[CopyRole, ...] = ()
    """Roles whose every contact has a copy."""


class RecallNoted(Event, type="relance.notifications.recall_noted.v1"):
    """A demand was recalled after its attempt had started: the attempt's report decides."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    gate: str
    cause: str


class MessageComposed(Event, type="relance.notifications.message_composed.v1"):
    """A message as it will read: with its template's version these fields give its every word."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    channel: Channel = "email"
    template: str
    template_version: str
    """Hash of the template's files, of the language it was composed in."""
    language: str
    tone: Tone
    lines: tuple[MessageLine, ...]
    total: Money
    credit: Money
    net: Money
    creditor_name: str
    creditor_country: str
    pay_to_iban: str
    """Account of the creditor that is to be paid to; empty: none is known."""
    reference: str = ""
    """One reference for the whole, when the message has one line with one; else empty."""
    content: str
    """Object store hash of what was composed (subject, text, HTML, attachments), sealed under
    the debtor's data key: an attempt sends this and composes nothing."""
    message_id: str
    """RFC 5322 Message-ID; the same for every attempt."""
    day_on: date
    zone: str
    send_window: SendWindow | None
    personal: MessagePersonal | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class MessageHeld(Event, type="relance.notifications.message_held.v1"):
    """An attempt waits and is tried again; said once per change of cause."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    cause: HoldCause
    service: str = ""
    """Which service held the barrier; empty: none in particular."""


class MessageWithdrawn(Event, type="relance.notifications.message_withdrawn.v1"):
    """It did not leave and never will."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    reason: WithdrawReason
    gate: str = ""
    """Of a recall: the rule that closed."""
    cause: str = ""
    """Of a recall: stream of the fact that closed it."""


class SendStarted(Event, type="relance.notifications.send_started.v1"):
    """The barrier was had and the message not recalled: this process alone may send it."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    attempt: int = Field(ge=1)
    token: str
    """Of the process that holds the attempt."""
    began_at: str
    """When its barrier began; UTC, RFC 3339."""
    cut: dict[str, int]
    """Rounds that each service on the list took, and what of the own inputs was passed."""
    content: str
    """Object store hash of the exact bytes, sealed under the debtor's data key."""


class MessageSent(Event, type="relance.notifications.message_sent.v1"):
    """The next server took it over."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    attempt: int
    repeated: bool = False
    """An earlier attempt had been uncertain."""
    reply: str
    """The server's reply to the end of data, at most 200 characters."""
    sent_at: str


class MessageFailed(Event, type="relance.notifications.message_failed.v1"):
    """It cannot be sent: no address, a template's error, or the next server refused it for good."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    attempt: int = Field(ge=0)
    """0: it never came to an attempt."""
    reason: Literal[
        "address_missing", "address_invalid", "template_error", "refused", "tries_exhausted"
    ]
    reply: str = ""


class AttemptFailed(Event, type="relance.notifications.attempt_failed.v1"):
    """The next server refused it for now; a new attempt with a new barrier follows."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    attempt: int
    reason: Literal["refused_for_now", "not_reached", "aged"]
    reply: str = ""
    not_before: str
    """When the next attempt may begin; UTC, RFC 3339."""


class MessageUncertain(Event, type="relance.notifications.message_uncertain.v1"):
    """It may have left: the process was gone between the start and its report."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    attempt: int
    last: bool = False
    """No further attempt follows: a person has to say."""


class MessageBounced(Event, type="relance.notifications.message_bounced.v1"):
    """A delivery status report came back for it."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str
    status: str
    """Enhanced status code, e.g. `5.1.1` (RFC 3463)."""
    permanent: bool


class DayNoted(Event, type="relance.notifications.day_noted.v1"):
    """A day as this partition adopted it."""

    day_on: date
    zone: str
    tenant: str | None
    played: bool


MESSAGE_EVENTS: tuple[type[Event], ...] = (
    DemandNoted,
    RecallNoted,
    MessageComposed,
    MessageHeld,
    MessageWithdrawn,
    SendStarted,
    MessageSent,
    MessageFailed,
    AttemptFailed,
    MessageUncertain,
    MessageBounced,
    DayNoted,
)
"""Of messages to debtors, and of days."""

EVENTS: tuple[type[Event], ...] = (*MESSAGE_EVENTS, *PEOPLE_EVENTS)
