"""Bank accounts: their statements, chunks and cover, and what of them waits to come to rest."""

from collections.abc import Mapping

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.events.progress.resting import ALL, RESTING, Resting
from libs.kernel.ids import IdSecret
from libs.kernel.keys import tenant_of
from services.matching.domain import statements
from services.matching.domain.statements.state import AccountChain


class Statements:
    """Messages of an account's key, and of a creditor's about cover."""

    takes: tuple[type[Contract], ...] = statements.COMMANDS
    state_types: Mapping[str, type] = statements.STATE_TYPES

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        return statements.needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return statements.decide(message, states, found, self._ids)

    def evolve(self, state: State, event: Event) -> State:
        return statements.evolve(state, event)

    def place(self, stream: str, state: State) -> Placement:
        """An open statement is told to whoever closes what has come to rest: a statement whose
        chunks are not all decided is not closed by the command that asks for it."""
        if not isinstance(state, AccountChain):
            return statements.place(stream, state)
        tenant = tenant_of(stream)
        waiting = (Resting(stream, tenant, statement) for statement in state.open)
        return Placement(entries=tuple((RESTING, ALL, one) for one in waiting))
