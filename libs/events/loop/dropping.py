"""The first parked message of a key dropped by a person, when nothing is lost that counts.

Refusal
├── Dropped              what the caller of a dropped command is told
└── (what a person is told who asks for a drop that cannot be)
    ├── NotParked, NotFirst, OfAnotherTenant
    ├── HeardFactIsRetried, OwnSendIsRetried, ReportIsRetried
    └── CompensationCrashes
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from libs.events.contracts.runtime import Answer, ParkedDropped
from libs.events.loop.batch import Batch, Incoming, Poison
from libs.events.loop.decider import Compensating, Decider, Decision, Message, Refusal, Reporting
from libs.events.loop.deciding import Desk, Known, Place, reason_of
from libs.events.loop.provenance import Provenance
from libs.events.loop.retrying import free_if_last
from libs.events.loop.working import Loaded, Rules


class Dropped(Refusal):
    """A person dropped this command while its key was parked: {reason}. If it is still wanted, \
ask again with a new Idempotency-Key."""

    RULE = "dropped"


class NotParked(Refusal):
    """Nothing waits behind {key}: it has been freed."""

    RULE = "not_parked"


class NotFirst(Refusal):
    """Messages of a key keep their order: {first} comes before {message}, if that waits at all. \
Look with `relance parked show`."""

    RULE = "only_the_first_is_dropped"


class OfAnotherTenant(Refusal):
    """The first message behind this key is another tenant's: it is theirs to drop."""

    RULE = "of_another_tenant"


class HeardFactIsRetried(Refusal):
    """{type} is a fact that another service recorded: what is dropped here stays true there. \
Mend what it crashes on, then `relance parked retry`."""

    RULE = "heard_fact_is_retried"


class OwnSendIsRetried(Refusal):
    """{type} is what the service sent to itself, and something waits for it: no decision makes up \
for it. Mend what it crashes on, then `relance parked retry`."""

    RULE = "own_send_is_retried"


class ReportIsRetried(Refusal):
    """{type} says what has happened outside, and nobody says it again. Mend what it crashes on, \
then `relance parked retry`."""

    RULE = "report_is_retried"


class CompensationCrashes(Refusal):
    """What is to be decided instead crashes too: {reason}. Mend it, then drop or retry."""

    RULE = "compensation_crashes"


@dataclass(frozen=True, slots=True)
class Drop:
    """What a person asks for."""

    key: str
    message: str
    """The id that was seen: nobody drops another one."""
    reason: str
    tenant: str
    """The person's."""
    dropped_by: str
    asked_at: str = ""
    """UTC, RFC 3339, by the clock of the database where it was asked."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a service's decider says of drops, by the type of the message."""

    compensations: Mapping[str, str]
    reports: frozenset[str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits behind a parked key."""

    item: Incoming
    provenance: Provenance

    @property
    def is_readable(self) -> bool:
        return not isinstance(self.item.message, Poison)


def terms_of(decider: Decider) -> Terms:
    named = decider.compensations if isinstance(decider, Compensating) else {}
    reports = decider.reports if isinstance(decider, Reporting) else ()
    return Terms(
        {kind.TYPE: sentence for kind, sentence in named.items()},
        frozenset(kind.TYPE for kind in reports),
    )


Rule = Callable[[Provenance, Terms], Refusal | None]


def heard_facts_are_retried(one: Provenance, terms: Terms) -> Refusal | None:
    if one.author == "heard" and one.type not in terms.compensations:
        return HeardFactIsRetried(type=one.type)
    return None


def own_sends_are_retried(one: Provenance, terms: Terms) -> Refusal | None:
    if one.author == "own" and one.type not in terms.compensations:
        return OwnSendIsRetried(type=one.type)
    return None


def reports_are_retried(one: Provenance, terms: Terms) -> Refusal | None:
    return ReportIsRetried(type=one.type) if one.type in terms.reports else None


RULES: Final[tuple[Rule, ...]] = (
    heard_facts_are_retried,
    own_sends_are_retried,
    reports_are_retried,
)


def why_not(one: Provenance, terms: Terms) -> Refusal | None:
    """Why a message cannot be dropped, whoever asks; None: it can, once it is the first."""
    found = (rule(one, terms) for rule in RULES)
    return next((refusal for refusal in found if refusal is not None), None)


def compensation_of(one: Provenance, terms: Terms) -> str:
    """What is decided instead of the message; empty when nothing has to be."""
    return terms.compensations.get(one.type, "") if one.author in ("own", "heard") else ""


def check_drop(drop: Drop, first: Waiting | None, terms: Terms) -> str:
    """The compensation that the drop takes, or empty. Raises Refusal."""
    if first is None:
        raise NotParked(key=drop.key)
    found = first.provenance
    if found.id != drop.message:
        raise NotFirst(first=found.id, message=drop.message)
    if found.tenant not in (drop.tenant, None):
        raise OfAnotherTenant()
    if (refusal := why_not(found, terms)) is not None:
        raise refusal
    compensation = compensation_of(found, terms)
    if compensation and not first.is_readable:
        raise _unread(found)
    return compensation


def _unread(found: Provenance) -> Refusal:
    """What cannot be read names nothing that could be decided instead."""
    if found.author == "heard":
        return HeardFactIsRetried(type=found.type)
    return OwnSendIsRetried(type=found.type)


def drop_parked(
    rules: Rules, drop: Drop, first: Waiting, loaded: Loaded, place: Place, known: Known
) -> Batch:
    """The transaction that drops `first`, the first that waits behind the key.

    Its caller is answered, or what is decided instead stands beside it, and `KeyFreed` when it was
    the last. `loaded` holds what a compensation needs. Raises Refusal: then nothing changes.
    """
    compensation = check_drop(drop, first, terms_of(rules.decider))
    desk = Desk(rules, loaded, place, known)
    message, found = first.item.message, first.provenance
    dropped = ParkedDropped(
        key=drop.key,
        tenant=found.tenant,
        message=found.id,
        message_type=found.type,
        reason=drop.reason,
        dropped_by=drop.dropped_by,
        asked_at=drop.asked_at,
        compensation=compensation,
    )
    desk.note(message, desk.parking_stream, dropped)
    if compensation and isinstance(message, Message):
        _compensate(desk, message)
    elif found.body_hash and found.tenant and found.id not in known.answers:
        desk.answers[found.id] = _told(found, drop)
    free_if_last(desk, drop.key, message)
    return desk.close_retry(message)


def _compensate(desk: Desk, message: Message) -> None:
    try:
        decision = _instead(desk, message)
        desk.record(message, decision)
        desk.send(message, decision)
    except Exception as crash:  # the desk is thrown away: the message stays where it is
        raise CompensationCrashes(reason=reason_of(crash)) from crash


def _instead(desk: Desk, message: Message) -> Decision:
    decider = desk.rules.decider
    assert isinstance(decider, Compensating), "its terms named the compensation"
    return decider.compensate(message, desk.work, desk.work)


def _told(found: Provenance, drop: Drop) -> Answer:
    refusal = Dropped(reason=drop.reason)
    return Answer(
        command=found.id,
        body_hash=found.body_hash,
        tenant=found.tenant or "",
        outcome="refused",
        rule=refusal.RULE,
        message=str(refusal),
        fields=refusal.fields,
    )
