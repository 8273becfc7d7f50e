"""A debtor's key: what is heard of it, what people and agencies ask of its placements."""

from collections.abc import Mapping
from typing import Final, get_args

from libs.events.contracts.dunning import (
    PaidClaimNoted,
    PlacementProposed,
    PlanAgreed,
    PlanMended,
    PromiseMade,
)
from libs.events.contracts.ingestion import DebtorChanged, DebtorRegistered
from libs.events.contracts.matching import ItemOpened
from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    State,
    States,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import tenant_of
from services.handoff.domain import adopting, agreeing, moving, requesting
from services.handoff.domain.answering import check_answers
from services.handoff.domain.commands import (
    CASE_COMMANDS,
    CheckDue,
    CheckKeys,
    FreeOffers,
    HearOfMoved,
    ReportOffer,
    ReportRecovery,
    RequestPlacement,
)
from services.handoff.domain.debtors import DebtorState, evolve_debtor
from services.handoff.domain.folder import Folder
from services.handoff.domain.items import ItemState, evolve_item
from services.handoff.domain.offering import free
from services.handoff.domain.placement import PlacementState, evolve_placement
from services.handoff.handlers.asking import decide_asked
from services.handoff.handlers.places import place_item, place_placement
from services.handoff.handlers.seeing import Sight

_HEARD: Final[tuple[type[Event], ...]] = (
    DebtorRegistered,
    DebtorChanged,
    ItemOpened,
    *get_args(adopting.OpenEvent),
    *get_args(adopting.SuspicionEvent),
    PlacementProposed,
    *get_args(agreeing.DisputeEvent),
    PromiseMade,
    *get_args(agreeing.PromiseEnd),
    *get_args(agreeing.PlanBegin),
    *get_args(agreeing.PlanEnd),
    PaidClaimNoted,
    *get_args(agreeing.WithholdingEvent),
    *get_args(agreeing.PauseEvent),
    *get_args(moving.MoveEvent),
)


def placement_id(ids: IdSecret, message: Message) -> str:
    """Of a placement that a request makes; as `Folder.new_id` makes it."""
    return ids.hashed(tenant_of(message.key), "placement", message.id)


class Debtors:
    """The placements of a debtor, its items, and what is known of it."""

    takes: tuple[type[Contract], ...] = (
        *_HEARD,
        *(one for one in CASE_COMMANDS if one is not CheckKeys),
    )
    state_types: Mapping[str, type] = {
        "debtor": DebtorState,
        "item": ItemState,
        "placement": PlacementState,
    }

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        sight = Sight(message, states)
        match message.body:
            case ReportOffer():
                return Needs()
            case CheckDue() | FreeOffers():
                return sight.waiting()
            case RequestPlacement() as asked:
                name = asked.placement or placement_id(self._ids, message)
                is_new = not asked.placement
                return sight.requested(name, asked.items, is_new=is_new)
            case ReportRecovery() as asked:
                items = tuple(one.item for one in asked.items)
                return sight.asked(asked.placement, items)
            case PlacementProposed(placement=placement):
                return sight.asked(placement)
            case PromiseMade(items=items) | PlanAgreed(items=items) | PlanMended(items=items):
                return sight.heard(items)
            case HearOfMoved(item=moved, items=several):
                return sight.heard((moved, *several) if moved else several)
            case body if isinstance(body, agreeing.AgreedEnd):
                return sight.agreed(agreeing.agreed_in(body))
            case body if isinstance(body, _HEARD):
                item: str = getattr(body, "item", "")
                return sight.heard((item,) if item else ())
            case body:
                return sight.asked(str(getattr(body, "placement")))  # noqa: B009

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, ReportOffer):
            return NOTHING
        folder = Folder(message, states, self._ids)
        if isinstance(message.body, _HEARD):
            moving.tell_former(folder, message.body)
            _adopt(folder, message.body)
            return folder.decision()
        if isinstance(message.body, HearOfMoved):
            _adopt(folder, moving.told_of_moved(message.body), message.body.items)
            return folder.decision()
        if isinstance(message.body, CheckDue):
            check_answers(folder)
            free(folder)
            return folder.decision()
        if isinstance(message.body, FreeOffers):
            free(folder)
            return folder.decision()
        return decide_asked(folder, message)

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case DebtorState():
                return evolve_debtor(state, event)
            case ItemState():
                return evolve_item(state, event)
            case _:
                return evolve_placement(state, event)

    def place(self, stream: str, state: State) -> Placement:
        match state:
            case ItemState():
                return place_item(stream, state)
            case PlacementState():
                return place_placement(stream, state)
            case _:
                return Placement()


def _adopt(folder: Folder, heard: Contract, moved: tuple[str, ...] = ()) -> None:
    """`moved`: of what is told by another key, the items that it is about."""
    match heard:
        case DebtorRegistered() | DebtorChanged():
            adopting.note_debtor(folder, heard)
        case ItemOpened():
            adopting.note_item(folder, heard)
        case PlacementProposed():
            requesting.note_proposal(folder, heard)
        case _ if isinstance(heard, adopting.OpenEvent):
            adopting.note_open(folder, heard)
        case _ if isinstance(heard, adopting.SuspicionEvent):
            adopting.note_suspicion(folder, heard)
        case _:
            _adopt_agreed(folder, heard, moved)


def _adopt_agreed(folder: Folder, heard: Contract, moved: tuple[str, ...]) -> None:
    match heard:
        case PromiseMade():
            agreeing.note_promise(folder, heard)
        case PaidClaimNoted():
            agreeing.note_claim(folder, heard)
        case _ if isinstance(heard, moving.MoveEvent):
            moving.note_move(folder, heard)
        case _ if isinstance(heard, agreeing.DisputeEvent):
            agreeing.note_dispute(folder, heard)
        case _ if isinstance(heard, agreeing.AgreedEnd):
            agreeing.end_agreed(folder, heard, moved)
        case _ if isinstance(heard, agreeing.PlanBegin):
            agreeing.note_plan(folder, heard)
        case _ if isinstance(heard, agreeing.WithholdingEvent):
            agreeing.note_withholding(folder, heard)
        case _ if isinstance(heard, agreeing.PauseEvent):
            agreeing.note_pause(folder, heard)
        case _:
            raise TypeError(f"no debtor decides on {type(heard).__name__}")
