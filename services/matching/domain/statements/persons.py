"""What persons say of an account: what a waiting statement is, and where a gap is."""

from libs.events.contracts.matching import FeedRestarted, StatementDropped
from libs.events.loop.decider import NOTHING, Decision, Found, Message, States
from libs.kernel.ids import IdSecret
from services.matching.domain.statements.booking import answer_of, conclude
from services.matching.domain.statements.commands import (
    DecideStatement,
    RestartFeed,
    RetryWaiting,
)
from services.matching.domain.statements.facts import Facts
from services.matching.domain.statements.judging import Accept, Again
from services.matching.domain.statements.nearby import Stretch
from services.matching.domain.statements.recording import FeedDraft
from services.matching.domain.statements.refusals import (
    DecisionDoesNotComeOut,
    DecisionIsUnclear,
    NoStatementOpensSo,
    StatementNotWaiting,
)
from services.matching.domain.statements.refusing import named_account
from services.matching.domain.statements.seeing import (
    Sight,
    owner_of,
    sight_of,
    waiting_facts,
    waiting_of,
)
from services.matching.domain.statements.state import AccountChain
from services.matching.domain.statements.streams import account_path, statement_path
from services.matching.domain.statements.telling import readings, told


def decide_statement(message: Message, states: States, found: Found, ids: IdSecret) -> Decision:
    """Take a waiting statement as new or as again, or leave it out."""
    command = message.body
    assert isinstance(command, DecideStatement)
    one = waiting_of(states, message.tenant, command.account).get(command.statement)
    if one is None:
        raise StatementNotWaiting(statement=command.statement)
    sight = _sight(message, states, found, ids, Stretch.of_waiting(one))
    facts = waiting_facts(one, sight.owner, sight.named, found)
    sight.contents[one.statement] = one.content
    draft = FeedDraft(states)
    answer = {"outcome": "dropped", "statement": facts.statement}
    if command.decision == "drop":
        _drop(draft, sight, command)
    else:
        verdict = Again() if command.decision == "again" else _as_new(facts, sight, command)
        sight.shelf.take(facts, verdict)
        answer = answer_of(facts, verdict)
    sight.shelf.retry()
    conclude(draft, sight, message.depth, decided=one.statement, decided_by=command.decided_by)
    return draft.decision(answer)


def restart_feed(message: Message, states: States, found: Found, ids: IdSecret) -> Decision:
    """Go on behind a gap, at the opening balance of a statement that waits there."""
    command = message.body
    assert isinstance(command, RestartFeed)
    chain: AccountChain = states.of(account_path(message.tenant, command.account))
    if not any(
        one.opening == command.opening and one.from_on >= chain.last_on
        for one in waiting_of(states, message.tenant, command.account).values()
    ):
        raise NoStatementOpensSo(opening=command.opening)
    sight = _sight(message, states, found, ids, restart_stretch(chain, command))
    draft = FeedDraft(states)
    draft.record(
        sight.owner.path,
        FeedRestarted(
            account=command.account,
            creditor=chain.creditor,
            opening=command.opening,
            difference=command.opening - chain.last_close,
            reason=command.reason,
            decided_by=command.decided_by,
        ),
    )
    sight.shelf.restart(command.opening)
    sight.shelf.retry()
    conclude(draft, sight, message.depth)
    return draft.decision({"outcome": "restarted", "taken": str(len(sight.shelf.steps))})


def retry_waiting(message: Message, states: States, found: Found, ids: IdSecret) -> Decision:
    """Take what more of the waiting can be told now."""
    command = message.body
    assert isinstance(command, RetryWaiting)
    chain: AccountChain = states.of(account_path(message.tenant, command.account))
    if not waiting_of(states, message.tenant, command.account):
        return NOTHING
    sight = _sight(message, states, found, ids, Stretch.of_chain(chain))
    sight.shelf.retry()
    draft = FeedDraft(states)
    conclude(draft, sight, message.depth)
    return draft.decision()


def restart_stretch(chain: AccountChain, command: RestartFeed) -> Stretch:
    """The end of the chain, as it is when the gap is declared."""
    return Stretch(chain.last_on, chain.last_on, command.opening, command.opening)


def _sight(
    message: Message, states: States, found: Found, ids: IdSecret, stretch: Stretch
) -> Sight:
    command = message.body
    assert isinstance(command, DecideStatement | RestartFeed | RetryWaiting)
    chain: AccountChain = states.of(account_path(message.tenant, command.account))
    owner = owner_of(message, command.account, chain.creditor, ids)
    named = named_account(message, states, chain.creditor, command.account)
    return sight_of(owner, named, stretch, states, found)


def _as_new(facts: Facts, sight: Sight, command: DecideStatement) -> Accept:
    """The entries that the person says are new, or the one way in which they can be."""
    books, positions = sight.shelf.books, command.entries
    if positions is None:
        ways = readings(facts, books)
        if len(ways) > 1:
            fewest = min(len(way) for way in ways)
            raise DecisionIsUnclear(entries=len(facts.entries), unbooked=fewest)
        positions = ways[0]
    chosen = sorted({at for at in positions if at < len(facts.entries)})
    accept = told(facts, chosen, books) if chosen else None
    if accept is None:
        raise DecisionDoesNotComeOut(
            last_close=books.chain.last_close, opening=facts.opening, closing=facts.closing
        )
    return accept


def _drop(draft: FeedDraft, sight: Sight, command: DecideStatement) -> None:
    sight.shelf.drop(command.statement)
    draft.record(
        statement_path(sight.owner.tenant, command.statement),
        StatementDropped(
            account=command.account,
            statement=command.statement,
            reason=command.reason,
            decided_by=command.decided_by,
        ),
    )
