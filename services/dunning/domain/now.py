"""What a decision at a debtor's key knows of the day, the creditor and the policy."""

from dataclasses import dataclass
from datetime import date

from libs.events.loop.days import NotedDay, day_streams, today
from libs.events.loop.decider import States
from libs.kernel.keys import moved_to, path_of
from services.dunning.domain.noted import (
    CreditorState,
    LedgerState,
    creditor_stream,
    ledger_stream,
)


@dataclass(frozen=True, slots=True)
class Now:
    """The day in the creditor's zone, and the creditor as this partition knows it."""

    today: date
    is_played: bool
    creditor: CreditorState
    ledger: LedgerState


def copies_needed(tenant: str, creditor: str, partition: int, states: States) -> tuple[str, ...]:
    """What `now_of` reads; the days' streams once the creditor's zone can be read."""
    stream = creditor_stream(tenant, creditor, partition)
    ledger = ledger_stream(tenant, creditor, partition)
    if not states.seen(stream):
        return stream, ledger
    known: CreditorState = states.of(stream)
    days = day_streams(tenant, known.zone, partition) if known.zone else ()
    return (stream, ledger, *days)


def now_of(tenant: str, creditor: str, partition: int, states: States) -> Now | None:
    """None while creditor or day are not known here yet: nothing can be decided then."""
    known: CreditorState = states.of(creditor_stream(tenant, creditor, partition))
    day_on = today(states, tenant, known.zone, partition) if known.zone else None
    if day_on is None:
        return None
    ledger: LedgerState = states.of(ledger_stream(tenant, creditor, partition))
    own: list[NotedDay] = [
        states.of(name) for name in day_streams(tenant, known.zone, partition)[:2]
    ]
    return Now(day_on, any(day.played for day in own), known, ledger)


def item_streams(tenant: str, debtor: str, item: str) -> tuple[str, str]:
    """Where an item may stand at a debtor: where it began, and where it is if it came with a
    merged one. Both may be of one partition."""
    path = path_of(tenant, "item", item)
    return path, moved_to(path, debtor)


def case_stream(tenant: str, case: str) -> str:
    return path_of(tenant, "case", case)


def debtor_stream(tenant: str, debtor: str) -> str:
    return path_of(tenant, "debtor", debtor)


def items_index(tenant: str, case: str) -> str:
    """Index of what is open of a case."""
    return path_of(tenant, "open_items", case)


def watching_index(tenant: str, creditor: str) -> str:
    """Index of a partition's cases that a fact about the whole creditor may concern."""
    return path_of(tenant, "watching", creditor)
