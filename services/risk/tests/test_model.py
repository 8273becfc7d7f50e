"""The model as arithmetic: written numbers, and laws that hold for any history."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.events.contracts.risk import ReasonCode, ScoreReason
from services.risk.domain.score.inputs import MONTHS_MAX, Inputs, Paid
from services.risk.domain.score.model import band_of, counts_as_late, score_of, weight_of
from services.risk.domain.score.reasons import reasons_of
from services.risk.domain.score.words import sentence_of

paid = st.builds(Paid, st.integers(-60, 400), st.integers(0, MONTHS_MAX - 1))
histories = st.builds(
    Inputs,
    paid=st.lists(paid, max_size=100).map(tuple),
    long_overdue_days=st.lists(st.integers(4, 100).map(lambda n: 7 * n), max_size=20).map(tuple),
    overdue_percent=st.integers(0, 10).map(lambda n: 10 * n),
    promises_broken=st.integers(0, 9),
    payments_returned=st.integers(0, 9),
    disputes_open=st.integers(0, 9),
)


@pytest.mark.parametrize(
    ("months", "weight"),
    [
        (0, "1"),
        (3, "0.707"),  # 2^(-1/2)
        (6, "0.5"),
        (12, "0.25"),
        (18, "0.125"),
        (35, "0.01753125"),  # 0.561 / 2^5
    ],
)
def test_what_was_paid_half_a_year_ago_counts_half(months: int, weight: str) -> None:
    assert weight_of(months) == Decimal(weight)


@pytest.mark.parametrize(
    ("late_days", "counts"),
    [(-5, "0"), (15, "0"), (24, "0.3"), (30, "0.5"), (45, "1"), (200, "1")],
)
def test_a_payment_around_the_thirtieth_day_counts_in_part(late_days: int, counts: str) -> None:
    assert counts_as_late(late_days) == Decimal(counts)


@pytest.mark.parametrize(
    ("percent", "band"),
    [(1, "A"), (4, "A"), (5, "B"), (14, "B"), (15, "C"), (34, "C"), (35, "D"), (59, "D"),
     (60, "E"), (99, "E")],
)  # fmt: skip
def test_a_band_begins_where_the_one_before_ends(percent: int, band: str) -> None:
    assert band_of(percent) == band


@pytest.mark.parametrize(
    ("inputs", "percent", "days"),
    [
        # Nothing known: the prior, 12 % and 8 days.
        (Inputs(), 12, 8),
        # One item 60 days late now: (3 x 0.12 + 1) / 4 = 34 %; (3 x 8 + 60) / 4 = 21 days.
        (Inputs(paid=(Paid(60, 0),)), 34, 21),
        # The same half a year ago: (0.36 + 0.5) / 3.5 = 24.57 %; (24 + 30) / 3.5 = 15.4 days.
        (Inputs(paid=(Paid(60, 6),)), 25, 15),
        # Two broken promises on the prior's odds, 0.12 / 0.88 x 2.25 = 0.3068: 23.5 %.
        (Inputs(promises_broken=2), 23, 8),
        # All that it owes overdue: 0.13636 x 2 = 0.2727: 21.4 %.
        (Inputs(overdue_percent=100), 21, 8),
        # Three times at most: 0.13636 x 1.5^3 = 0.4602: 31.5 %.
        (Inputs(payments_returned=9), 32, 8),
        # 0.13636 x 1.1 = 0.15: 13.04 %.
        (Inputs(disputes_open=1), 13, 8),
        # An item open for 35 days: (0.36 + 1) / 4 and (24 + 35) / 4 = 14.75.
        (Inputs(long_overdue_days=(35,)), 34, 15),
        # Who always pays early is expected on the due date, nearly: 24 / 23 = 1.04.
        (Inputs(paid=(Paid(-10, 0),) * 20), 2, 1),
    ],
)
def test_the_score_of_a_history(inputs: Inputs, percent: int, days: int) -> None:
    score = score_of(inputs)
    assert (score.late_percent, score.late_days) == (percent, days)


@given(histories)
def test_the_score_is_the_same_whatever_the_context_of_decimals(inputs: Inputs) -> None:
    wanted = score_of(inputs)
    with localcontext() as context:
        context.prec = 6
        assert score_of(inputs) == wanted
    assert 1 <= wanted.late_percent <= 99
    assert wanted.late_days >= 0


@given(histories, st.integers(0, 99), st.integers(1, 200))
def test_whoever_pays_an_item_later_is_never_scored_better(
    inputs: Inputs, which: int, later_days: int
) -> None:
    if not inputs.paid:
        return
    place = which % len(inputs.paid)
    one = inputs.paid[place]
    worse = (
        *inputs.paid[:place],
        replace(one, late_days=one.late_days + later_days),
        *inputs.paid[place + 1 :],
    )
    before, after = score_of(inputs), score_of(replace(inputs, paid=worse))
    assert after.late_percent >= before.late_percent
    assert after.late_days >= before.late_days


@given(histories)
def test_what_speaks_against_a_debtor_never_makes_it_better(inputs: Inputs) -> None:
    before = score_of(inputs).late_percent
    for more in (
        {"promises_broken": inputs.promises_broken + 1},
        {"payments_returned": inputs.payments_returned + 1},
        {"disputes_open": inputs.disputes_open + 1},
        {"long_overdue_days": (*inputs.long_overdue_days, 35)},
    ):
        assert score_of(replace(inputs, **more)).late_percent >= before


@given(histories)
def test_every_score_has_a_reason_and_every_reason_a_sentence(inputs: Inputs) -> None:
    reasons = reasons_of(inputs, score_of(inputs))
    assert reasons
    assert len({one.code for one in reasons}) == len(reasons)
    assert all(sentence_of(one).endswith(".") for one in reasons)


@pytest.mark.parametrize(
    ("code", "figure", "of", "sentence"),
    [
        ("no_history", 12, None,
         "Nothing is known of its payments yet: it is taken to be like any new debtor (12 %)."),
        ("paid_in_time", 2, 3, "2 of its last 3 paid items came by their due date."),
        ("paid_late", 3, 12,
         "3 of its last 12 paid items came more than 30 days late; the latest count most."),
        ("paid_ever_later", 51, 20,
         "It pays ever later: its last three items 51 days late on average, 20 before."),
        ("days_late", 1, None, "It is expected to pay 1 day late."),
        ("long_overdue", 1, None, "1 open item is more than 30 days overdue."),
        ("overdue_share", 40, None, "40 % or more of what it owes is overdue."),
        ("promises_broken", 2, None, "2 promises were broken within a year."),
        ("payments_returned", 1, None, "1 payment was returned within a year."),
        ("disputes_open", 2, None, "2 disputes within a year that nobody found valid."),
    ],
)  # fmt: skip
def test_a_reason_reads_like_this(
    code: ReasonCode, figure: int, of: int | None, sentence: str
) -> None:
    assert sentence_of(ScoreReason(code=code, figure=figure, of=of)) == sentence


def test_the_hash_is_of_all_that_the_model_sees() -> None:
    every = [
        Inputs(),
        Inputs(paid=(Paid(1, 0),)),
        Inputs(paid=(Paid(1, 1),)),
        Inputs(long_overdue_days=(35,)),
        Inputs(overdue_percent=10),
        Inputs(promises_broken=1),
        Inputs(payments_returned=1),
        Inputs(disputes_open=1),
    ]
    assert len({one.hash for one in every}) == len(every)
    assert Inputs(overdue_percent=10).hash == Inputs(overdue_percent=10).hash
