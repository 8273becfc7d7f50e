"""A creditor's country and zone, as each partition adopted them."""

from dataclasses import dataclass

from libs.events.contracts.handoff import CreditorNoted
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Event
from libs.events.loop.decider import Message, Recorded, States
from libs.kernel.keys import copy_of, is_copy, path_of, tenant_of


@dataclass(frozen=True, slots=True)
class CreditorState:
    """Stream `<tenant>/creditor/<id>@<partition>`; `zone` is empty until it is heard of."""

    country: str = ""
    zone: str = ""
    revision: int = 0


def creditor_copy(tenant: str, creditor: str, partition: int) -> str:
    return copy_of(path_of(tenant, "creditor", creditor or "-"), partition)


def evolve_creditor(state: CreditorState, event: Event) -> CreditorState:
    if not isinstance(event, CreditorNoted):
        return state
    return CreditorState(event.country, event.zone, event.revision)


def note_creditor(message: Message, states: States) -> tuple[Recorded, ...]:
    """Adopt this partition's copy; () is no news."""
    heard = message.body
    assert isinstance(heard, CreditorRegistered | CreditorChanged)
    facts = heard.facts
    stream = creditor_copy(tenant_of(message.key), facts.creditor, message.partition)
    known: CreditorState = states.of(stream)
    if not is_copy(message.stream) or heard.revision <= known.revision:
        return ()
    noted = CreditorNoted(
        creditor=facts.creditor,
        country=facts.country,
        zone=facts.zone,
        revision=heard.revision,
    )
    return (Recorded(stream, noted),)
