"""In whose portfolio a debtor is: heard at the debtor's key, told to both whom it concerns."""

from collections.abc import Mapping

from libs.events.contracts.ingestion import PortfolioAssigned
from libs.events.contracts.model import Contract, Event
from libs.events.contracts.notifications_people import AssignmentHeard
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
from libs.kernel.ids import IdSecret
from libs.kernel.keys import tenant_of
from services.notifications.domain.people_commands import NoteAssigned, NoteTakenAway
from services.notifications.domain.person import (
    AssignedState,
    assigned_stream,
    evolve_assigned,
    person_of,
    person_path,
)


class Assignments:
    """A debtor's place among the portfolios."""

    takes: tuple[type[Contract], ...] = (PortfolioAssigned,)
    state_types: Mapping[str, type] = {"assigned": AssignedState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        return Needs(streams=(_stream(message),))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        body, stream = message.body, _stream(message)
        assert isinstance(body, PortfolioAssigned)
        tenant, debtor = tenant_of(message.key), body.debtor
        before, person = states.of(stream).person, person_of(self._ids, tenant, body.sales)
        if person == before:
            return NOTHING
        heard = AssignmentHeard(debtor=debtor, creditor=body.creditor, person=person, before=before)
        told = ((before, NoteTakenAway(debtor=debtor)), (person, NoteAssigned(debtor=debtor)))
        sends = tuple(Send(person_path(tenant, whose), one) for whose, one in told if whose)
        return Decision((Recorded(stream, heard),), sends)

    def evolve(self, state: State, event: Event) -> State:
        return evolve_assigned(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return Placement()


def _stream(message: Message) -> str:
    assert isinstance(message.body, PortfolioAssigned)
    return assigned_stream(tenant_of(message.key), message.body.debtor)
