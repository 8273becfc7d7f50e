"""Calls: on the worklist until logged, missed when too late, dropped when nothing is left."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from libs.events.contracts.dunning import (
    CallDropped,
    CallLogged,
    CallMissed,
    StepTaken,
    StepWay,
)
from libs.events.loop.decider import Decision
from services.dunning.domain.cases.state import Call
from services.dunning.domain.commands import LogCall
from services.dunning.domain.file import File
from services.dunning.domain.gates.of_cases import paused_debtors_are_left_alone
from services.dunning.domain.gates.rules import ITEM_GATES
from services.dunning.domain.gates.wish import Rule
from services.dunning.domain.ladder import is_for, next_of
from services.dunning.domain.now import Now
from services.dunning.domain.policies import Step
from services.dunning.domain.recalling import closed_gate
from services.dunning.domain.refusals import CallIsOver, CallUnknown
from services.dunning.domain.review import Review

_GATES: Final[tuple[Rule, ...]] = (*ITEM_GATES, paused_debtors_are_left_alone)


def log_call(file: File, command: LogCall) -> Decision:
    """A call was made: it takes the step of its items. Raises CallUnknown, CallIsOver,
    DayUnknown."""
    case = next((one for one in file.cases.values() if command.call in file.case(one).calls), "")
    if not case:
        raise CallUnknown(debtor=file.debtor_id, call=command.call)
    call, now = file.case(case).calls[command.call], file.day()
    if call.standing != "scheduled":
        raise CallIsOver(call=command.call, standing=call.standing)
    logged = CallLogged(
        **file.about(case),
        call=command.call,
        outcome=command.outcome,
        logged_by=command.logged_by,
        logged_on=now.today,
        personal=command.personal,
    )
    file.on_case(case, logged)
    _take(file, case, command.call, now, "logged")
    file.reconsider()
    return file.decision({"case": case, "call": command.call})


def end_calls(review: Review) -> None:
    """Drop the calls for which nothing is left; those that nobody logged in time are missed."""
    file, case = review.file, review.case_id
    for name, call in review.case.open_calls.items():
        gates = [closed_gate(file, file.item(item), review.now, _GATES) for item in call.items]
        if all(gates):
            dropped = CallDropped(**file.about(case), call=name, gate=gates[0] or "")
            file.on_case(case, dropped)
        elif review.today > call.log_until_on:
            missed = CallMissed(
                **file.about(case), call=name, items=call.items, missed_on=review.today
            )
            file.on_case(case, missed)
            _take(file, case, name, review.now, "missed")
            file.open_task("call_was_not_made", name, case)
        else:
            review.look_on(call.log_until_on + timedelta(days=1))


def _take(file: File, case: str, call: str, now: Now, way: StepWay) -> None:
    """Each item that is still open takes the call step that it is at."""
    known, ladder, calendar = (
        file.case(case).calls[call],
        file.ladder(case).steps,
        file.calendar(now),
    )
    band = _band_of(file.debtor.band, known, ladder)
    for item in map(file.item, known.items):
        following = next_of(item, ladder, calendar, now.today, band)
        if item.is_open and following is not None and following.step.channel == "call":
            taken = StepTaken(
                **file.about(case),
                item=item.item,
                step=following.step.step,
                taken_on=now.today,
                way=way,
                by=call,
            )
            file.on_item(item.item, taken)


def _band_of(band: str, call: Call, ladder: Sequence[Step]) -> str:
    """The debtor's; one for which the call was meant, if the debtor has left that meanwhile."""
    for step in ladder:
        if step.step == call.step and not is_for(step, band):
            return step.bands[0]
    return band
