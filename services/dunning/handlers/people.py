"""What people say of a debtor: promises, disputes, calls, pauses, notes, tasks, outcomes."""

from collections.abc import Mapping

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of
from services.dunning.domain.calls import log_call
from services.dunning.domain.commands import (
    AddNote,
    ApproveDemand,
    CloseTask,
    LogCall,
    MakePromise,
    NotePaidClaim,
    OpenDispute,
    PauseDunning,
    ReleaseItem,
    ResolveDispute,
    ResumeDunning,
    SayOutcome,
    TakeBackPromise,
    WithholdDemand,
)
from services.dunning.domain.debtors.telling import (
    add_note,
    close_task,
    note_paid_claim,
    pause,
    resume,
)
from services.dunning.domain.disputes import open_dispute, resolve_dispute
from services.dunning.domain.drafts import approve, release, withhold
from services.dunning.domain.file import File
from services.dunning.domain.moves.handing_on import hand_on
from services.dunning.domain.outcomes import say_outcome
from services.dunning.domain.promises import make_promise, take_back_promise
from services.dunning.domain.refusals import DebtorUnknown
from services.dunning.handlers.seeing import Sight, all_open, to_end, to_log


class People:
    """Commands of people at a debtor's key."""

    takes: tuple[type[Contract], ...] = (
        MakePromise,
        TakeBackPromise,
        OpenDispute,
        ResolveDispute,
        NotePaidClaim,
        PauseDunning,
        ResumeDunning,
        AddNote,
        LogCall,
        CloseTask,
        SayOutcome,
        ApproveDemand,
        WithholdDemand,
        ReleaseItem,
    )
    state_types: Mapping[str, type] = {}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        sight = Sight(message, states)
        match message.body:
            case MakePromise(items=()):
                return sight.needs(more=all_open)
            case MakePromise() as promise:
                return sight.needs(items=promise.items)
            case LogCall() as logged:
                return sight.needs(more=to_log(logged.call))
            case SayOutcome(demand=demand) | ApproveDemand(demand=demand):
                return sight.needs(more=to_end(demand))
            case WithholdDemand(demand=demand, items=items):
                return sight.needs(items=items, more=to_end(demand))
            case OpenDispute(item=item) | ResolveDispute(item=item) | NotePaidClaim(item=item):
                return sight.needs(items=(item,))
            case ReleaseItem(item=item):
                return sight.needs(items=(item,))
            case _:
                return sight.needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        file = File(message, states, self._ids, identity_of(message.key))
        if not file.debtor.creditor:
            raise DebtorUnknown(debtor=file.debtor_id)
        said = _say(file, message)
        hand_on(file)
        return file.decision(said.answer)

    def evolve(self, state: State, event: Event) -> State:
        raise TypeError(f"people have no state like {type(state).__name__}")

    def place(self, stream: str, state: State) -> Placement:
        raise TypeError(f"people have no stream like {stream}")


def _say(file: File, message: Message) -> Decision:
    match message.body:
        case MakePromise() as promise:
            return make_promise(file, promise)
        case TakeBackPromise() as taken_back:
            return take_back_promise(file, taken_back)
        case OpenDispute() as dispute:
            return open_dispute(file, dispute)
        case ResolveDispute() as resolution:
            return resolve_dispute(file, resolution)
        case NotePaidClaim() as claim:
            return note_paid_claim(file, claim)
        case LogCall() as call:
            return log_call(file, call)
        case SayOutcome() as outcome:
            return say_outcome(file, outcome)
        case ApproveDemand() | WithholdDemand() | ReleaseItem():
            return _of_drafts(file, message)
        case _:
            return _of_debtor(file, message)


def _of_drafts(file: File, message: Message) -> Decision:
    match message.body:
        case ApproveDemand() as approval:
            return approve(file, approval)
        case WithholdDemand() as withheld:
            return withhold(file, withheld)
        case ReleaseItem() as released:
            return release(file, released)
        case _:
            raise TypeError(f"nobody says {type(message.body).__name__} of a draft")


def _of_debtor(file: File, message: Message) -> Decision:
    match message.body:
        case PauseDunning() as paused:
            return pause(file, paused)
        case ResumeDunning() as resumed:
            return resume(file, resumed)
        case AddNote() as note:
            return add_note(file, note)
        case CloseTask() as task:
            return close_task(file, task)
        case _:
            raise TypeError(f"nobody says {type(message.body).__name__} of a debtor")
