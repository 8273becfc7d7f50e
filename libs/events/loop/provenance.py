"""Where a parked message came from: whether it can be dropped hangs on who wrote it."""

from dataclasses import dataclass
from typing import Final, Literal

from libs.events.codec.envelope import Envelope, LogRecord, Unreadable, origin_of, place_id
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.decider import Message

UNREADABLE: Final = "?"

Author = Literal["edge", "own", "heard", "nobody"]
"""The own edge; the service itself; another service; none of ours: each of ours leaves a mark."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """A parked message by its envelope alone."""

    id: str
    type: str
    """`?` when it cannot be read."""
    tenant: str | None
    """None when it cannot be read: it holds every tenant."""
    author: Author
    body_hash: str = ""
    """Of a command from the edge: its caller asks by it."""


def provenance_of(message: Message) -> Provenance:
    """Of a message that can be read."""
    if message.source != "inbox":
        author: Author = "heard"
    else:
        author = "edge" if message.from_edge else "own"
    return Provenance(message.id, message.body.TYPE, message.tenant, author, message.body_hash)


def provenance_in(record: LogRecord, topics: ServiceTopics) -> Provenance:
    """Of a record of the parking topic, with as much of its headers as can be read."""
    envelope = Envelope(record.headers)
    return Provenance(
        id=readable(envelope, "ce_id") or place_id(record),
        type=readable(envelope, "ce_type") or UNREADABLE,
        tenant=_tenant(envelope),
        author=_author(envelope, origin_of(record).topic, topics),
        body_hash=readable(envelope, "ce_bodyhash"),
    )


def readable(envelope: Envelope, header: str) -> str:
    """A header's text; empty when there is none."""
    try:
        return envelope.text(header)
    except Unreadable:
        return ""


def _tenant(envelope: Envelope) -> str | None:
    try:
        return envelope.tenant
    except Unreadable:
        return None


def _author(envelope: Envelope, topic: str, topics: ServiceTopics) -> Author:
    if topic not in topics.own_inboxes:
        return "heard" if topic in topics.input_topics else "nobody"
    if readable(envelope, "ce_bodyhash"):
        return "edge"
    # An own send names what it follows from; what is damaged beyond that is taken for one too.
    return "own" if readable(envelope, "ce_causationid") else "nobody"
