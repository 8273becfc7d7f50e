"""The model: a debtor's own late share, the latest counted most, and what speaks beside it.

Exact decimals and whole percents, so that the same inputs are the same score on every machine.
Why so simple a one, and what its numbers rest on: docs/adr/0044.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import Final, get_args

from libs.events.contracts.risk import Band
from services.risk.domain.score.inputs import LATE_DAYS, Inputs

MODEL: Final = "own-history.1"
"""Its name and version, in every score; other numbers below are another version."""

HALVED_MONTHS: Final = 6
_OF_A_MONTH: Final = tuple(map(Decimal, ("1", "0.891", "0.794", "0.707", "0.630", "0.561")))
"""2^(-months/6) to three decimals: what was paid half a year ago counts half."""

PRIOR_PERCENT: Final = 12
PRIOR_DAYS: Final = 8
"""What is taken of a debtor of whom nothing is known."""
PRIOR_ITEMS: Final = 3
"""How many items of its own that is worth."""

AROUND_DAYS: Final = 15
"""A payment so many days around the thirtieth counts in part, from none to whole."""

_EACH_BROKEN: Final = Decimal("1.5")
_EACH_RETURNED: Final = Decimal("1.5")
_EACH_DISPUTE: Final = Decimal("1.1")
_TIMES_MAX: Final = 3
"""How often each of these multiplies the odds, at most."""

_BANDS: Final = ((5, "A"), (15, "B"), (35, "C"), (60, "D"))
"""Below so many percent; else the last."""
_CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Score:
    """What the model says: both to whole numbers, ties to even."""

    late_percent: int
    late_days: int
    band: Band


def score_of(inputs: Inputs) -> Score:
    """The probability is never said to be 0 or 100."""
    with localcontext(_CONTEXT):
        share = _late_share(inputs)
        odds = share / (1 - share) * _beside(inputs)
        percent = min(max(_whole(odds / (1 + odds) * 100), 1), 99)
        return Score(percent, _whole(_expected_days(inputs)), band_of(percent))


def band_of(late_percent: int) -> Band:
    """
    >>> band_of(4), band_of(5), band_of(60)
    ('A', 'B', 'E')
    """
    letter = next((band for below, band in _BANDS if late_percent < below), "E")
    return next(band for band in get_args(Band) if band == letter)


def weight_of(months: int) -> Decimal:
    """What an item counts that was paid so many months ago."""
    halves, rest = divmod(months, HALVED_MONTHS)
    return _OF_A_MONTH[rest] / Decimal(2**halves)


def counts_as_late(late_days: int) -> Decimal:
    """How much a payment counts as later than thirty days: 15 not at all, 30 half, 45 wholly."""
    beyond = Decimal(late_days - LATE_DAYS + AROUND_DAYS) / (2 * AROUND_DAYS)
    return min(max(beyond, Decimal(0)), Decimal(1))


def _late_share(inputs: Inputs) -> Decimal:
    paid = [(weight_of(one.months), counts_as_late(one.late_days)) for one in inputs.paid]
    still_open = [(Decimal(1), Decimal(1)) for _ in inputs.long_overdue_days]
    return _mean([*paid, *still_open], Decimal(PRIOR_PERCENT) / 100)


def _expected_days(inputs: Inputs) -> Decimal:
    """Who pays early makes up for nothing: early is in time."""
    paid = [(weight_of(one.months), Decimal(max(one.late_days, 0))) for one in inputs.paid]
    still_open = [(Decimal(1), Decimal(days)) for days in inputs.long_overdue_days]
    return _mean([*paid, *still_open], Decimal(PRIOR_DAYS))


def _mean(weighted: Iterable[tuple[Decimal, Decimal]], prior: Decimal) -> Decimal:
    weights, values = Decimal(PRIOR_ITEMS), PRIOR_ITEMS * prior
    for weight, value in weighted:
        weights, values = weights + weight, values + weight * value
    return values / weights


def _beside(inputs: Inputs) -> Decimal:
    """By how much the odds are higher for what is not in the payments themselves."""
    return (
        (1 + Decimal(inputs.overdue_percent) / 100)
        * _EACH_BROKEN ** min(inputs.promises_broken, _TIMES_MAX)
        * _EACH_RETURNED ** min(inputs.payments_returned, _TIMES_MAX)
        * _EACH_DISPUTE ** min(inputs.disputes_open, _TIMES_MAX)
    )


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
