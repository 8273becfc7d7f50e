"""What a partition has adopted of creditors: facts, days, how far their ledger is known."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from libs.events.contracts.dunning import (
    CoverNoted,
    CreditorNoted,
    FeedNoted,
    ImportNoted,
)
from libs.events.contracts.ingestion import (
    CreditorChanged,
    CreditorRegistered,
    ImportFinished,
    ImportStarted,
)
from libs.events.contracts.matching import (
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    LedgerCovered,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import Message, Recorded, States
from libs.kernel.keys import copy_of, is_copy, path_of, tenant_of

ENDED_MAX: Final = 100
"""Statements and imports that are remembered as over, so that hearing them again opens nothing."""

LedgerFact = (
    LedgerCovered
    | FeedOpened
    | FeedAdvanced
    | FeedInterrupted
    | FeedResumed
    | ImportStarted
    | ImportFinished
)


@dataclass(frozen=True, slots=True)
class CreditorState:
    """A creditor as this partition knows it; revision 0: not heard of yet."""

    creditor: str = ""
    revision: int = 0
    country: str = ""
    zone: str = ""
    feed: str = "required"
    feed_days_max: int = 3
    review: str = "none"
    """How many people look at each demand before it leaves: `none`, `one`, `two`."""


@dataclass(frozen=True, slots=True)
class LedgerState:
    """How far a creditor's ledger is known, and what is being booked just now."""

    creditor: str = ""
    through_on: date | None = None
    statements: tuple[str, ...] = ()
    """Being booked: each ends by its own FeedAdvanced alone."""
    interrupted: tuple[str, ...] = ()
    """Accounts with a gap or a question."""
    imports: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


def creditor_stream(tenant: str, creditor: str, partition: int) -> str:
    """Where `partition` keeps its copy of a creditor's facts."""
    return copy_of(path_of(tenant, "creditor", creditor), partition)


def ledger_stream(tenant: str, creditor: str, partition: int) -> str:
    return copy_of(path_of(tenant, "ledger", creditor), partition)


def note_creditor(message: Message, states: States) -> tuple[Recorded, ...]:
    """Adopt a creditor's facts from this partition's copy; an older revision is no news."""
    body = message.body
    assert isinstance(body, CreditorRegistered | CreditorChanged)
    stream = creditor_stream(tenant_of(message.key), body.facts.creditor, message.partition)
    known: CreditorState = states.of(stream)
    if not is_copy(message.stream) or known.revision >= body.revision:
        return ()
    return (Recorded(stream, CreditorNoted(facts=body.facts, revision=body.revision)),)


def note_ledger(fact: LedgerFact, known: LedgerState) -> Event | None:
    """What of a fact about a creditor's ledger is news; None: nothing."""
    match fact:
        case LedgerCovered() if known.through_on is None or fact.through_on > known.through_on:
            return CoverNoted(creditor=fact.creditor, through_on=fact.through_on)
        case FeedOpened() if fact.statement not in (*known.statements, *known.ended):
            return _feed(fact.creditor, fact.account, "opened", fact.statement)
        case FeedAdvanced() if fact.statement not in known.ended:
            return _feed(fact.creditor, fact.account, "advanced", fact.statement)
        case FeedInterrupted() if fact.account not in known.interrupted:
            return _feed(fact.creditor, fact.account, "interrupted")
        case FeedResumed() if fact.account in known.interrupted:
            return _feed(fact.creditor, fact.account, "resumed")
        case ImportStarted() if fact.import_id not in (*known.imports, *known.ended):
            return ImportNoted(creditor=fact.creditor, import_id=fact.import_id, state="started")
        case ImportFinished() if fact.import_id not in known.ended:
            return ImportNoted(creditor=fact.creditor, import_id=fact.import_id, state="finished")
        case _:
            return None


def _feed(creditor: str, account: str, state: str, statement: str = "") -> FeedNoted:
    return FeedNoted.model_validate(
        {"creditor": creditor, "account": account, "state": state, "statement": statement}
    )


def evolve_creditor(state: CreditorState, event: Event) -> CreditorState:
    if not isinstance(event, CreditorNoted):
        return state
    facts = event.facts
    return CreditorState(
        creditor=facts.creditor,
        revision=event.revision,
        country=facts.country,
        zone=facts.zone,
        feed=facts.feed,
        feed_days_max=facts.feed_days_max,
        review=facts.review,
    )


def evolve_ledger(state: LedgerState, event: Event) -> LedgerState:
    match event:
        case CoverNoted():
            return replace(state, creditor=event.creditor, through_on=event.through_on)
        case FeedNoted():
            return _evolve_feed(replace(state, creditor=event.creditor), event)
        case ImportNoted(state="started"):
            imports = (*state.imports, event.import_id)
            return replace(state, creditor=event.creditor, imports=imports)
        case ImportNoted():
            imports = _without(state.imports, event.import_id)
            ended = (*state.ended, event.import_id)[-ENDED_MAX:]
            return replace(state, creditor=event.creditor, imports=imports, ended=ended)
        case _:
            return state


def _evolve_feed(state: LedgerState, event: FeedNoted) -> LedgerState:
    match event.state:
        case "opened":
            return replace(state, statements=(*state.statements, event.statement))
        case "advanced":
            ended = (*state.ended, event.statement)[-ENDED_MAX:]
            left = _without(state.statements, event.statement)
            return replace(state, statements=left, ended=ended)
        case "interrupted":
            return replace(state, interrupted=(*state.interrupted, event.account))
        case "resumed":
            return replace(state, interrupted=_without(state.interrupted, event.account))


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)
