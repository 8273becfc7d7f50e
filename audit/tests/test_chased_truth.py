"""The chase held against what is true of a life."""

from dataclasses import replace

import pytest

from audit.chased_truth import against_truth, figures, known_entries
from audit.scoring import Judged, Judgement, Result
from audit.tests.building import an_entry, its_truth
from audit.tests.chasing import Chasing, a_chase, asked_and_sent
from audit.truth import TrueAnswer, TrueDocument, Truth


def a_truth(arrives_on: str, *, certain: bool | str = True, returned_on: str = "") -> Truth:
    """F-1 of 100.00 is due on 4 February; its payment is fed in on that day."""
    entry = an_entry(10000, "R0", {"F-1": 10000}, certain=certain)
    return its_truth(
        invoices={"F-1": TrueDocument("C-1", 10000, arrives_on="2026-01-05", due_on="2026-02-04")},
        entries=(replace(entry, arrives_on=arrives_on, returned_on=returned_on),),
    )


def whys(truth: Truth, chase: Chasing) -> list[str]:
    return [wrong.why for wrong in against_truth(truth, chase.chase(), truth.entries)]


OVERASKED = ["asked for more than the truth knows to be owed"]


def test_what_was_paid_by_a_file_of_an_earlier_day_is_not_owed() -> None:
    chase = asked_and_sent(a_chase())  # on 16 February
    assert whys(a_truth("2026-02-13"), chase) == OVERASKED
    assert whys(a_truth("2026-02-16"), chase) == []


@pytest.mark.parametrize(
    ("certain", "result", "day_by_day", "is_known"),
    [
        (True, Result.EXACT, False, True),
        (True, Result.WRONG, False, True),
        (True, Result.MISSING, False, True),
        (True, Result.SUGGESTED, False, False),
        (True, Result.UNIDENTIFIED, False, False),
        (False, Result.EXACT, True, False),
        ("order-dependent", Result.EXACT, True, True),
        ("order-dependent", Result.EXACT, False, False),
    ],
)
def test_what_could_be_known_and_was_not_left_to_a_person_counts(
    certain: bool | str, result: Result, day_by_day: bool, is_known: bool
) -> None:
    (entry,) = a_truth("2026-02-13", certain=certain).entries
    judged = Judged(entry, None, {}, result, entry.is_known(day_by_day=day_by_day))
    assert known_entries(Judgement((judged,), ())) == ([entry] if is_known else [])


def test_what_the_bank_took_back_is_owed_again() -> None:
    chase = asked_and_sent(a_chase())
    assert whys(a_truth("2026-02-06", returned_on="2026-02-13"), chase) == []
    assert whys(a_truth("2026-02-06", returned_on="2026-02-17"), chase) == OVERASKED


def test_a_credit_note_of_an_earlier_day_is_not_owed() -> None:
    chase, truth = asked_and_sent(a_chase()), a_truth("2026-03-01")
    note = TrueDocument("C-1", 2000, invoice="F-1", arrives_on="2026-02-10")
    assert whys(replace(truth, credit_notes={"K-1": note}), chase) == OVERASKED


def test_a_promise_is_judged_as_it_went() -> None:
    chase = a_chase()
    chase.dunning(
        "promise_made", "promise/p", promise="p", items=["F-1"], amount="100.00 EUR",
        pay_by_on="2026-02-20", judged_from_on="2026-02-24",
    )  # fmt: skip
    kept = TrueAnswer("2026-02-17", "promise", "F-1", "kept")
    truth = replace(a_truth("2026-02-20"), answers=(kept,))
    assert whys(truth, chase) == []
    chase.dunning("promise_broken", "promise/p", promise="p")
    assert whys(truth, chase) == ["promise judged broken, in truth kept"]
    chase.dunning("promise_kept", "promise/p", promise="p")
    assert whys(truth, chase) == []


def test_those_who_pay_in_time_and_those_who_never_do_are_counted() -> None:
    chase = asked_and_sent(a_chase())
    paid = a_truth("2026-02-03")
    in_time = figures(paid, chase.chase(), paid.entries)
    assert (in_time.paid_in_time, in_time.paid_in_time_asked) == (1, 1)
    assert (in_time.never_paid, in_time.never_paid_asked) == (0, 0)

    unpaid = replace(paid, entries=())
    chase.day("2026-02-24")  # twenty days after it was due
    assert figures(unpaid, chase.chase(), ()).never_paid == 0
    chase.day("2026-02-25")
    never = figures(unpaid, chase.chase(), ())
    assert (never.paid_in_time, never.never_paid, never.never_paid_asked) == (0, 1, 1)
    silent = replace(unpaid, silent=frozenset({"C-1"}))
    assert figures(silent, chase.chase(), ()).never_paid == 0
