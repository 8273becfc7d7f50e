"""All that is heard and said at a debtor's key: adopted or decided, then the debtor is reviewed."""

from collections.abc import Mapping
from typing import get_args

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, tenant_of
from services.risk.domain.commands import (
    AdoptContests,
    CheckDue,
    EndLimit,
    EndOverride,
    EndWatch,
    GrantLimit,
    OverrideBand,
    RefuseLimit,
    RequestLimit,
    StartWatch,
)
from services.risk.domain.debtors.adopting import Fact, adopt
from services.risk.domain.debtors.evolving import evolve_debtor
from services.risk.domain.debtors.file import File
from services.risk.domain.debtors.moving import adopt_contests
from services.risk.domain.debtors.reviewing import review
from services.risk.domain.debtors.state import DebtorState
from services.risk.domain.items import ItemState, evolve_item
from services.risk.domain.now import copies_needed, debtor_stream, item_streams
from services.risk.domain.people.limits import (
    end_held_limit,
    grant_limit,
    refuse_limit,
    request_limit,
)
from services.risk.domain.people.overrides import (
    end_override,
    end_watch,
    override_band,
    start_watch,
)
from services.risk.domain.refusals import DebtorUnknown

FACTS: tuple[type[Event], ...] = get_args(Fact)


class Debtors:
    """A debtor's key: one file, whatever is heard or said."""

    takes: tuple[type[Contract], ...] = (
        *FACTS,
        AdoptContests,
        CheckDue,
        RequestLimit,
        GrantLimit,
        RefuseLimit,
        EndLimit,
        OverrideBand,
        EndOverride,
        StartWatch,
        EndWatch,
    )
    state_types: Mapping[str, type] = {"debtor": DebtorState, "item": ItemState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        """The debtor, the item that it is about, and the creditor's copies once it is known."""
        tenant, item = tenant_of(message.key), getattr(message.body, "item", "")
        debtor = debtor_stream(tenant, identity_of(message.key))
        streams = [debtor]
        if item:
            streams += item_streams(tenant, identity_of(message.key), item)
        if states.seen(debtor):
            known: DebtorState = states.of(debtor)
            creditor = known.creditor or _creditor_of(message)
            if creditor:
                streams += copies_needed(tenant, creditor, message.partition, states)
        return Needs(streams=tuple(streams))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        file = File(message, states, self._ids, _creditor_of(message))
        match message.body:
            case body if isinstance(body, Fact):
                adopt(file, body)
                review(file)
                return file.decision()
            case CheckDue():
                review(file)
                return file.decision()
            case AdoptContests() as asked:
                adopt_contests(file, asked)
                review(file)
                return file.decision()
            case _:
                if not file.debtor.creditor:
                    raise DebtorUnknown(debtor=file.debtor_id)
                return _said(file, message.body)

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case DebtorState():
                return evolve_debtor(state, event)
            case _:
                return evolve_item(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return Placement(due_on=state.check_on if isinstance(state, DebtorState) else None)


def _creditor_of(message: Message) -> str:
    return str(getattr(message.body, "creditor", ""))


def _said(file: File, body: Contract) -> Decision:
    match body:
        case RequestLimit():
            return request_limit(file, body)
        case GrantLimit():
            return grant_limit(file, body)
        case RefuseLimit():
            return refuse_limit(file, body)
        case EndLimit():
            return end_held_limit(file, body)
        case OverrideBand():
            return override_band(file, body)
        case EndOverride():
            return end_override(file, body)
        case StartWatch():
            return start_watch(file, body)
        case EndWatch():
            return end_watch(file, body)
        case _:
            raise TypeError(f"nobody says {type(body).__name__} of a debtor")
