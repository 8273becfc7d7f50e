"""What is announced to every partition: days, creditors, their ledgers, policies; and its trees."""

from collections.abc import Mapping
from datetime import date
from typing import get_args

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.dunning import DayNoted
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Contract, Event
from libs.events.loop.days import NotedDay, day_stream, note_day
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Recorded,
    Send,
    State,
    States,
)
from libs.events.loop.trees import checks_of_day
from libs.kernel.keys import identity_of, is_copy, kind_of, tenant_of
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.commands import (
    AdoptPolicy,
    CheckDue,
    CheckKeys,
    PublishPolicy,
    WakeDebtors,
)
from services.dunning.domain.noted import (
    CreditorState,
    LedgerFact,
    LedgerState,
    creditor_stream,
    evolve_creditor,
    evolve_ledger,
    ledger_stream,
    note_creditor,
    note_ledger,
)
from services.dunning.domain.now import watching_index
from services.dunning.domain.policies import (
    PolicyState,
    adopt,
    evolve_policy,
    policies_index,
    policy_stream,
    publish,
)
from services.dunning.domain.values import NO_DAY
from services.dunning.domain.waking import closed_by, wake, wake_each, woken_by

LEDGER_FACTS: tuple[type[Event], ...] = get_args(LedgerFact)


class Announced:
    """Copies of announced facts, and whom they wake in their partition."""

    takes: tuple[type[Contract], ...] = (
        DayStarted,
        CreditorRegistered,
        CreditorChanged,
        *LEDGER_FACTS,
        PublishPolicy,
        AdoptPolicy,
        CheckKeys,
        WakeDebtors,
    )
    state_types: Mapping[str, type] = {
        "creditor": CreditorState,
        "day": NotedDay,
        "ledger": LedgerState,
        "policy": PolicyState,
    }

    def needs(self, message: Message, states: States) -> Needs:
        tenant = tenant_of(message.key)
        match message.body:
            case CreditorRegistered(facts=facts) | CreditorChanged(facts=facts):
                stream = creditor_stream(tenant, facts.creditor, message.partition)
                watching = watching_index(tenant, facts.creditor)
                return Needs(streams=(stream,), indexes=(watching,), due_on=_any_day(message))
            case DayStarted() as day:
                due_on = day.day_on if is_copy(message.stream) else None
                return Needs(streams=(day_stream(day, message.partition),), due_on=due_on)
            case PublishPolicy():
                return Needs(streams=(message.key,))
            case AdoptPolicy() as copy:
                stream = policy_stream(tenant, copy.facts.policy, message.partition)
                return Needs(streams=(stream,), due_on=NO_DAY)
            case body if isinstance(body, LedgerFact) and is_copy(message.stream):
                stream = ledger_stream(tenant, body.creditor, message.partition)
                return Needs(streams=(stream,), indexes=(watching_index(tenant, body.creditor),))
            case _:
                return Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case CreditorRegistered() | CreditorChanged():
                return _note_creditor(message, states, found)
            case DayStarted() as day:
                noted = note_day(message, states, DayNoted)
                chunks = (
                    checks_of_day(day, message.partition, found.due(), CheckKeys) if noted else ()
                )
                return Decision(noted, tuple(chunks))
            case CheckKeys() as chunk:
                due = CheckDue(day_on=chunk.day_on)
                return Decision(sends=tuple(Send(key, due) for key in chunk.keys))
            case WakeDebtors() as woken:
                return wake_each(tenant_of(message.key), woken)
            case PublishPolicy() as publishing:
                return publish(message.key, publishing, states)
            case AdoptPolicy() as copy:
                return _adopt_policy(message, copy, states, found)
            case _:
                return _note_ledger(message, states)

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case CreditorState():
                return evolve_creditor(state, event)
            case NotedDay():
                if isinstance(event, DayNoted):
                    return NotedDay(event.day_on, event.played)
                return state
            case LedgerState():
                return evolve_ledger(state, event)
            case _:
                return evolve_policy(state, event)

    def place(self, stream: str, state: State) -> Placement:
        is_policy = kind_of(stream) == "policy" and is_copy(stream)
        return Placement(index=policies_index(tenant_of(stream)) if is_policy else None)


def _any_day(message: Message) -> date | None:
    return NO_DAY if is_copy(message.stream) else None


def _note_creditor(message: Message, states: States, found: Found) -> Decision:
    """What waited for the creditor to be known, or for its rules to change, is decided anew."""
    assert isinstance(message.body, CreditorRegistered | CreditorChanged)
    noted = note_creditor(message, states)
    if not noted:
        return NOTHING
    tenant = tenant_of(message.key)
    creditor = message.body.facts.creditor
    watching: Mapping[str, CaseState] = states.index(watching_index(tenant, creditor))
    debtors = (*_waiting(tenant, found), *(case.debtor for case in watching.values()))
    name = f"creditor.{creditor}.{message.partition}"
    return Decision(noted, wake(tenant, name, debtors))


def _adopt_policy(message: Message, copy: AdoptPolicy, states: States, found: Found) -> Decision:
    """What waited for a policy is decided anew."""
    tenant = tenant_of(message.key)
    stream = policy_stream(tenant, copy.facts.policy, message.partition)
    adopted = adopt(stream, copy, states)
    if not adopted.events:
        return NOTHING
    name = f"policy.{copy.facts.policy}.{message.partition}"
    return Decision(adopted.events, wake(tenant, name, _waiting(tenant, found)))


def _waiting(tenant: str, found: Found) -> tuple[str, ...]:
    """Debtors of a tenant with a case that is looked at on any day."""
    keys = (key for key in found.due() if tenant_of(key) == tenant and kind_of(key) == "debtor")
    return tuple(identity_of(key) for key in keys)


def _note_ledger(message: Message, states: States) -> Decision:
    """Adopt a fact about a creditor's ledger; what it closes is recalled, what it opens decided."""
    fact, tenant = message.body, tenant_of(message.key)
    if not isinstance(fact, LedgerFact) or not is_copy(message.stream):
        return NOTHING
    creditor, stream = fact.creditor, ledger_stream(tenant, fact.creditor, message.partition)
    before: LedgerState = states.of(stream)
    noted = note_ledger(fact, before)
    if noted is None:
        return NOTHING
    after = evolve_ledger(before, noted)
    watching: Mapping[str, CaseState] = states.index(watching_index(tenant, creditor))
    name, gate = f"ledger.{creditor}.{message.partition}", closed_by(before, after)
    sends: tuple[Send, ...] = ()
    if gate is not None:
        asked = (case.debtor for case in watching.values() if case.pending is not None)
        cause = message.stream.rpartition("@")[0]
        sends = wake(tenant, name, asked, gate, cause)
    else:
        sends = wake(tenant, name, woken_by(before, after, watching))
    return Decision((Recorded(stream, noted),), sends)
