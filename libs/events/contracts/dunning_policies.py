"""What dunning says of policies: the ladders of steps by which a creditor chases."""

from typing import Final, Literal

from pydantic import Field

from libs.events.contracts.model import Event, Part
from libs.events.contracts.parties import ContactRole, CopyRole
from libs.kernel.money import Money

StepAnchor = Literal["before_due", "after_due", "after_previous"]
StepDays = Literal["calendar", "business"]
StepChannel = Literal["email", "call", "placement"]
Tone = Literal["notice", "reminder", "firm", "last"]
Band = Literal["A", "B", "C", "D", "E"]
"""Of a debtor, by risk: A pays in time, E most likely does not."""


class PolicyStep(Part):
    """One step of a ladder: when an item is due for it, and what is then done."""

    step: str
    """Its name within the policy, e.g. `reminder`."""
    anchor: StepAnchor
    offset_days: int = Field(ge=0, le=365)
    days: StepDays = "calendar"
    """`business`: business days of the debtor's country."""
    channel: StepChannel
    tone: Tone = "reminder"
    template: str = ""
    """Of a message; empty for a call and a placement."""
    log_days_max: int = Field(default=3, ge=0, le=60)
    """Business days in which a call has to be logged before the sequence goes on without it."""
    bands: tuple[Band, ...] = ()
    """Risk's bands of the debtors that it is for; empty: every debtor."""
    to: tuple[ContactRole, ...] = ()
    """Whom a message goes to: the first of these roles that has an address; empty, or none has
    one: who deals with the invoices."""
    copy_to: tuple[CopyRole, ...] = ()
    """Roles whose every contact has a copy; `sales`: who has the debtor in the portfolio."""


class SendWindow(Part):
    """Between which hours of the creditor's zone a message may leave: `from_hour` inclusive."""

    from_hour: int = Field(default=8, ge=0, le=23)
    until_hour: int = Field(default=18, ge=1, le=24)


STEP_SINCE_V1: Final = {"bands", "to", "copy_to"}


class PolicyStepV1(Part):
    """As it was first written: a step for every debtor."""

    step: str
    """Its name within the policy, e.g. `reminder`."""
    anchor: StepAnchor
    offset_days: int = Field(ge=0, le=365)
    days: StepDays = "calendar"
    """`business`: business days of the debtor's country."""
    channel: StepChannel
    tone: Tone = "reminder"
    template: str = ""
    """Of a message; empty for a call and a placement."""
    log_days_max: int = Field(default=3, ge=0, le=60)
    """Business days in which a call has to be logged before the sequence goes on without it."""


class PolicyFactsV1(Part):
    """As it was first written."""

    policy: str
    title: str
    steps: tuple[PolicyStepV1, ...] = Field(min_length=1, max_length=20)
    creditors: tuple[str, ...] = ()
    """Whose cases it chases; empty: every creditor of the tenant that no other policy names."""
    net_due_mins: tuple[Money, ...] = ()
    """The least net due that is asked for, one a currency; a currency without one: any amount."""
    message_every_days_min: int = Field(default=3, ge=0, le=90)
    """Calendar days between two messages of a case."""
    grace_days: int = Field(default=3, ge=0, le=60)
    """Calendar days that an item which was reopened is left alone."""
    paid_claim_days: int = Field(default=5, ge=0, le=60)
    """Calendar days that "already paid" holds an item."""
    settle_days: int = Field(default=2, ge=0, le=10)
    """Bank days that money may take: a deadline is judged once the ledger is covered so much
    further."""
    send_window: SendWindow = SendWindow()


class PolicyFacts(Part):
    """A policy as it is published; the ladder is pinned by a case, all else is looked at anew."""

    policy: str
    title: str
    steps: tuple[PolicyStep, ...] = Field(min_length=1, max_length=20)
    creditors: tuple[str, ...] = ()
    """Whose cases it chases; empty: every creditor of the tenant that no other policy names."""
    net_due_mins: tuple[Money, ...] = ()
    """The least net due that is asked for, one a currency; a currency without one: any amount."""
    message_every_days_min: int = Field(default=3, ge=0, le=90)
    """Calendar days between two messages of a case."""
    grace_days: int = Field(default=3, ge=0, le=60)
    """Calendar days that an item which was reopened is left alone."""
    paid_claim_days: int = Field(default=5, ge=0, le=60)
    """Calendar days that "already paid" holds an item."""
    settle_days: int = Field(default=2, ge=0, le=10)
    """Bank days that money may take: a deadline is judged once the ledger is covered so much
    further."""
    send_window: SendWindow = SendWindow()


class PolicyPublishedV1(Event, type="relance.dunning.policy_published.v1"):
    """As it was first written: with steps that are for every debtor."""

    facts: PolicyFactsV1
    version: int = Field(ge=1)
    source_hash: str
    """SHA-256 of the YAML as it came, hex."""
    published_by: str

    def upcast(self) -> "PolicyPublished":
        return PolicyPublished.model_validate(self.model_dump())


class PolicyPublished(
    Event, type="relance.dunning.policy_published.v2", older=(PolicyPublishedV1,)
):
    """Announced: a version of a policy; it never changes, the next version replaces it."""

    facts: PolicyFacts
    version: int = Field(ge=1)
    source_hash: str
    """SHA-256 of the YAML as it came, hex."""
    published_by: str

    def downcast(self) -> PolicyPublishedV1:
        steps = [step.model_dump(exclude=STEP_SINCE_V1) for step in self.facts.steps]
        facts = self.facts.model_dump(exclude={"steps"}) | {"steps": tuple(steps)}
        return PolicyPublishedV1.model_validate(
            self.model_dump(exclude={"facts"}) | {"facts": facts}
        )


POLICY_EVENTS: tuple[type[Event], ...] = (PolicyPublished,)
