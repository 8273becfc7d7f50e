"""What matching has adopted of others: a creditor's facts and days, one copy a partition."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.matching import CreditorNoted
from libs.events.loop.days import day_streams, today
from libs.events.loop.decider import NOTHING, Decision, Message, Recorded, States
from libs.kernel.days import add_bank_days
from libs.kernel.keys import copy_of, is_copy, path_of, tenant_of

SUSPICION_DAYS_UNTOLD: Final = 5
"""Bank days a suspicion holds while the creditor's own limit has not been heard."""


@dataclass(frozen=True, slots=True)
class NotedAccount:
    """One bank account of a creditor, as far as matching's rules look at it."""

    account: str
    currency: str
    cover: str = "required"
    chain: str = "balances"
    sequence: str = "numbers"


@dataclass(frozen=True, slots=True)
class CreditorState:
    """A creditor as this partition knows it; revision 0: not heard of yet."""

    creditor: str = ""
    revision: int = 0
    country: str = ""
    zone: str = ""
    feed: str = "required"
    ledger: str = "relance"
    suspicion_days_max: int = SUSPICION_DAYS_UNTOLD
    accounts: tuple[NotedAccount, ...] = ()


def creditor_stream(tenant: str, creditor: str, partition: int) -> str:
    """Where `partition` keeps its copy of a creditor's facts."""
    return copy_of(path_of(tenant, "creditor", creditor), partition)


def note_creditor(message: Message, states: States) -> Decision:
    """Adopt a creditor's facts from this partition's copy; an older revision is no news."""
    body = message.body
    assert isinstance(body, CreditorRegistered | CreditorChanged)
    if not is_copy(message.stream):
        return NOTHING
    stream = creditor_stream(tenant_of(message.key), body.facts.creditor, message.partition)
    known: CreditorState = states.of(stream)
    if known.revision >= body.revision:
        return NOTHING
    noted = CreditorNoted(facts=body.facts, revision=body.revision)
    return Decision(events=(Recorded(stream, noted),))


def evolve_creditor(state: CreditorState, event: object) -> CreditorState:
    if not isinstance(event, CreditorNoted):
        return state
    facts = event.facts
    return CreditorState(
        creditor=facts.creditor,
        revision=event.revision,
        country=facts.country,
        zone=facts.zone,
        feed=facts.feed,
        ledger=facts.ledger,
        suspicion_days_max=facts.suspicion_days_max,
        accounts=tuple(
            NotedAccount(one.account, one.currency, one.cover, one.chain, one.sequence)
            for one in facts.accounts
        ),
    )


def streams_for_today(
    tenant: str, creditor: str, partition: int, states: States
) -> tuple[str, ...]:
    """What `creditor_today` reads; the days' streams once the creditor's zone can be read."""
    stream = creditor_stream(tenant, creditor, partition)
    if not states.seen(stream):
        return (stream,)
    known: CreditorState = states.of(stream)
    return (stream, *day_streams(tenant, known.zone, partition)) if known.zone else (stream,)


def creditor_today(tenant: str, creditor: str, partition: int, states: States) -> date | None:
    """The day in the creditor's zone; None while creditor or day are not known here yet."""
    known: CreditorState = states.of(creditor_stream(tenant, creditor, partition))
    return today(states, tenant, known.zone, partition) if known.zone else None


def bank_days_after(day_on: date, count: int) -> date:
    """The day that is `count` bank days after `day_on`; `day_on` itself for none."""
    return add_bank_days(day_on, count) if count else day_on
