"""Builders of what people say of a debtor."""

from typing import Any

from libs.events.contracts.dunning import FreeText
from libs.kernel.money import Money
from libs.testkit.scenarios import Told, told
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
from services.dunning.tests.building import DEBTOR, key, on

TEXT = FreeText(text="spoke to Mrs Smith")


def _told(command: Any, debtor: str = DEBTOR) -> Told:
    return told(key("debtor", debtor), command)


def promised(pay_by: str, *items: str, amount: Money | None = None) -> Told:
    """Without items: all that is open."""
    return _told(
        MakePromise(
            debtor=DEBTOR, items=items, amount=amount, pay_by_on=on(pay_by), noted_by="paula"
        )
    )


def promise_taken_back(promise: str) -> Told:
    return _told(TakeBackPromise(debtor=DEBTOR, promise=promise, ended_by="paula"))


def approved(demand: str, by: str = "paula") -> Told:
    return _told(ApproveDemand(debtor=DEBTOR, demand=demand, approved_by=by))


def withheld(demand: str, *items: str, for_good: bool = False) -> Told:
    """Without items: the whole demand."""
    return _told(
        WithholdDemand(
            debtor=DEBTOR,
            demand=demand,
            items=items,
            for_good=for_good,
            withheld_by="paula",
            personal=TEXT,
        )
    )


def released(item: str) -> Told:
    return _told(ReleaseItem(debtor=DEBTOR, item=item, released_by="paula"))


def disputed(item: str, amount: Money | None = None, *, due: str = "") -> Told:
    return _told(
        OpenDispute(
            debtor=DEBTOR,
            item=item,
            amount=amount,
            reason="damaged",
            owner="otto",
            due_on=on(due) if due else None,
            opened_by="paula",
            personal=TEXT,
        )
    )


def resolved(item: str, dispute: str, resolution: Any) -> Told:
    return _told(
        ResolveDispute(
            debtor=DEBTOR, item=item, dispute=dispute, resolution=resolution, resolved_by="otto"
        )
    )


def claimed_paid(item: str) -> Told:
    return _told(NotePaidClaim(debtor=DEBTOR, item=item, noted_by="paula"))


def paused(until: str, debtor: str = DEBTOR) -> Told:
    command = PauseDunning(debtor=debtor, until_on=on(until), reason="holidays", paused_by="paula")
    return _told(command, debtor)


def resumed() -> Told:
    return _told(ResumeDunning(debtor=DEBTOR, resumed_by="paula"))


def noted(debtor: str = DEBTOR) -> Told:
    return _told(AddNote(debtor=debtor, noted_by="paula", personal=TEXT), debtor)


def logged(call: str, outcome: Any = "reached") -> Told:
    return _told(
        LogCall(debtor=DEBTOR, call=call, outcome=outcome, logged_by="paula", personal=TEXT)
    )


def task_closed(task: str) -> Told:
    return _told(CloseTask(debtor=DEBTOR, task=task, done_by="paula"))


def outcome_said(demand: str, *, left: bool) -> Told:
    return _told(SayOutcome(debtor=DEBTOR, demand=demand, left=left, said_by="paula"))
