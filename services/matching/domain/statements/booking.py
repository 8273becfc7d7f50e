"""A statement arrives at its account's key."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Final

from libs.events.loop.decider import Decision, Found, Message, States
from libs.kernel.ids import IdSecret
from services.matching.domain.statements.commands import BookStatement, RetryWaiting
from services.matching.domain.statements.content import StatementContent
from services.matching.domain.statements.facts import Facts, by_reference, facts_of
from services.matching.domain.statements.joining import Step, still_waiting
from services.matching.domain.statements.judging import Accept, Again, Verdict, Wait
from services.matching.domain.statements.nearby import Stretch
from services.matching.domain.statements.recording import (
    FeedDraft,
    Owner,
    record_interruption,
    record_step,
)
from services.matching.domain.statements.refusals import (
    AccountOfOtherCreditor,
    StatementIsOfOther,
    TooManyWaiting,
)
from services.matching.domain.statements.refusing import hold_form, named_account
from services.matching.domain.statements.seeing import Sight, as_judged, owner_of, sight_of
from services.matching.domain.statements.state import AccountChain, AccountDay, StatementState
from services.matching.domain.statements.streams import day_path, statement_path

WAITING_MAX: Final = 400
_RETRY_DEPTH_MAX: Final = 13
"""With 40 at a time that is more than may wait; a decision deeper than 16 would park."""
_SETTLED: Final = {"accepted": "duplicate", "repeated": "duplicate", "waiting": "waiting"}


def book_statement(message: Message, states: States, found: Found, ids: IdSecret) -> Decision:
    """Say what is new in a statement; whatever waited for it is taken in the same decision."""
    command = message.body
    assert isinstance(command, BookStatement)
    owner = owner_of(message, command.account, command.creditor, ids)
    named = named_account(message, states, command.creditor, command.account)
    content: StatementContent = found.content(command.content)
    facts = facts_of(content, command.account, message.tenant, ids)
    _hold_to_command(command, facts, states.of(owner.path))
    hold_form(content, facts, named)
    known: StatementState = states.of(statement_path(message.tenant, facts.statement))
    if known.status in _SETTLED:
        return Decision(answer=_known_answer(facts, known))
    if named.chain == "none":
        return _book_by_reference(owner, command, content, facts, states)
    stretch = Stretch(facts.from_on, facts.to_on, facts.opening, facts.closing)
    sight = sight_of(owner, named, stretch, states, found)
    sight.contents[facts.statement] = command.content
    verdict = sight.shelf.offer(as_judged(facts, named))
    if isinstance(verdict, Wait) and len(sight.waiting) >= WAITING_MAX:
        raise TooManyWaiting(waiting=len(sight.waiting))
    draft = FeedDraft(states)
    conclude(draft, sight, message.depth)
    return draft.decision(answer_of(facts, verdict))


def conclude(
    draft: FeedDraft, sight: Sight, depth: int, *, decided: str = "", decided_by: str = ""
) -> None:
    """Record all steps, of which a person decided that on the statement `decided`."""
    owner, steps = sight.owner, sight.shelf.steps
    for step in steps:
        statement = step.facts.statement
        by = decided_by if statement == decided else ""
        record_step(draft, owner, step, sight.contents[statement], by)
    waits = next((step.verdict for step in steps if isinstance(step.verdict, Wait)), None)
    left = still_waiting(sight.waiting, steps) - sight.shelf.dropped
    record_interruption(draft, owner, waits, len(left))
    is_cut = sight.shelf.is_cut and depth < _RETRY_DEPTH_MAX
    if left and is_cut and _took_something(steps):
        draft.send(owner.path, RetryWaiting(account=owner.account))


def answer_of(facts: Facts, verdict: Verdict) -> dict[str, str]:
    """What the caller is told of its statement."""
    told = {"statement": facts.statement, "entries": str(len(facts.entries))}
    match verdict:
        case Accept():
            told |= {"outcome": "accepted", "place": verdict.place}
            return told | {"new": str(len(verdict.positions))}
        case Again():
            return told | {"outcome": "duplicate"}
        case Wait():
            told |= {"outcome": "waiting", "reason": verdict.reason}
            return told | {"expected": str(verdict.expected), "found": str(verdict.found)}


def _known_answer(facts: Facts, known: StatementState) -> dict[str, str]:
    told = {"outcome": _SETTLED[known.status], "statement": facts.statement}
    return told | ({"reason": known.waiting.reason} if known.waiting else {})


def _hold_to_command(command: BookStatement, facts: Facts, chain: AccountChain) -> None:
    span = (facts.statement, facts.from_on, facts.to_on)
    if span != (command.statement, command.from_on, command.to_on):
        raise StatementIsOfOther(account=command.account)
    if chain.creditor and chain.creditor != command.creditor:
        raise AccountOfOtherCreditor(account=command.account, creditor=chain.creditor)


def _took_something(steps: list[Step]) -> bool:
    return any(not isinstance(step.verdict, Wait) for step in steps)


def _book_by_reference(
    owner: Owner,
    command: BookStatement,
    content: StatementContent,
    facts: Facts,
    states: States,
) -> Decision:
    """Of an account without balances: an entry is new when its day holds too few like it."""
    referred = by_reference(facts, content, owner.tenant, owner.ids)
    referred = replace(referred, sequence=None)
    held: dict[date, Counter[str]] = {}
    positions: list[int] = []
    for entry in referred.entries:
        if entry.day_on not in held:
            day: AccountDay = states.of(day_path(owner.tenant, owner.account, entry.day_on))
            held[entry.day_on] = day.held
        if held[entry.day_on][entry.fingerprint]:
            held[entry.day_on][entry.fingerprint] -= 1
        else:
            positions.append(entry.position)
    chain: AccountChain = states.of(owner.path)
    place = "around" if chain.is_begun else "first"
    verdict = Accept(place, tuple(positions)) if positions or not chain.is_begun else Again()
    draft = FeedDraft(states)
    record_step(draft, owner, Step(referred, verdict), command.content)
    return draft.decision(answer_of(referred, verdict))
