"""What the view keeps of cases: the items in them, their steps, what may settle them."""

from collections.abc import Iterator
from datetime import date

from libs.events.contracts.dunning import (
    CaseClosed,
    CaseNoted,
    CaseOpened,
    CheckScheduled,
    CreditNoted,
    ItemChanged,
    ItemDropped,
    ItemFollowed,
    StepTaken,
    StepUndone,
    SuspicionNoted,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept, money

NO_GATE: Row = {}
"""What stands where a gate stood that holds no more."""
NO_PLAN: Row = {}


def at_debtor(event: ItemFollowed | ItemChanged | ItemDropped) -> Row:
    """An item at one of the debtors that it was at."""
    return {"item": event.item, "debtor": event.debtor}


def case_rows(seen: SeenEvent) -> Iterator[Kept]:
    at: Row = {"changed_at": seen.recorded_at}
    match seen.event:
        case CaseNoted() as event:
            row: Row = event.model_dump(exclude={"case"})
            row |= at | {"state": "noted", "gate": NO_GATE, "planned": NO_PLAN}
            yield kept(seen, "cases", {"case": event.case}, row)
        case CheckScheduled() as event:
            planned = {"check_on": _day(event.check_on), "step": event.step}
            yield kept(seen, "cases", {"case": event.case}, {"planned": planned})
        case CaseOpened() as event:
            row = event.model_dump(exclude={"case"})
            row |= at | {"state": "open", "gate": NO_GATE, "opened_at": seen.recorded_at}
            yield kept(seen, "cases", {"case": event.case}, row)
        case CaseClosed() as event:
            row = at | {"state": "closed", "gate": NO_GATE, "planned": NO_PLAN}
            row |= {"closed_at": seen.recorded_at}
            yield kept(seen, "cases", {"case": event.case}, row)
        case StepTaken() | StepUndone() as event:
            yield _step(seen, event)
        case _:
            yield from _item_rows(seen)


def _item_rows(seen: SeenEvent) -> Iterator[Kept]:
    at: Row = {"changed_at": seen.recorded_at}
    match seen.event:
        case ItemFollowed() as event:
            row: Row = event.model_dump(exclude={"item", "debtor", "amount", "open"})
            row |= money(event.amount) | {"open": event.open.amount, "state": "followed"}
            row |= at | {"gate": NO_GATE, "followed_at": seen.recorded_at, "drop_reason": ""}
            yield kept(seen, "items", at_debtor(event), row)
        case ItemChanged() as event:
            row = at | {"open": event.open.amount, "due_on": event.due_on, "state": "followed"}
            row |= {"drop_reason": "", "reopened_on": event.noted_on if event.reopened else None}
            yield kept(seen, "items", at_debtor(event), row)
        case ItemDropped() as event:
            row = at | {"state": "dropped", "drop_reason": event.reason, "gate": NO_GATE}
            row |= {"open": None if event.reason == "moved" else 0}
            yield kept(seen, "items", at_debtor(event), row)
        case SuspicionNoted() as event:
            state = "holds" if event.holds else "expired" if event.expired else "lifted"
            identity = {"item": event.item, "suspected_by": event.by, "debtor": event.debtor}
            row = {"state": state, "until_on": event.until_on, "at": seen.recorded_at}
            yield kept(seen, "suspicions", identity, row)
        case CreditNoted() as event:
            identity = {"debtor": event.debtor, "source": event.source}
            row = money(event.on_account, "on_account")
            row |= {"case": event.case, "creditor": event.creditor}
            yield kept(seen, "credits", identity, row)


def _step(seen: SeenEvent, event: StepTaken | StepUndone) -> Kept:
    row: Row = {"case": event.case, "taken_by": event.by}
    row |= {"at": seen.recorded_at}
    match event:
        case StepTaken():
            row |= {"state": "taken", "taken_on": event.taken_on, "way": event.way}
            row |= {"undone_reason": ""}
        case StepUndone():
            row |= {"state": "undone", "undone_reason": event.reason}
    identity = {"item": event.item, "step": event.step, "debtor": event.debtor}
    return kept(seen, "item_steps", identity, row)


def _day(day_on: date | None) -> str | None:
    return None if day_on is None else day_on.isoformat()
