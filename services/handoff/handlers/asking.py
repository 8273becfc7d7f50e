"""Which rule each command about a placement is led to."""

from libs.events.loop.decider import Decision, Message
from services.handoff.domain import answering, ending, offering, reporting, requesting
from services.handoff.domain.commands import (
    AcceptPlacement,
    ClosePlacement,
    EscalatePlacement,
    HoldOffer,
    RecallItems,
    RecallPlacement,
    RecordDossier,
    RefusePlacement,
    ReportAction,
    ReportFee,
    ReportReaction,
    ReportRecovery,
    RequestPlacement,
    StartOffer,
    WithdrawPlacement,
)
from services.handoff.domain.folder import Folder


def decide_asked(folder: Folder, message: Message) -> Decision:
    """What creditors and the dispatcher ask; the rest is an agency's."""
    match message.body:
        case RequestPlacement() as command:
            return requesting.request(folder, command)
        case WithdrawPlacement() as command:
            return requesting.withdraw(folder, command)
        case StartOffer() as command:
            return offering.start(folder, command)
        case HoldOffer() as command:
            return offering.hold(folder, command)
        case RecallItems() as command:
            return ending.recall_items(folder, command)
        case RecallPlacement() as command:
            return ending.recall(folder, command)
        case EscalatePlacement() as command:
            return ending.escalate(folder, command)
        case _:
            return _of_agency(folder, message)


def _of_agency(folder: Folder, message: Message) -> Decision:
    match message.body:
        case AcceptPlacement() as command:
            return answering.accept(folder, command)
        case RefusePlacement() as command:
            return answering.refuse(folder, command)
        case RecordDossier() as command:
            return answering.record_dossier(folder, command)
        case ReportAction() as command:
            return reporting.report_action(folder, command)
        case ReportReaction() as command:
            return reporting.report_reaction(folder, command)
        case ReportRecovery() as command:
            return reporting.report_recovery(folder, command)
        case ReportFee() as command:
            return reporting.report_fee(folder, command)
        case ClosePlacement() as command:
            return ending.close(folder, command)
        case body:
            raise TypeError(f"nobody asks {type(body).__name__} of a placement")
