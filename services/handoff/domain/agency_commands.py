"""What is asked at an agency's key `<tenant>/agency/<id>`."""

from datetime import date

from libs.events.contracts.handoff import AgencyFacts, NewsKind
from libs.events.contracts.model import Command, Field
from libs.kernel.money import Money


class RegisterAgency(Command, type="relance.handoff.register_agency.v1"):
    """An agency and its contract as they are from now on; answers `agency`, `revision`.

    The facts that are known already: nothing is recorded, the same revision.
    """

    facts: AgencyFacts
    registered_by: str
    if_revision: int | None = None
    """Refused unless it is at this revision; None: whatever it is at."""


class AdoptAgency(Command, type="relance.handoff.adopt_agency.v1"):
    """Announced: each partition records its copy."""

    facts: AgencyFacts
    revision: int
    registered_by: str


class RotateSecret(Command, type="relance.handoff.rotate_secret.v1"):
    """Sign with the next secret, and with the one before until `before_until`; answers `number`."""

    agency: str
    before_until: str
    rotated_by: str


class TellAgency(Command, type="relance.handoff.tell_agency.v1"):
    """The next entry of an agency's feed."""

    agency: str
    kind: NewsKind
    placement: str
    creditor: str
    debtor: str
    facts: dict[str, str]


class NoteRecovery(Command, type="relance.handoff.note_recovery.v1"):
    """A recovery was recorded in its case: it is to be remitted."""

    agency: str
    recovery: str
    placement: str
    creditor: str
    gross: Money
    fee: Money


class ReportRemittance(Command, type="relance.handoff.report_remittance.v1"):
    """The agency transfers these recoveries net of fees; answers `remittance`, `net`."""

    agency: str
    creditor: str
    reference: str
    recoveries: tuple[str, ...] = Field(min_length=1, max_length=1000)
    remitted_on: date
    reported_by: str


class StartPost(Command, type="relance.handoff.start_post.v1"):
    """An entry may be posted to the agency's webhook; answers `outcome`. Nothing is recorded."""

    agency: str
    number: int
    attempt: int
    token: str


class ReportPost(Command, type="relance.handoff.report_post.v1"):
    """How the agency's server answered; status 0: it did not."""

    agency: str
    number: int
    attempt: int
    taken: bool
    status: int
    reason: str = ""
    not_before: str = ""
    for_good: bool = False


class ResendEntry(Command, type="relance.handoff.resend_entry.v1"):
    """Post an entry again, whatever became of it."""

    agency: str
    number: int
    resent_by: str


AGENCY_REPORTS: tuple[type[Command], ...] = (ReportPost,)

AGENCY_COMMANDS: tuple[type[Command], ...] = (
    RegisterAgency,
    AdoptAgency,
    RotateSecret,
    TellAgency,
    NoteRecovery,
    ReportRemittance,
    StartPost,
    ReportPost,
    ResendEntry,
)
