"""Why a score is what it is: what speaks against the debtor first, as codes with their figures."""

from collections.abc import Iterator, Sequence
from typing import Final

from libs.events.contracts.risk import ReasonCode, ScoreReason
from services.risk.domain.score.inputs import LATE_DAYS, Inputs, Paid
from services.risk.domain.score.model import PRIOR_PERCENT, Score

LATEST: Final = 3
"""Items that are held against those before, to tell whether it pays ever later."""
LATER_DAYS: Final = 7
"""By so many days on average."""


def reasons_of(inputs: Inputs, score: Score) -> tuple[ScoreReason, ...]:
    return (*_against(inputs, score), *_beside_payments(inputs), *_for(inputs))


def _against(inputs: Inputs, score: Score) -> Iterator[ScoreReason]:
    if inputs.long_overdue_days:
        yield _reason("long_overdue", len(inputs.long_overdue_days))
    late = sum(one.late_days > LATE_DAYS for one in inputs.paid)
    if late:
        yield _reason("paid_late", late, len(inputs.paid))
    latest, before = _mean_days(inputs.paid[-LATEST:]), _mean_days(inputs.paid[:-LATEST])
    if len(inputs.paid) > LATEST and latest >= before + LATER_DAYS:
        yield _reason("paid_ever_later", latest, before)
    if inputs.overdue_percent:
        yield _reason("overdue_share", inputs.overdue_percent)
    if score.late_days and (inputs.paid or inputs.long_overdue_days):
        yield _reason("days_late", score.late_days)


def _beside_payments(inputs: Inputs) -> Iterator[ScoreReason]:
    if inputs.promises_broken:
        yield _reason("promises_broken", inputs.promises_broken)
    if inputs.payments_returned:
        yield _reason("payments_returned", inputs.payments_returned)
    if inputs.disputes_open:
        yield _reason("disputes_open", inputs.disputes_open)


def _for(inputs: Inputs) -> Iterator[ScoreReason]:
    in_time = sum(one.late_days <= 0 for one in inputs.paid)
    if in_time:
        yield _reason("paid_in_time", in_time, len(inputs.paid))
    if not inputs.paid and not inputs.long_overdue_days:
        yield _reason("no_history", PRIOR_PERCENT)


def _mean_days(paid: Sequence[Paid]) -> int:
    """Days after the due date on average, early as in time; 0 of none."""
    return sum(max(one.late_days, 0) for one in paid) // len(paid) if paid else 0


def _reason(code: ReasonCode, figure: int, of: int | None = None) -> ScoreReason:
    return ScoreReason(code=code, figure=figure, of=of)
