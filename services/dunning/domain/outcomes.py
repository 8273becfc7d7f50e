"""What notifications reports of a demand: only then a step counts, or did not happen."""

from typing import Literal

from libs.events.contracts.dunning import (
    DebtorNoted,
    DemandEnded,
    StepTaken,
    StepUndone,
    StepWay,
    TaskKind,
)
from libs.events.contracts.notifications import (
    MessageBounced,
    MessageFailed,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
)
from libs.events.loop.decider import Decision
from services.dunning.domain.cases.state import Pending
from services.dunning.domain.commands import SayOutcome
from services.dunning.domain.file import File
from services.dunning.domain.refusals import DemandIsNotUncertain, DemandUnknown

Outcome = Literal["sent", "withdrawn", "failed", "uncertain", "bounced", "said_by_person"]
Report = MessageSent | MessageWithdrawn | MessageFailed | MessageUncertain | MessageBounced


def adopt_outcome(file: File, report: Report) -> None:
    """A report about another demand than the one under way says nothing, but for a bounce."""
    pending = _pending(file, report.case, report.demand)
    match report:
        case MessageBounced():
            _bounce(file, report, pending)
        case MessageSent() if pending is not None:
            _end(file, report, "sent", crossed=bool(pending.recalled))
            take_steps(file, report.case, pending, "sent")
            file.close_task("message_uncertain", report.demand)
            file.close_task("message_failed", report.case)
        case MessageWithdrawn() if pending is not None:
            _end(file, report, "withdrawn", reason=report.gate or report.reason)
            _undo_steps(file, report.case, pending, report.gate or report.reason)
        case MessageFailed() if pending is not None:
            _fail(file, report, pending)
        case MessageUncertain(last=True) if pending is not None and not pending.is_uncertain:
            _end(file, report, "uncertain")
            file.open_task("message_uncertain", report.demand, report.case)
        case _:
            pass


def _pending(file: File, case: str, demand: str) -> Pending | None:
    pending = file.case(case).pending
    return pending if pending is not None and pending.demand == demand else None


def _end(
    file: File, report: Report, outcome: Outcome, *, reason: str = "", crossed: bool = False
) -> None:
    ended = DemandEnded(
        **file.about(report.case),
        demand=report.demand,
        outcome=outcome,
        message=report.message,
        crossed=crossed,
        reason=reason,
    )
    file.on_case(report.case, ended)
    if outcome != "uncertain":
        file.reconsider()


def take_steps(file: File, case: str, pending: Pending, way: StepWay) -> None:
    """Each item has had the step that it was asked by, on the demand's day; also one that was
    paid meanwhile."""
    for item, asked in pending.items.items():
        taken = StepTaken(
            **file.about(case),
            item=item,
            step=asked.step,
            taken_on=pending.day_on,
            way=way,
            by=pending.demand,
        )
        file.on_item(item, taken)


def _undo_steps(file: File, case: str, pending: Pending, reason: str) -> None:
    for item, asked in pending.items.items():
        undone = StepUndone(
            **file.about(case), item=item, step=asked.step, by=pending.demand, reason=reason
        )
        file.on_item(item, undone)


def _fail(file: File, report: MessageFailed, pending: Pending) -> None:
    """Its next day is decided anew; without an address that works, not before there is one."""
    _end(file, report, "failed", reason=report.reason)
    _undo_steps(file, report.case, pending, report.reason)
    if report.reason in ("address_missing", "address_invalid"):
        _lose_address(file, "address_missing", report.case)
    else:
        file.open_task("message_failed", report.case, report.case)


def _bounce(file: File, report: MessageBounced, pending: Pending | None) -> None:
    """It was handed over and never arrived: its steps are undone. A delay is no bounce."""
    was_sent = report.demand in file.case(report.case).sent
    if not report.permanent or (pending is None and not was_sent):
        return
    _end(file, report, "bounced", reason=report.status)
    if pending is not None:
        _undo_steps(file, report.case, pending, report.status)
    else:
        _undo_taken(file, report)
    _lose_address(file, "message_bounced", report.case)


def _undo_taken(file: File, report: MessageBounced) -> None:
    for item in file.owed_items(report.case):
        for step, taken in item.steps.items():
            if taken.by == report.demand:
                undone = StepUndone(
                    **file.about(report.case),
                    item=item.item,
                    step=step,
                    by=report.demand,
                    reason=report.status,
                )
                file.on_item(item.item, undone)


def _lose_address(file: File, task: TaskKind, case: str) -> None:
    """No message until the debtor's data change, and a task for whoever can change them."""
    debtor = file.debtor
    if debtor.has_email:
        noted = DebtorNoted(
            debtor=file.debtor_id,
            creditor=debtor.creditor,
            country=debtor.country,
            language=debtor.language,
            kind=debtor.kind,
            has_email=False,
            has_phone=debtor.has_phone,
        )
        file.on_debtor(noted)
    file.open_task(task, file.debtor_id, case)


def say_outcome(file: File, command: SayOutcome) -> Decision:
    """A person says what became of a message that nothing else can tell of.

    Raises DemandUnknown, DemandIsNotUncertain.
    """
    cases = (case for case in file.cases.values() if _pending(file, case, command.demand))
    case = next(cases, "")
    pending = file.case(case).pending if case else None
    if pending is None:
        raise DemandUnknown(debtor=file.debtor_id, demand=command.demand)
    if not pending.is_uncertain:
        raise DemandIsNotUncertain(demand=command.demand)
    ended = DemandEnded(
        **file.about(case),
        demand=command.demand,
        outcome="said_by_person",
        message="",
        reason="left" if command.left else "did_not_leave",
    )
    file.on_case(case, ended)
    if command.left:
        take_steps(file, case, pending, "said_by_person")
    else:
        _undo_steps(file, case, pending, "did_not_leave")
    file.close_task("message_uncertain", command.demand)
    file.reconsider()
    return file.decision({"case": case})
