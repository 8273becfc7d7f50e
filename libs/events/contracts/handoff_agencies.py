"""What handoff says of agencies: who they are, what was agreed with them, what they are told."""

from typing import Literal

from pydantic import Field

from libs.events.contracts.model import Event, Part

NewsKind = Literal[
    "placement_offered",
    "placement_accepted",
    "placement_refused",
    "item_changed",
    "item_disputed",
    "dispute_resolved",
    "promise_made",
    "promise_ended",
    "items_recalled",
    "placement_recalled",
    "placement_closed",
    "escalated_to_bailiff",
]
"""What an agency is told of: one entry of its feed each."""


class Registration(Part):
    """An entry in the register that a country asks of who collects from consumers there."""

    country: str = Field(min_length=2, max_length=2)
    register_id: str
    """As `services/handoff/domain/consumer_registers.json` names it."""
    number: str


class FeeRule(Part):
    """What an agency keeps; basis points, 1500 being 15 %."""

    recovered_basis_points: int = Field(ge=0)
    """Of what it recovered."""
    direct_basis_points: int = Field(ge=0)
    """Of what the debtor paid the creditor while the case was out."""


class AgencyFacts(Part):
    """An agency and the contract with it, as every partition must know it."""

    agency: str
    name: str
    countries: tuple[str, ...] = ()
    """Whose debtors it takes, ISO 3166-1 alpha-2; empty: any."""
    creditors: tuple[str, ...] = ()
    """Whose cases it takes; empty: any of the tenant."""
    registrations: tuple[Registration, ...] = ()
    answer_days: int = Field(ge=1)
    """Calendar days for an answer to an offer; afterwards a person has a task."""
    fee: FeeRule
    webhook_url: str = ""
    """Where each entry of its feed is posted to; empty: it reads the feed by itself."""
    has_topic: bool = False
    """Whether its feed is also written to a topic of its own, `relance.agency.<agency>`."""
    topic_reader: str = ""
    """Kafka principal that alone may read that topic, `User:…`; empty: others say who may."""


class AgencyRegistered(Event, type="relance.handoff.agency_registered.v1"):
    """Announced: the owner's record, and each partition's copy (stream `…@<partition>`)."""

    facts: AgencyFacts
    revision: int = Field(ge=1)
    registered_by: str


class SecretRotated(Event, type="relance.handoff.secret_rotated.v1"):
    """An agency's webhooks are signed with another secret; the secret itself is nowhere."""

    agency: str
    secret_number: int = Field(ge=2)
    """The secret is a keyed hash of this number; the first was 1."""
    before_until: str
    """Until when the one before signs as well; UTC, RFC 3339."""
    rotated_by: str


class AgencyTold(Event, type="relance.handoff.agency_told.v1"):
    """The next entry of an agency's feed, under the agency's key; ids, days and amounts alone."""

    agency: str
    number: int = Field(ge=1)
    """Counts its entries from 1, without a gap."""
    kind: NewsKind
    placement: str
    creditor: str
    debtor: str
    facts: dict[str, str]
    """What the kind says beside: `item`, `open`, `amount`, `reason`, `answer_by_on`, …"""
    posted: bool
    """Whether it is also posted to the agency's webhook."""


class WebhookQueued(Event, type="relance.handoff.webhook_queued.v1"):
    """An entry of the feed is to be posted to the agency's webhook."""

    agency: str
    number: int


class WebhookTaken(Event, type="relance.handoff.webhook_taken.v1"):
    """The agency's server answered 2xx to an entry."""

    agency: str
    number: int
    tries_count: int
    status: int


class WebhookFailed(Event, type="relance.handoff.webhook_failed.v1"):
    """An entry was not taken; it is posted again after `not_before`, or never by itself."""

    agency: str
    number: int
    tries_count: int
    reason: str
    not_before: str
    """UTC, RFC 3339."""
    dead: bool = False
    """No try follows by itself: a person may send it again."""


class WebhookResent(Event, type="relance.handoff.webhook_resent.v1"):
    """A person wants an entry posted again: its tries begin anew."""

    agency: str
    number: int
    resent_by: str


AGENCY_EVENTS: tuple[type[Event], ...] = (
    AgencyRegistered,
    SecretRotated,
    AgencyTold,
    WebhookQueued,
    WebhookTaken,
    WebhookFailed,
    WebhookResent,
)
