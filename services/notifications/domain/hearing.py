"""What dunning says: a demand is a message to compose, a recall is a wish."""

from datetime import date

from libs.events.contracts.dunning import DemandProposed, DemandRecalled
from libs.events.contracts.notifications import DemandNoted, RecallNoted
from libs.events.loop.decider import NOTHING, Decision
from services.notifications.domain.deciding import Draft
from services.notifications.domain.message import MessageState


def note_demand(
    demand: DemandProposed, state: MessageState, message: str, tenant: str, today: date | None
) -> Decision:
    """Each demand once; one whose day is over when it is heard is withdrawn at once."""
    if state.stage != "unheard":
        return NOTHING
    draft = Draft(tenant, state, today)
    draft.record(
        DemandNoted(
            message=message,
            demand=demand.demand,
            case=demand.case,
            creditor=demand.creditor,
            debtor=demand.debtor,
            items=demand.items,
            total=demand.total,
            credit=demand.credit,
            net=demand.net,
            tone=demand.tone,
            template=demand.template,
            channel=demand.channel,
            day_on=demand.day_on,
            zone=demand.zone,
            send_window=demand.send_window,
            to=demand.to,
            copy_to=demand.copy_to,
        )
    )
    if draft.is_over:
        draft.outlive()
    return draft.decision()


def note_recall(recall: DemandRecalled, draft: Draft) -> Decision:
    """Not started: it is withdrawn. Started: only noted, its attempt reports. Ended: no news."""
    match draft.state.stage:
        case "to_compose" | "composed":
            draft.recall(recall.gate, recall.cause)
        case "started" if not draft.state.recalled_gate:
            noted = RecallNoted(**draft.about, gate=recall.gate, cause=recall.cause)
            draft.record(noted)
    return draft.decision()


def end_day(draft: Draft) -> Decision:
    """A day has begun: what was valid for an earlier one leaves no more."""
    if draft.state.stage in ("to_compose", "composed") and draft.is_over:
        draft.outlive()
    return draft.decision()
