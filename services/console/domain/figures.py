"""The figures of receivables, each with its formula and unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

WINDOW_DAYS: Final = 90
BANDS: Final[tuple[tuple[int | None, int | None], ...]] = (
    (None, 0),
    (1, 30),
    (31, 60),
    (61, 90),
    (91, None),
)
"""Days late, from and to; the first is not due."""
MONTHS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What is open in one band of `BANDS`."""

    currency: str
    band: int
    open: Decimal
    items_count: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What one day brought: invoiced by day of issue, settled by day of booking."""

    currency: str
    day_on: date
    invoiced: Decimal
    settled: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """DSO at the end of a day; None: nothing was invoiced in the window."""

    day_on: date
    dso_days: Decimal | None


def dso(flows: Sequence[Flow], on: date) -> Decimal | None:
    """Days sales outstanding at the end of `on`: open / invoiced in the last 90 days x 90, in days.

    `flows` of one currency. Open is all that was invoiced less all that was settled until then.

    >>> from datetime import date as d; from decimal import Decimal as D
    >>> dso([Flow("EUR", d(2026, 3, 1), D(900), D(0)), Flow("EUR", d(2026, 3, 9), D(0), D(600))],
    ...     d(2026, 3, 31))  # 300 open of 900 in 90 days: a third of them
    Decimal('30.0')
    """
    until = [flow for flow in flows if flow.day_on <= on]
    begins = on - timedelta(days=WINDOW_DAYS - 1)
    invoiced = sum((flow.invoiced for flow in until if flow.day_on >= begins), Decimal(0))
    if invoiced <= 0:
        return None
    is_open = sum((flow.invoiced - flow.settled for flow in until), Decimal(0))
    return (is_open / invoiced * WINDOW_DAYS).quantize(Decimal("0.1"))


def trend(flows: Sequence[Flow], today: date) -> list[Point]:
    """DSO at the ends of the months before, and today."""
    ends = [today]
    for _ in range(MONTHS_SHOWN - 1):
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return [Point(on, dso(flows, on)) for on in reversed(ends)]


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """None of nothing."""
    return Decimal(part) / Decimal(whole) if whole else None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one currency."""

    currency: str
    open: Decimal
    overdue: Decimal
    on_account: Decimal
    bands: tuple[AgeingRow, ...]
    """One for each of `BANDS`."""
    trend: tuple[Point, ...]


def summary(
    currency: str,
    ageing: Sequence[AgeingRow],
    on_account: Decimal,
    flows: Sequence[Flow],
    today: date,
) -> Summary:
    """Of rows of any currencies, those of `currency`."""
    found = {row.band: row for row in ageing if row.currency == currency}
    empty = Decimal(0)
    bands = tuple(
        found.get(band, AgeingRow(currency, band, empty, 0)) for band in range(len(BANDS))
    )
    mine = [flow for flow in flows if flow.currency == currency]
    return Summary(
        currency=currency,
        open=sum((row.open for row in bands), empty),
        overdue=sum((row.open for row in bands[1:]), empty),
        on_account=on_account,
        bands=bands,
        trend=tuple(trend(mine, today)),
    )
