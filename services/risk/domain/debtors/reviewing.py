"""A debtor decided anew: what is over by the day, its score, its band, its limit."""

from datetime import date

from libs.events.contracts.risk import (
    Band,
    BandCause,
    BandChanged,
    BreachEnded,
    DebtorScored,
    LimitBreached,
    LimitEnd,
    LimitEnded,
    OverrideEnded,
    ScoreReason,
)
from services.risk.domain.credit.exposure import nothing_owed
from services.risk.domain.debtors.file import File
from services.risk.domain.debtors.looking import looks
from services.risk.domain.debtors.state import Limit, Scored
from services.risk.domain.score.inputs import Inputs, inputs_of
from services.risk.domain.score.model import MODEL, Score, score_of
from services.risk.domain.score.reasons import reasons_of
from services.risk.domain.values import NO_DAY


def review(file: File) -> None:
    """Say what is another now; nothing is said twice. Without a day it waits for one."""
    if not file.debtor.creditor:
        return
    if file.today is None:
        file.check_on(NO_DAY)
        return
    _end_what_is_over(file, file.today)
    for currency in sorted(file.debtor.owed):
        file.expose(currency, {})
    _score(file, file.today)
    _judge_limit(file, file.today)
    file.check_on(min(looks(file.debtor, file.today), default=None))


def _end_what_is_over(file: File, today: date) -> None:
    override, limit = file.debtor.override, file.debtor.limit
    if override is not None and override.until_on < today:
        file.on_debtor(
            OverrideEnded(**file.about, override=override.override, reason="day", ended_by="")
        )
    if limit is not None and limit.expires_on < today:
        end_limit(file, limit, "expired")


def end_limit(file: File, limit: Limit, reason: LimitEnd, by: str = "") -> None:
    ended = LimitEnded(
        **file.about, limit=limit.limit, reason=reason, ended_by=by, ended_on=file.day()
    )
    file.on_debtor(ended)


def _score(file: File, today: date) -> None:
    """Why is only asked where something is said."""
    inputs = inputs_of(file.debtor, today)
    score = score_of(inputs)
    override, was = file.debtor.override, file.debtor.band
    band = score.band if override is None else override.band
    is_scored = file.debtor.scored == Scored(MODEL, score.late_percent, score.late_days, score.band)
    if is_scored and band == was:
        return
    reasons = reasons_of(inputs, score)
    if not is_scored:
        file.on_debtor(_scored(file, inputs, score, reasons))
    if band != was:
        file.on_debtor(_changed(file, band, reasons))


def _scored(
    file: File, inputs: Inputs, score: Score, reasons: tuple[ScoreReason, ...]
) -> DebtorScored:
    return DebtorScored(
        **file.about,
        model=MODEL,
        inputs_hash=inputs.hash,
        late_percent=score.late_percent,
        late_days=score.late_days,
        band=score.band,
        reasons=reasons,
        scored_on=file.day(),
    )


def _changed(file: File, band: Band, reasons: tuple[ScoreReason, ...]) -> BandChanged:
    """A person's word comes before the score's."""
    cause: BandCause = "override_ended" if file.was_overridden else "score"
    return BandChanged(
        **file.about,
        band=band,
        was=file.debtor.band,
        cause=cause if file.debtor.override is None else "override",
        reasons=reasons,
        changed_on=file.day(),
    )


def _judge_limit(file: File, today: date) -> None:
    """A breach is said once, until what is owed is within the limit again."""
    limit = file.debtor.limit
    if limit is None:
        return
    currency = limit.amount.currency
    exposure = file.debtor.exposures.get(currency, nothing_owed(currency)).total
    about = {**file.about, "limit": limit.limit, "amount": limit.amount, "exposure": exposure}
    if exposure > limit.amount and not limit.is_breached:
        file.on_debtor(LimitBreached(**about, breached_on=today))
    elif exposure <= limit.amount and limit.is_breached:
        file.on_debtor(BreachEnded(**about, ended_on=today))
