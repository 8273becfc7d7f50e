"""What notifications asks of itself: the key of each is that of whom the mail is for."""

from datetime import date
from typing import Literal

from libs.events.contracts.model import Command, Erased, Field, Part
from libs.events.contracts.notifications import HoldCause, MessagePersonal
from services.notifications.domain.people_commands import PEOPLE_COMMANDS


class LineSource(Part):
    """What a line of the message shows that the demand does not know."""

    item: str
    reference: str = ""
    """Payment reference of the document."""
    original: str = ""
    """Object store hash of the document."""


class ComposeMessage(Command, type="relance.notifications.compose_message.v1"):
    """It was composed, and its content put; amounts and items are those that were demanded."""

    message: str
    debtor: str
    template_version: str
    language: str
    creditor_name: str
    creditor_country: str
    pay_to_iban: str
    sources: tuple[LineSource, ...] = ()
    """By item; an item that is not named has neither reference nor original."""
    reference: str = ""
    """What the content quotes for the whole."""
    content: str
    message_id: str
    personal: MessagePersonal | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class FailComposing(Command, type="relance.notifications.fail_composing.v1"):
    """It cannot be composed, however often it is tried."""

    message: str
    reason: Literal["address_missing", "address_invalid", "template_error"]
    detail: str = ""
    """Which template and where; no personal fields."""


class StartSend(Command, type="relance.notifications.start_send.v1"):
    """The barrier was had: may this process send it?"""

    message: str
    attempt: int = Field(ge=1)
    token: str
    """Of the process that asks; another one refuses."""
    began_at: str
    """When its barrier began; UTC, RFC 3339."""
    cut: dict[str, int]
    content: str
    """Object store hash of the exact bytes."""


class HoldMessage(Command, type="relance.notifications.hold_message.v1"):
    """An attempt waits, and is tried again."""

    message: str
    cause: HoldCause
    service: str = ""


class ReportSent(Command, type="relance.notifications.report_sent.v1"):
    """The next server took it over."""

    message: str
    attempt: int
    reply: str
    sent_at: str


class ReportFailedForNow(Command, type="relance.notifications.report_failed_for_now.v1"):
    """Another attempt may succeed."""

    message: str
    attempt: int
    reason: Literal["refused_for_now", "not_reached", "aged"]
    reply: str = ""
    not_before: str
    """UTC, RFC 3339."""


class ReportFailed(Command, type="relance.notifications.report_failed.v1"):
    """The next server refused it for good, or whom it goes to was erased meanwhile."""

    message: str
    attempt: int
    reason: Literal["address_missing", "address_invalid", "refused"]
    reply: str = ""


class ReportUncertain(Command, type="relance.notifications.report_uncertain.v1"):
    """The server was gone between the end of the data and its answer."""

    message: str
    attempt: int


class JudgeAttempt(Command, type="relance.notifications.judge_attempt.v1"):
    """The process of an attempt is gone, its time is over, and there is no report."""

    message: str
    attempt: int


class NoteBounce(Command, type="relance.notifications.note_bounce.v1"):
    """A delivery status report names the message."""

    message: str
    status: str = Field(pattern=r"^[245]\.\d{1,3}\.\d{1,3}$")
    permanent: bool


class CheckKeys(Command, type="relance.notifications.check_keys.v1"):
    """Key: the chunk. A day has begun; each of these keys is asked."""

    day_on: date
    keys: tuple[str, ...] = Field(max_length=500)


class CheckDue(Command, type="relance.notifications.check_due.v1"):
    """Is the day of a message of this key over?"""

    day_on: date


REPORTS: tuple[type[Command], ...] = (
    ReportSent,
    ReportFailedForNow,
    ReportFailed,
    ReportUncertain,
)
"""What has become of an attempt, which nobody says again."""

COMMANDS: tuple[type[Command], ...] = (
    ComposeMessage,
    FailComposing,
    StartSend,
    HoldMessage,
    *REPORTS,
    JudgeAttempt,
    NoteBounce,
    CheckKeys,
    CheckDue,
    *PEOPLE_COMMANDS,
)

OF_ONE = (
    FailComposing,
    StartSend,
    HoldMessage,
    ReportSent,
    ReportFailedForNow,
    ReportFailed,
    ReportUncertain,
    JudgeAttempt,
)
"""Asked of one mail, whoever it is for."""
