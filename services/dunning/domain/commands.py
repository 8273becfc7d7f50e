"""What dunning is asked by people, and what it asks of itself.

`PublishPolicy` goes to the key `<tenant>/policy/<name>`; all that a person says of a debtor goes
to `<tenant>/debtor/<id>`. Ids of promises, disputes and notes are made from the command's id, so
that the same command twice is one of them; the answer tells them.
"""

from datetime import date

from libs.events.contracts.dunning import (
    CallOutcome,
    DisputeReason,
    DisputeResolution,
    FreeText,
    Gate,
    PolicyFacts,
)
from libs.events.contracts.model import Command, Erased, Field
from libs.kernel.money import Money
from services.dunning.domain.plans.commands import PLAN_COMMANDS


class PublishPolicy(Command, type="relance.dunning.publish_policy.v1"):
    """A policy as it is to be used from now on; answers `policy`, `version`.

    The content that its newest version has already: nothing is recorded, the same version.
    """

    facts: PolicyFacts
    source_hash: str
    """SHA-256 of the YAML as it came, hex."""
    published_by: str
    if_version: int | None = None
    """Refused unless this is its newest version; None: whatever that is."""


class AdoptPolicy(Command, type="relance.dunning.adopt_policy.v1"):
    """Announced: each partition records its copy of a published version."""

    facts: PolicyFacts
    version: int
    source_hash: str
    published_by: str


class MakePromise(Command, type="relance.dunning.make_promise.v1"):
    """The debtor promised to pay items by a day; answers `promise`, `case`, `judged_from_on`.

    An open promise about one of the items is replaced by it.
    """

    debtor: str
    items: tuple[str, ...] = Field(max_length=400)
    """Of one currency; empty: all that is open of the debtor."""
    amount: Money | None = None
    """None: all that is open of the items."""
    pay_by_on: date
    noted_by: str


class TakeBackPromise(Command, type="relance.dunning.take_back_promise.v1"):
    """A promise does not count any more, e.g. noted by mistake."""

    debtor: str
    promise: str
    ended_by: str


class OpenDispute(Command, type="relance.dunning.open_dispute.v1"):
    """The debtor contests an item or a part of its amount; answers `dispute`, `item`."""

    debtor: str
    item: str
    amount: Money | None = None
    """None: the whole item."""
    reason: DisputeReason
    owner: str
    """Who looks after it."""
    due_on: date | None = None
    """By when; afterwards a task says that it is late."""
    opened_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ResolveDispute(Command, type="relance.dunning.resolve_dispute.v1"):
    """What came of a dispute."""

    debtor: str
    item: str
    dispute: str
    resolution: DisputeResolution
    resolved_by: str


class NotePaidClaim(Command, type="relance.dunning.note_paid_claim.v1"):
    """The debtor says that an item is paid already; answers `until_on`."""

    debtor: str
    item: str
    noted_by: str


class PauseDunning(Command, type="relance.dunning.pause_dunning.v1"):
    """Ask nothing of the debtor until the end of a day; a second pause replaces the first."""

    debtor: str
    until_on: date
    reason: str
    paused_by: str


class ResumeDunning(Command, type="relance.dunning.resume_dunning.v1"):
    """End the debtor's pause now."""

    debtor: str
    resumed_by: str


class AddNote(Command, type="relance.dunning.add_note.v1"):
    """Write something down about a debtor; answers `note`."""

    debtor: str
    noted_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class LogCall(Command, type="relance.dunning.log_call.v1"):
    """A scheduled call was made; answers `case`.

    A promise or a dispute that came of it is said by a command of its own.
    """

    debtor: str
    call: str
    outcome: CallOutcome
    logged_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class CloseTask(Command, type="relance.dunning.close_task.v1"):
    """A task is out of the way."""

    debtor: str
    task: str
    done_by: str


class SayOutcome(Command, type="relance.dunning.say_outcome.v1"):
    """A person says whether a message left of which nothing else can tell."""

    debtor: str
    demand: str
    left: bool
    """Whether the debtor has it: its steps count then."""
    said_by: str


class ApproveDemand(Command, type="relance.dunning.approve_demand.v1"):
    """A person approves a draft; answers `demand`, `approvals_left`.

    The last approval that it needs lets it be proposed. Approved already: nothing is recorded.
    """

    debtor: str
    demand: str
    approved_by: str


class WithholdDemand(Command, type="relance.dunning.withhold_demand.v1"):
    """A person takes a demand, or items of it, out of what leaves; answers `demand`, `until_on`."""

    debtor: str
    demand: str
    items: tuple[str, ...] = Field(default=(), max_length=400)
    """Empty: all of the demand."""
    for_good: bool = False
    """Until somebody releases them; else for today."""
    withheld_by: str
    personal: FreeText | Erased
    """Why."""

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ReleaseItem(Command, type="relance.dunning.release_item.v1"):
    """What was withheld may be asked for again."""

    debtor: str
    item: str
    released_by: str


class Reconsider(Command, type="relance.dunning.reconsider.v1"):
    """Something of a debtor has changed: decide anew what is due and what holds it."""

    debtor: str


class CheckGates(Command, type="relance.dunning.check_gates.v1"):
    """A fact about the whole creditor closed a gate: demands without an outcome are recalled."""

    debtor: str
    gate: Gate
    cause: str
    """Stream of that fact."""


class WakeDebtors(Command, type="relance.dunning.wake_debtors.v1"):
    """A chunk of the debtors that a fact about the whole creditor concerns."""

    debtors: tuple[str, ...] = Field(max_length=500)
    gate: Gate | None = None
    """Which gate closed; None: one opened, they are reconsidered."""
    cause: str = ""


class CheckKeys(Command, type="relance.dunning.check_keys.v1"):
    """A chunk of a day's keys with something due: each is asked by itself."""

    day_on: date
    keys: tuple[str, ...] = Field(max_length=500)


class CheckDue(Command, type="relance.dunning.check_due.v1"):
    """A day has begun on which something of this debtor may be due."""

    day_on: date


COMMANDS: tuple[type[Command], ...] = (
    PublishPolicy,
    AdoptPolicy,
    MakePromise,
    TakeBackPromise,
    OpenDispute,
    ResolveDispute,
    NotePaidClaim,
    PauseDunning,
    ResumeDunning,
    AddNote,
    LogCall,
    CloseTask,
    SayOutcome,
    ApproveDemand,
    WithholdDemand,
    ReleaseItem,
    Reconsider,
    CheckGates,
    WakeDebtors,
    CheckKeys,
    CheckDue,
    *PLAN_COMMANDS,
)
