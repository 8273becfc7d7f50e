"""What a decision at a debtor's key knows of the creditor and the day; the names of its streams."""

from dataclasses import dataclass
from datetime import date

from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Event
from libs.events.contracts.risk import CreditorNoted
from libs.events.loop.days import day_streams, today
from libs.events.loop.decider import Message, Recorded, States
from libs.kernel.keys import copy_of, is_copy, moved_to, path_of, tenant_of


@dataclass(frozen=True, slots=True)
class CreditorState:
    """A creditor as this partition knows it; revision 0: not heard of yet."""

    creditor: str = ""
    revision: int = 0
    zone: str = ""


def evolve_creditor(state: CreditorState, event: Event) -> CreditorState:
    if not isinstance(event, CreditorNoted):
        return state
    return CreditorState(event.facts.creditor, event.revision, event.facts.zone)


def note_creditor(message: Message, states: States) -> tuple[Recorded, ...]:
    """Adopt a creditor's facts from this partition's copy; an older revision is no news."""
    body = message.body
    assert isinstance(body, CreditorRegistered | CreditorChanged)
    stream = creditor_stream(tenant_of(message.key), body.facts.creditor, message.partition)
    known: CreditorState = states.of(stream)
    if not is_copy(message.stream) or known.revision >= body.revision:
        return ()
    return (Recorded(stream, CreditorNoted(facts=body.facts, revision=body.revision)),)


def copies_needed(tenant: str, creditor: str, partition: int, states: States) -> tuple[str, ...]:
    """What `day_of` reads; the days' streams once the creditor's zone can be read."""
    stream = creditor_stream(tenant, creditor, partition)
    if not states.seen(stream):
        return (stream,)
    known: CreditorState = states.of(stream)
    return (stream, *(day_streams(tenant, known.zone, partition) if known.zone else ()))


def day_of(tenant: str, creditor: str, partition: int, states: States) -> date | None:
    """The day in the creditor's zone; None while creditor or day are not known here yet."""
    known: CreditorState = states.of(creditor_stream(tenant, creditor, partition))
    return today(states, tenant, known.zone, partition) if known.zone else None


def creditor_stream(tenant: str, creditor: str, partition: int) -> str:
    """Where `partition` keeps its copy of a creditor's facts."""
    return copy_of(path_of(tenant, "creditor", creditor), partition)


def debtor_stream(tenant: str, debtor: str) -> str:
    return path_of(tenant, "debtor", debtor)


def item_streams(tenant: str, debtor: str, item: str) -> tuple[str, str]:
    """Where an item may stand at a debtor: where it began, and where it is if it came with a
    merged one. Both may be of one partition."""
    path = path_of(tenant, "item", item)
    return path, moved_to(path, debtor)
