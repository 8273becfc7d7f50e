"""Which step of its ladder an item has next, and on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from libs.kernel.days import BANKS, add_business_days, is_calendar
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.policies import Step

_YEARS: Final = (1900, 2900)


@dataclass(frozen=True, slots=True)
class Next:
    """The step that an item has next: on `day_on`, or as soon after it as it may."""

    item: ItemState
    step: Step
    rung: int
    """Its place in the ladder, from 0."""
    day_on: date


def calendar_of(debtor_country: str, creditor_country: str) -> str:
    """Whose business days count: the debtor's country's, the creditor's where that is unknown."""
    for country in (debtor_country, creditor_country):
        if country and is_calendar(country):
            return country
    return BANKS


def is_for(step: Step, band: str) -> bool:
    """Whether a debtor of a band has it; one of none yet has what is for everybody."""
    return not step.bands or band in step.bands


def next_of(
    item: ItemState, ladder: Sequence[Step], calendar: str, today: date, band: str = ""
) -> Next | None:
    """The step above the highest that the item has had; None at the end of the ladder.

    A notice before the due date lapses once that day is over, and what is for other bands than the
    debtor's is passed over. Nothing else is skipped: whoever missed a stretch of days goes on with
    the next step, not with the one that its age would name. And nobody goes down: a mail that
    bounced after the call behind it was made is not sent again, and a step that was had in another
    band was had.
    """
    places = [n for n, one in enumerate(ladder) if is_for(one, band) or one.step in item.steps]
    steps = [ladder[place] for place in places]
    had = _step_before(len(steps), item, steps)
    for rung in range(0 if had is None else had + 1, len(steps)):
        if not _has_lapsed(steps[rung], item, today):
            return Next(item, steps[rung], places[rung], _day_of(rung, item, steps, calendar))
    return None


def _has_lapsed(step: Step, item: ItemState, today: date) -> bool:
    return step.anchor == "before_due" and today > item.due_on


def _day_of(rung: int, item: ItemState, ladder: Sequence[Step], calendar: str) -> date:
    """Its day by the due date, but never nearer to the step before than the ladder has them.

    So a step that came late moves those behind it, and none falls due twice over.
    """
    step = ladder[rung]
    days = [_nominal(rung, item, ladder, calendar)]
    before = _step_before(rung, item, ladder)
    if before is not None:
        gap = max(1, _days_from_due(rung, ladder) - _days_from_due(before, ladder))
        taken_on = item.steps[ladder[before].step].on
        if step.anchor == "after_previous" and before == rung - 1:
            days = [_later(taken_on, step.offset_days, step.days, calendar)]
        else:
            days.append(_later(taken_on, gap, step.days, calendar))
    if step.anchor != "before_due":
        # An item whose due date was moved behind its steps is not in default.
        days.append(_later(item.due_on, 1, "calendar", calendar))
    return max(days)


def _step_before(rung: int, item: ItemState, ladder: Sequence[Step]) -> int | None:
    """The nearest step below that the item has had."""
    had = [number for number in range(rung) if ladder[number].step in item.steps]
    return had[-1] if had else None


def _nominal(rung: int, item: ItemState, ladder: Sequence[Step], calendar: str) -> date:
    """Its day by the due date, as if every step before it had been taken on its own."""
    step = ladder[rung]
    if step.anchor == "after_previous" and rung:
        return _later(
            _nominal(rung - 1, item, ladder, calendar), step.offset_days, step.days, calendar
        )
    sign = -1 if step.anchor == "before_due" else 1
    return _later(item.due_on, sign * step.offset_days, step.days, calendar)


def _days_from_due(rung: int, ladder: Sequence[Step]) -> int:
    """How far a step lies from the due date by the ladder alone, in days of either kind."""
    step = ladder[rung]
    if step.anchor == "after_previous" and rung:
        return _days_from_due(rung - 1, ladder) + step.offset_days
    return -step.offset_days if step.anchor == "before_due" else step.offset_days


def _later(day_on: date, count: int, kind: str, calendar: str) -> date:
    """A day that stands for no day at all, as 9999-12-31 in some exports, stays what it is."""
    if not _YEARS[0] < day_on.year < _YEARS[1]:
        return day_on
    if kind == "business":
        return add_business_days(day_on, count, calendar)
    return day_on + timedelta(days=count)
