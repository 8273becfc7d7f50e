"""What decisions at an account's key load, and how they see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from libs.events.loop.decider import Found, Message, Needs, States
from libs.kernel.ids import IdSecret
from services.matching.domain.noted import NotedAccount, creditor_stream
from services.matching.domain.statements.books import NotLoaded
from services.matching.domain.statements.facts import Facts, facts_of
from services.matching.domain.statements.joining import Shelf
from services.matching.domain.statements.nearby import Stretch, days_of, nearby
from services.matching.domain.statements.recording import Owner
from services.matching.domain.statements.refusing import DAYS_MAX
from services.matching.domain.statements.state import (
    AccountChain,
    AccountDay,
    StatementState,
    WaitingStatement,
)
from services.matching.domain.statements.streams import (
    account_path,
    day_path,
    statement_path,
    waiting_index,
)

ArrivalOf = Callable[[AccountChain, dict[str, WaitingStatement]], Stretch | None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a command brings to an account: where to look, what to load."""

    account: str
    creditor: str = ""
    """Empty: whoever's the account is."""
    statement: str = ""
    content: str = ""
    stretch: ArrivalOf = lambda chain, waiting: None


def needs_of(arrival: Arrival, message: Message, states: States) -> Needs:
    """First the chain and what waits; then the days, and the contents of what may be freed."""
    own = account_path(message.tenant, arrival.account)
    streams = [own]
    if arrival.statement:
        streams.append(statement_path(message.tenant, arrival.statement))
    contents = [arrival.content] if arrival.content else []
    creditor = arrival.creditor
    if states.seen(own):
        chain: AccountChain = states.of(own)
        creditor = creditor or chain.creditor
        waiting = waiting_of(states, message.tenant, arrival.account)
        stretch = arrival.stretch(chain, waiting)
        if stretch is not None:
            near = nearby(stretch, waiting.values())
            stretches = [Stretch.of_waiting(one) for one in near]
            if arrival.content and (stretch.to_on - stretch.from_on).days < DAYS_MAX:
                stretches.insert(0, stretch)
            days = days_of(chain, stretches)
            streams += [day_path(message.tenant, arrival.account, day_on) for day_on in days]
            contents += [one.content for one in near]
    if creditor:
        streams.append(creditor_stream(message.tenant, creditor, message.partition))
    indexes = (waiting_index(message.tenant, arrival.account),)
    return Needs(tuple(streams), indexes, tuple(dict.fromkeys(contents)))


def waiting_of(states: States, tenant: str, account: str) -> dict[str, WaitingStatement]:
    """The statements of the account that wait, by id."""
    found: dict[str, WaitingStatement] = {}
    for state in states.index(waiting_index(tenant, account)).values():
        if isinstance(state, StatementState) and state.waiting is not None:
            found[state.waiting.statement] = state.waiting
    return found


@dataclass(frozen=True, slots=True)
class Sight:
    """An account as one decision sees it."""

    owner: Owner
    named: NotedAccount
    chain: AccountChain
    waiting: dict[str, WaitingStatement]
    near: tuple[WaitingStatement, ...]
    shelf: Shelf
    contents: dict[str, str]
    """Content hash of each statement that may be decided about."""


def sight_of(
    owner: Owner, named: NotedAccount, stretch: Stretch, states: States, found: Found
) -> Sight:
    """The account's chain, with the waiting statements that what arrives may free."""
    chain: AccountChain = states.of(owner.path)
    waiting = waiting_of(states, owner.tenant, owner.account)
    near = nearby(stretch, waiting.values())
    facts = [waiting_facts(one, owner, named, found) for one in near]
    return Sight(
        owner=owner,
        named=named,
        chain=chain,
        waiting=waiting,
        near=near,
        shelf=Shelf(chain, _day_of(owner, states), facts, is_cut=len(near) < len(waiting)),
        contents={one.statement: one.content for one in near},
    )


def waiting_facts(one: WaitingStatement, owner: Owner, named: NotedAccount, found: Found) -> Facts:
    """What the rule looks at in a statement that waits."""
    content = found.content(one.content)
    return as_judged(facts_of(content, owner.account, owner.tenant, owner.ids), named)


def as_judged(facts: Facts, named: NotedAccount) -> Facts:
    """Without its number, on an account whose numbers are not to be trusted."""
    return facts.without_number() if named.sequence == "ignore" else facts


def owner_of(message: Message, account: str, creditor: str, ids: IdSecret) -> Owner:
    return Owner(message.tenant, creditor, account, ids)


def _day_of(owner: Owner, states: States) -> Callable[[date], AccountDay]:
    def day_of(day_on: date) -> AccountDay:
        stream = day_path(owner.tenant, owner.account, day_on)
        if not states.seen(stream):
            raise NotLoaded(stream)
        day: AccountDay = states.of(stream)
        return day

    return day_of
