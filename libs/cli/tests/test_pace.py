"""A rate is of the last seconds; what is left follows from it."""

import pytest

from libs.cli.pace import Pace, clock


def test_what_is_left_follows_from_the_rate_of_the_last_seconds() -> None:
    pace = Pace()
    for at_s, done in ((0.0, 0), (1.0, 90), (20.0, 1_000), (21.0, 1_500), (22.0, 2_000)):
        pace.see(at_s, done)

    assert pace.rate == 500.0  # from 20 to 22; what was before is too old
    assert pace.left_s(of=12_000) == 20.0  # 10,000 at 500 a second
    assert pace.left_s(of=2_000) == 0.0


def test_nobody_knows_when_what_stands_still_is_done() -> None:
    pace = Pace()
    pace.see(0.0, 70)
    assert (pace.rate, pace.left_s(of=100)) == (None, None)
    pace.see(5.0, 70)
    assert (pace.rate, pace.left_s(of=100)) == (0.0, None)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(7.4, "0:07"), (59.6, "1:00"), (750.0, "12:30"), (3_723.0, "1:02:03"), (None, "?")],
)
def test_a_span_is_written_as_on_a_clock(seconds: float | None, text: str) -> None:
    assert clock(seconds) == text
