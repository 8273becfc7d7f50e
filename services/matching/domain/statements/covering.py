"""How far an account, and with it its creditor, is known and at rest."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from libs.events.contracts.matching import AccountCovered, FeedAdvanced, LedgerCovered
from libs.events.loop.decider import NOTHING, Decision, Message, States
from libs.kernel.ids import IdSecret
from services.matching.domain.noted import CreditorState, creditor_stream, evolve_creditor
from services.matching.domain.statements.commands import (
    CopyFeedAdvanced,
    CopyLedgerCovered,
    CoverAdvanced,
    DeclareCover,
    SettleStatement,
)
from services.matching.domain.statements.recording import FeedDraft
from services.matching.domain.statements.refusals import AccountUnknown, CreditorUnknown
from services.matching.domain.statements.seeing import waiting_of
from services.matching.domain.statements.state import (
    AccountChain,
    CoverState,
    StatementState,
    WaitingStatement,
)
from services.matching.domain.statements.streams import (
    account_path,
    cover_path,
    creditor_path,
    statement_path,
)

_ONE_DAY: Final = timedelta(days=1)


def settle_statement(message: Message, states: States, _: IdSecret) -> Decision:
    """A statement is at rest: say so, and how far its account is."""
    command = message.body
    assert isinstance(command, SettleStatement)
    path = account_path(message.tenant, command.account)
    chain: AccountChain = states.of(path)
    opened = chain.open.get(command.statement)
    known: StatementState = states.of(statement_path(message.tenant, command.statement))
    if opened is None or len(known.chunks) < opened.chunks_count:
        return NOTHING
    waiting = waiting_of(states, message.tenant, command.account)
    through_on = at_rest_through(chain, command.statement, waiting.values())
    said = {
        "account": command.account,
        "creditor": chain.creditor,
        "statement": command.statement,
        "through_on": through_on,
    }
    draft = FeedDraft(states)
    draft.record(path, FeedAdvanced.model_validate(said))
    draft.announce(path, CopyFeedAdvanced.model_validate(said))
    if through_on >= chain.first_on and _has_balances(message, states, chain):
        advanced = CoverAdvanced(
            creditor=chain.creditor, account=command.account, through_on=through_on
        )
        draft.send(creditor_path(message.tenant, chain.creditor), advanced)
    return draft.decision({"through_on": through_on.isoformat()})


def at_rest_through(chain: AccountChain, settled: str, waiting: Iterable[WaitingStatement]) -> date:
    """The last day of which every entry is booked and at rest, once `settled` is; never earlier
    than was said before.

    The day before another statement that is still being booked, or before one that waits. Where
    the chain goes on behind one that waits at a gap, since balances come out by chance, nothing
    more is said: on which of the days before it the gap lies is not known. An account with several
    statements a day is not known to have had the last of its last day.
    """
    last_on = chain.last_on - _ONE_DAY if chain.has_pages else chain.last_on
    days = [last_on]
    days += [other.from_on - _ONE_DAY for one, other in chain.open.items() if one != settled]
    within = [one for one in waiting if one.from_on >= chain.first_on]
    days += [
        chain.through_on if _is_passed(one, chain) else one.from_on - _ONE_DAY for one in within
    ]
    return max(chain.through_on, min(days))


def _is_passed(one: WaitingStatement, chain: AccountChain) -> bool:
    """Whether the chain goes on behind a gap that shows at a statement that waits."""
    return one.reason == "gap" and one.from_on <= chain.last_on


def advance_cover(message: Message, states: States, _: IdSecret) -> Decision:
    """An account tells how far it is; the creditor is covered as far as its last account is."""
    command = message.body
    assert isinstance(command, CoverAdvanced)
    return _covered(message, states, command)


def declare_cover(message: Message, states: States, _: IdSecret) -> Decision:
    """A person says that nothing more comes to a dormant account."""
    command = message.body
    assert isinstance(command, DeclareCover)
    known = _creditor(message, states, command.creditor)
    if not known.revision:
        raise CreditorUnknown(creditor=command.creditor)
    if all(named.account != command.account for named in known.accounts):
        raise AccountUnknown(account=command.account)
    return _covered(message, states, command, command.declared_by)


def _covered(
    message: Message,
    states: States,
    command: CoverAdvanced | DeclareCover,
    declared_by: str = "",
) -> Decision:
    path = cover_path(message.tenant, command.creditor)
    cover: CoverState = states.of(path)
    before_on = cover.accounts.get(command.account)
    draft = FeedDraft(states)
    if before_on is None or command.through_on > before_on:
        covered = AccountCovered(
            creditor=command.creditor,
            account=command.account,
            through_on=command.through_on,
            declared_by=declared_by,
        )
        draft.record(path, covered)
    through_on = _say_covered(draft, path, _creditor(message, states, command.creditor))
    answer = {"through_on": through_on.isoformat()} if through_on else {}
    return draft.decision(answer)


def cover_as_noted(message: Message, states: States, noted: Decision) -> Decision:
    """What a creditor's facts, just noted, say of its cover: other accounts may have to cover.

    Its accounts may have told how far they are before this partition had heard of it.
    """
    if not noted.events:
        return noted
    creditor = evolve_creditor(CreditorState(), noted.events[0].event)
    draft = FeedDraft(states)
    _say_covered(draft, cover_path(message.tenant, creditor.creditor), creditor)
    covered = draft.decision()
    return Decision((*noted.events, *covered.events), covered.sends)


def _say_covered(draft: FeedDraft, path: str, creditor: CreditorState) -> date | None:
    """Say how far the creditor is covered, when that has grown; returns how far it is."""
    cover: CoverState = draft.of(path)
    through_on = creditor_through(creditor, cover)
    if through_on is not None and (cover.through_on is None or through_on > cover.through_on):
        said = {"creditor": creditor.creditor, "through_on": through_on}
        draft.record(path, LedgerCovered.model_validate(said))
        draft.announce(path, CopyLedgerCovered.model_validate(said))
    return through_on


def creditor_through(creditor: CreditorState, cover: CoverState) -> date | None:
    """The least of the days of all accounts that must cover; None while one has none."""
    required = [named.account for named in creditor.accounts if named.cover == "required"]
    days = [cover.accounts.get(account) for account in required]
    known = [through_on for through_on in days if through_on is not None]
    return min(known) if known and len(known) == len(days) else None


def _creditor(message: Message, states: States, creditor: str) -> CreditorState:
    known: CreditorState = states.of(creditor_stream(message.tenant, creditor, message.partition))
    return known


def _has_balances(message: Message, states: States, chain: AccountChain) -> bool:
    """Whether the account covers by itself: one without balances never does."""
    known = _creditor(message, states, chain.creditor)
    return all(named.chain != "none" for named in known.accounts if named.account == chain.account)
