"""What is heard of a debtor: master data, items, money, what became of a demand; its reviews."""

from collections.abc import Mapping

from libs.events.contracts.handoff import (
    ItemsRecalled,
    PlacementClosed,
    PlacementOffered,
    PlacementRecalled,
    PlacementRefused,
    PlacementRequested,
    PlacementWithdrawn,
)
from libs.events.contracts.ingestion import DebtorChanged, DebtorRegistered
from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    CreditMovedIn,
    DebtorClosed,
    DueDateExtended,
    ItemCancelled,
    ItemForwarded,
    ItemMovedIn,
    ItemMovedOut,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    SettlementSuspected,
    ShareBooked,
    ShareMovedIn,
    ShareTakenBack,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.events.contracts.model import Contract, Event
from libs.events.contracts.notifications import (
    MessageBounced,
    MessageFailed,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
)
from libs.events.contracts.risk import BandChanged
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, path_of, tenant_of
from services.dunning.domain.cases.evolving import evolve_case
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.commands import CheckDue, CheckGates, Reconsider
from services.dunning.domain.considering import consider
from services.dunning.domain.credit import CreditEvent, note_credit
from services.dunning.domain.debtors.state import DebtorState, evolve_debtor
from services.dunning.domain.debtors.telling import note_band, note_debtor
from services.dunning.domain.file import File, case_of
from services.dunning.domain.items.adopting import (
    SuspicionEvent,
    change,
    drop,
    follow,
    note_suspicion,
)
from services.dunning.domain.items.evolving import evolve_item
from services.dunning.domain.items.placing import PlacementEvent, items_of, note_placement
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.moves.arriving import adopt_debtor, adopt_item, take_in
from services.dunning.domain.moves.commands import AdoptDebtor, AdoptItem
from services.dunning.domain.moves.handing_on import hand_on
from services.dunning.domain.moves.leaving import leave, leave_item
from services.dunning.domain.now import items_index, watching_index
from services.dunning.domain.outcomes import Report, adopt_outcome
from services.dunning.domain.waking import check_gates, is_watching
from services.dunning.handlers.seeing import Sight, to_bounce, to_end, to_review

Move = DebtorClosed | ItemMovedOut | ItemForwarded | ItemMovedIn | AdoptItem | AdoptDebtor


