"""What the view keeps of what people agreed: promises, disputes, pauses, notes, tasks."""

from collections.abc import Iterator

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    DunningPaused,
    DunningResumed,
    NoteAdded,
    PaidClaimNoted,
    PromiseBroken,
    PromiseEnded,
    PromiseKept,
    PromiseMade,
    TaskDone,
    TaskOpened,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept, money, text_of


def people_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case PromiseMade() | PromiseKept() | PromiseBroken() | PromiseEnded() as event:
            row = _promise(event) | {"changed_at": seen.recorded_at}
            identity = {"promise": event.promise, "debtor": event.debtor}
            yield kept(seen, "promises", identity, row)
        case DisputeOpened() as event:
            row = event.model_dump(exclude={"dispute", "debtor", "amount", "personal"})
            row |= money(event.amount)
            row |= {"text": text_of(event.personal), "state": "open"}
            row |= {"changed_at": seen.recorded_at}
            identity = {"dispute": event.dispute, "debtor": event.debtor}
            yield kept(seen, "disputes", identity, row)
        case DisputeResolved() as event:
            row = event.model_dump(include={"resolution", "resolved_by"})
            row |= {"state": "resolved", "changed_at": seen.recorded_at}
            identity = {"dispute": event.dispute, "debtor": event.debtor}
            yield kept(seen, "disputes", identity, row)
        case TaskOpened() as event:
            row = event.model_dump(exclude={"task"})
            row |= {"state": "open", "opened_at": seen.recorded_at}
            yield kept(seen, "tasks", {"task": event.task}, row)
        case TaskDone() as event:
            row = {"state": "done", "done_by": event.done_by, "done_at": seen.recorded_at}
            yield kept(seen, "tasks", {"task": event.task}, row)
        case _:
            yield from _debtor_rows(seen)


def _promise(event: PromiseMade | PromiseKept | PromiseBroken | PromiseEnded) -> Row:
    match event:
        case PromiseMade():
            row: Row = event.model_dump(mode="json", exclude={"promise", "debtor", "amount"})
            return row | money(event.amount) | {"state": "open"}
        case PromiseKept():
            return {"state": "kept", "paid": event.paid.amount, "missing": 0}
        case PromiseBroken():
            row = {"state": "broken", "judged_on": event.judged_on}
            return row | {"paid": event.paid.amount, "missing": event.missing.amount}
        case PromiseEnded():
            return {"state": "ended", "end_reason": event.reason, "ended_by": event.ended_by}


def _debtor_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case PaidClaimNoted() as event:
            row: Row = event.model_dump(exclude={"item", "debtor"})
            row |= {"noted_at": seen.recorded_at}
            identity = {"item": event.item, "debtor": event.debtor}
            yield kept(seen, "paid_claims", identity, row)
        case DunningPaused() as event:
            row = event.model_dump(exclude={"debtor"})
            row |= {"paused_at": seen.recorded_at, "changed_at": seen.recorded_at}
            yield kept(seen, "pauses", {"debtor": event.debtor}, row | {"state": "paused"})
        case DunningResumed() as event:
            row = {"state": "resumed", "resumed_by": event.resumed_by}
            row |= {"changed_at": seen.recorded_at}
            yield kept(seen, "pauses", {"debtor": event.debtor}, row)
        case NoteAdded() as event:
            row = event.model_dump(exclude={"note", "personal"})
            row |= {"text": text_of(event.personal), "noted_at": seen.recorded_at}
            yield kept(seen, "notes", {"note": event.note}, row)
