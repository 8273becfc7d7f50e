"""What people say of a debtor: what they agreed, approved, withheld, noted."""

from collections.abc import Callable, Mapping
from typing import Any, Final

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
from services.dunning.domain.plans.agreeing import agree_plan, end_plan, propose_plan
from services.dunning.domain.plans.commands import AgreePlan, EndPlan, ProposePlan
from services.dunning.domain.promises import make_promise, take_back_promise
from services.dunning.domain.refusals import DebtorUnknown
from services.dunning.handlers.seeing import Sight, all_open, to_agree, to_end, to_log

SAID: Final[Mapping[type[Contract], Callable[[File, Any], Decision]]] = {
    MakePromise: make_promise,
    TakeBackPromise: take_back_promise,
    ProposePlan: propose_plan,
    AgreePlan: agree_plan,
    EndPlan: end_plan,
    OpenDispute: open_dispute,
    ResolveDispute: resolve_dispute,
    NotePaidClaim: note_paid_claim,
    PauseDunning: pause,
    ResumeDunning: resume,
    AddNote: add_note,
    LogCall: log_call,
    CloseTask: close_task,
    SayOutcome: say_outcome,
    ApproveDemand: approve,
    WithholdDemand: withhold,
    ReleaseItem: release,
}
"""What each command of a person leads to."""


class People:
    """Commands of people at a debtor's key."""

    takes: tuple[type[Contract], ...] = tuple(SAID)
    state_types: Mapping[str, type] = {}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        sight = Sight(message, states)
        match message.body:
            case MakePromise(items=()) | ProposePlan(items=()):
                return sight.needs(more=all_open)
            case MakePromise(items=items) | ProposePlan(items=items):
                return sight.needs(items=items)
            case AgreePlan(plan=plan):
                return sight.needs(more=to_agree(plan))
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
        said = SAID[type(message.body)](file, message.body)
        hand_on(file)
        return file.decision(said.answer)

    def evolve(self, state: State, event: Event) -> State:
        raise TypeError(f"people have no state like {type(state).__name__}")

    def place(self, stream: str, state: State) -> Placement:
        raise TypeError(f"people have no stream like {stream}")