class Debtors:
    """Heard messages of a debtor's key, and the decisions that follow from them."""

    takes: tuple[type[Contract], ...] = (
        DebtorRegistered,
        DebtorChanged,
        ItemOpened,
        ItemReduced,
        ItemSettled,
        ItemReopened,
        ItemCancelled,
        DueDateExtended,
        SettlementSuspected,
        SuspicionLifted,
        SuspicionExpired,
        ShareBooked,
        ShareTakenBack,
        PaymentAllocated,
        AllocationReversed,
        CreditBooked,
        DebtorClosed,
        ItemMovedOut,
        ItemForwarded,
        ItemMovedIn,
        ShareMovedIn,
        CreditMovedIn,
        AdoptItem,
        AdoptDebtor,
        MessageSent,
        MessageWithdrawn,
        MessageFailed,
        MessageUncertain,
        MessageBounced,
        PlacementRequested,
        PlacementOffered,
        PlacementWithdrawn,
        PlacementRefused,
        ItemsRecalled,
        PlacementRecalled,
        PlacementClosed,
        BandChanged,
        Reconsider,
        CheckDue,
        CheckGates,
    )
    state_types: Mapping[str, type] = {
        "debtor": DebtorState,
        "case": CaseState,
        "item": ItemState,
    }

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        sight = Sight(message, states)
        match message.body:
            case Reconsider() | CheckDue():
                return sight.needs(more=to_review)
            case MessageBounced() as report:
                return sight.needs(case=report.case, more=to_bounce(report.demand))
            case body if isinstance(body, Report):
                return sight.needs(case=body.case, more=to_end(body.demand))
            case ItemOpened() as opened:
                case = self._case(sight, opened.amount.currency)
                return sight.needs(items=(opened.item,), case=case, creditor=opened.creditor)
            case body if isinstance(body, CreditEvent):
                case = self._case(sight, body.amount.currency)
                items = _allocated(body)
                return sight.needs(items=items, case=case, creditor=body.creditor)
            case body if isinstance(body, PlacementEvent):
                return sight.needs(items=items_of(body))
            case body if isinstance(body, Move):
                return self._to_move(sight, body)
            case body:
                item: str = getattr(body, "item", "")
                return sight.needs(items=(item,) if item else ())

    def _to_move(self, sight: Sight, body: Move) -> Needs:
        match body:
            case ItemMovedIn() | AdoptItem():
                case = self._case(sight, body.open.currency)
                return sight.needs(items=(body.item,), case=case, creditor=body.creditor)
            case AdoptDebtor():
                items = [item for promise in body.promises for item in promise.items]
                cases = [self._case(sight, one.amount.currency) for one in body.promises]
                return sight.needs(items=items, cases=cases, creditor=body.creditor)
            case ItemMovedOut() | ItemForwarded():
                return sight.needs(items=(body.item,))
            case DebtorClosed():
                return sight.needs(creditor=body.creditor)

    def _case(self, sight: Sight, currency: str) -> str:
        return case_of(self._ids, sight.tenant, sight.debtor, currency)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        file = File(message, states, self._ids, identity_of(message.key))
        match message.body:
            case Reconsider() | CheckDue():
                consider(file)
            case CheckGates() as check:
                check_gates(file, check)
            case DebtorRegistered() | DebtorChanged() as debtor:
                note_debtor(file, debtor)
            case BandChanged() as changed:
                note_band(file, changed)
            case body if isinstance(body, Report):
                adopt_outcome(file, body)
            case body if isinstance(body, SuspicionEvent):
                note_suspicion(file, body)
            case body if isinstance(body, CreditEvent):
                note_credit(file, body, _cause_of(message))
            case body if isinstance(body, PlacementEvent):
                note_placement(file, body, message.stream)
            case body if isinstance(body, Move):
                _move(file, body, message.stream)
            case _:
                _adopt_item(file, message)
        hand_on(file)
        return file.decision()

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case DebtorState():
                return evolve_debtor(state, event)
            case CaseState():
                return evolve_case(state, event)
            case _:
                return evolve_item(state, event)

    def place(self, stream: str, state: State) -> Placement:
        tenant = tenant_of(stream)
        match state:
            case ItemState() if state.is_owed and state.case:
                return Placement(index=items_index(tenant, state.case))
            case CaseState():
                index = watching_index(tenant, state.creditor) if is_watching(state) else None
                return Placement(index=index, due_on=state.check_on)
            case _:
                return Placement()


def _move(file: File, body: Move, cause: str) -> None:
    match body:
        case DebtorClosed():
            leave(file, body)
        case ItemMovedOut() | ItemForwarded():
            leave_item(file, body.item, body.into, cause)
        case ItemMovedIn():
            take_in(file, body)
        case AdoptItem():
            adopt_item(file, body)
        case AdoptDebtor():
            adopt_debtor(file, body)


def _adopt_item(file: File, message: Message) -> None:
    match message.body:
        case ItemOpened() as opened:
            follow(file, opened)
        case ItemReduced() | ItemReopened() | DueDateExtended() as changed:
            change(file, changed, _cause_of(message))
        case ItemSettled() as settled:
            drop(file, settled.item, "settled", _cause_of(message))
        case ItemCancelled() as cancelled:
            drop(file, cancelled.item, "cancelled", _cause_of(message))
        case _:
            raise TypeError(f"no debtor decides on {type(message.body).__name__}")


def _allocated(event: CreditEvent) -> tuple[str, ...]:
    return (event.item,) if isinstance(event, PaymentAllocated | AllocationReversed) else ()


def _cause_of(message: Message) -> str:
    """What closed a gate, as a stream: the payment or credit note behind a fact, else its own."""
    tenant, body = tenant_of(message.key), message.body
    payment: str = getattr(body, "payment", "")
    if payment:
        return path_of(tenant, "payment", payment)
    credit: str = getattr(body, "credit", "") or getattr(body, "source", "")
    return path_of(tenant, "credit", credit) if credit else message.stream
