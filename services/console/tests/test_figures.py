"""The figures, with numbers that were worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from services.console.domain.figures import AgeingRow, Flow, dso, share, summary, trend


def flow(day: str, invoiced: str = "0", settled: str = "0", currency: str = "EUR") -> Flow:
    return Flow(currency, date.fromisoformat(day), Decimal(invoiced), Decimal(settled))


@pytest.mark.parametrize(
    ("flows", "on", "expected"),
    [
        # 300 open of 900 invoiced in 90 days: a third of them
        ([flow("2026-03-01", "900"), flow("2026-03-09", settled="600")], "2026-03-31", "30.0"),
        # the same before it was paid: all 90
        ([flow("2026-03-01", "900"), flow("2026-03-09", settled="600")], "2026-03-08", "90.0"),
        # an invoice of 100 days ago is open, and not of the window: 1,200 / 900 x 90
        ([flow("2025-12-21", "300"), flow("2026-03-01", "900")], "2026-03-31", "120.0"),
        # the first day of the window counts: 1 January is 89 days before 31 March
        ([flow("2026-01-01", "100")], "2026-03-31", "90.0"),
        # one day earlier it does not, and nothing else was invoiced
        ([flow("2025-12-31", "100")], "2026-03-31", None),
        ([], "2026-03-31", None),
    ],
)
def test_dso_is_what_is_open_over_what_was_invoiced_in_ninety_days(
    flows: list[Flow], on: str, expected: str | None
) -> None:
    found = dso(flows, date.fromisoformat(on))
    assert found == (None if expected is None else Decimal(expected))


def test_the_trend_is_the_ends_of_months_and_today() -> None:
    days = [point.day_on.isoformat() for point in trend([], date(2026, 3, 31))]
    assert days == [
        *("2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"),
        "2026-03-31",
    ]


def test_a_summary_is_of_one_currency_and_every_band_is_there() -> None:
    ageing = [
        AgeingRow("EUR", 0, Decimal("100.00"), 2),
        AgeingRow("EUR", 3, Decimal("40.00"), 1),
        AgeingRow("USD", 4, Decimal("7.00"), 1),
    ]
    found = summary("EUR", ageing, Decimal("5.00"), [], date(2026, 3, 31))

    assert (found.open, found.overdue, found.on_account) == (
        *(Decimal("140.00"), Decimal("40.00"), Decimal("5.00")),
    )
    assert [row.open for row in found.bands] == [100, 0, 0, 40, 0]
    assert [row.items_count for row in found.bands] == [2, 0, 0, 1, 0]


def test_a_share_of_nothing_is_none() -> None:
    assert share(1, 0) is None
    assert share(1, 4) == Decimal("0.25")
