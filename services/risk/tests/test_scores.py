"""The score of a debtor: said when it changes, with reasons, from its own history."""

from itertools import chain

from libs.events.contracts.risk import (
    BandChanged,
    CheckScheduled,
    DebtorNoted,
    DebtorScored,
    ExposureChanged,
    ItemNoted,
    PromiseNoted,
    ReturnNoted,
    SettlementNoted,
)
from libs.testkit.scenarios import Scenario, like
from services.risk.domain.score.inputs import Inputs
from services.risk.domain.score.model import MODEL
from services.risk.tests.building import (
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    cancelled,
    disputed,
    extended,
    key,
    on,
    paid_late,
    promise_broken,
    promise_kept,
    reopened,
    resolved,
    risk,
    settled,
    taken_back,
)


def known(*, day: str = "2026-03-02") -> Scenario:
    return risk.given(a_creditor(), a_day(day), a_debtor())


def last_score(scenario: Scenario) -> DebtorScored:
    """The last that the last message led to."""
    found = [one.event for one in scenario.recorded if isinstance(one.event, DebtorScored)]
    return found[-1]


def codes(scenario: Scenario) -> list[str]:
    return [one.code for one in last_score(scenario).reasons]


def test_a_debtor_without_history_has_the_prior_and_is_told_so() -> None:
    scenario = risk.given(a_creditor(), a_day("2026-03-02")).when(a_debtor())
    scenario.then(
        like(DebtorNoted, debtor=DEBTOR),
        like(DebtorScored, late_percent=12, late_days=8, band="B", model=MODEL),
        like(BandChanged, band="B", was=None, cause="score"),
    )
    score = last_score(scenario)
    assert codes(scenario) == ["no_history"]
    assert score.inputs_hash == Inputs().hash
    assert score.scored_on == on("2026-03-02")


def test_a_debtor_that_is_heard_of_before_any_day_waits_for_one() -> None:
    scenario = risk.given(a_debtor())
    scenario.given(a_creditor())
    scenario.when(a_day("2026-03-02")).then_among(like(DebtorScored, band="B"))
    late = risk.given(a_day("2026-03-02"), a_debtor())
    late.when(a_creditor()).then_among(like(DebtorScored, band="B"))


def test_an_item_that_is_not_due_changes_no_score() -> None:
    known().when(an_item("F-1", due="2026-03-30")).then(
        like(ItemNoted, item="F-1"),
        like(ExposureChanged, as_of_on=on("2026-03-02")),
        like(CheckScheduled, check_on=on("2026-03-31")),
    )


def test_who_pays_in_time_rises_to_the_best_band() -> None:
    """3 x 12 % of the prior and ten items in time: 0.36 / 13 is 3 %."""
    history = chain.from_iterable(paid_late(f"F-{n}", -1, "2026-02-27") for n in range(9))
    scenario = known().given(*history)
    for fact in paid_late("F-10", 0, "2026-03-01"):
        scenario.when(fact)
    assert (last_score(scenario).late_percent, last_score(scenario).band) == (3, "A")
    assert codes(scenario) == ["days_late", "paid_in_time"]


def test_who_pays_ever_later_sinks_band_by_band_and_is_told_why() -> None:
    scenario = known(day="2026-01-02")
    bands: list[str] = []
    for number, late_days in enumerate((0, 5, 12, 25, 38, 50, 55, 60)):
        day = f"2026-0{1 + number // 2}-{15 if number % 2 else 3:02}"
        scenario.given(a_day(day))
        for fact in paid_late(f"F-{number}", late_days, day):
            scenario.when(fact)
        bands.append(scenario.state(key("debtor", DEBTOR)).band)
    assert bands == ["B", "B", "B", "B", "C", "C", "D", "D"]  # 9 7 6 10 19 29 36 … %
    assert codes(scenario) == ["paid_late", "paid_ever_later", "days_late", "paid_in_time"]


def test_what_a_credit_note_settled_tells_nothing_of_how_it_pays() -> None:
    scenario = known().given(an_item("F-1", due="2025-11-01"))
    scenario.when(settled("F-1", "2026-03-01", kind="credit"))
    assert codes(scenario) == ["no_history"]


def test_an_extension_moves_what_counts_as_late() -> None:
    scenario = known().given(an_item("F-1", due="2026-01-10"))
    scenario.given(extended("F-1", "2026-02-28", was="2026-01-10"))
    scenario.when(settled("F-1", "2026-02-27"))
    scenario.then_among(like(SettlementNoted, late_days=-1))


def test_a_payment_that_comes_back_is_no_payment_and_counts_once() -> None:
    scenario = known().given(*paid_late("F-1", 0, "2026-03-01"))
    scenario.when(taken_back("share-1")).then_among(like(ReturnNoted, payment="p1"))
    assert "payments_returned" in codes(scenario)
    scenario.when(taken_back("share-2")).then_nothing()
    scenario.when(reopened("F-1")).then_among(like(SettlementNoted, late_days=None))
    known().when(taken_back("share-1", by_return="")).then_nothing()


def test_a_cancelled_item_leaves_the_history() -> None:
    scenario = known().given(*paid_late("F-1", 60, "2026-03-01"))
    scenario.when(cancelled("F-1")).then_among(like(SettlementNoted, late_days=None))
    assert codes(scenario) == ["no_history"]


def test_a_broken_promise_counts_for_a_year_unless_it_is_unbroken() -> None:
    scenario = known().when(promise_broken("promise-1", "2026-03-02"))
    scenario.then_among(like(PromiseNoted, broken=True), like(DebtorScored, late_percent=17))
    assert codes(scenario) == ["promises_broken", "no_history"]
    scenario.when(promise_kept("promise-1")).then_among(like(DebtorScored, late_percent=12))

    broken = known().given(promise_broken("promise-1", "2026-03-02"))
    broken.when(a_day("2027-03-02")).then()
    broken.when(a_day("2027-03-03")).then_among(like(DebtorScored, late_percent=12))
    last = known(day="2027-03-02").when(promise_broken("promise-1", "2026-03-02"))
    assert codes(last) == ["promises_broken", "no_history"]


def test_what_was_paid_counts_less_from_month_to_month_and_nothing_after_three_years() -> None:
    """(0.36 + 0.891) / 3.891 is 32 %, where it was 34 %."""
    scenario = known().given(*paid_late("F-1", 60, "2026-03-01"))
    scenario.when(a_day("2026-03-30")).then()
    scenario.when(a_day("2026-03-31")).then_among(like(DebtorScored, late_percent=32, late_days=20))

    old = known()
    for fact in paid_late("F-1", 60, "2023-03-01"):
        old.when(fact)
    assert codes(old) == ["no_history"]


def test_a_dispute_speaks_against_the_debtor_until_it_is_found_valid() -> None:
    scenario = known().given(an_item("F-1", due="2026-03-30"))
    scenario.when(disputed("F-1", "dispute-1"))
    assert codes(scenario) == ["disputes_open", "no_history"]
    scenario.when(resolved("F-1", "dispute-1", "refused"))
    assert not [one for one in scenario.recorded if isinstance(one.event, DebtorScored)]
    found = known().given(an_item("F-1", due="2026-03-30"), disputed("F-1", "dispute-1"))
    found.when(resolved("F-1", "dispute-1", "valid"))
    assert codes(found) == ["no_history"]


def test_an_open_item_is_late_once_it_is_thirty_days_overdue_and_ages_by_weeks() -> None:
    scenario = known().given(an_item("F-1", due="2026-03-06"))
    scenario.when(a_day("2026-03-07")).then_among(like(DebtorScored, late_percent=21))
    assert codes(scenario) == ["overdue_share", "no_history"]
    scenario.when(a_day("2026-04-05")).then()  # the thirtieth day
    scenario.when(a_day("2026-04-06"))
    assert codes(scenario) == ["long_overdue", "overdue_share", "days_late"]
    scenario.when(a_day("2026-04-09")).then()
    scenario.when(a_day("2026-04-10")).then_among(like(DebtorScored, late_days=15))


def test_what_is_wholly_contested_is_not_overdue() -> None:
    scenario = known().given(an_item("F-1", due="2026-01-01"))
    scenario.when(disputed("F-1", "dispute-1"))
    assert codes(scenario) == ["disputes_open", "no_history"]


def test_the_same_score_is_not_said_again() -> None:
    scenario = known()
    for debtor_facts in paid_late("F-1", 0, "2026-03-01"):
        scenario.given(debtor_facts)
    scenario.when(settled("F-1", "2026-03-01")).then_nothing()
    scenario.when(a_debtor()).then_nothing()


def test_a_played_day_is_the_tenants_own() -> None:
    scenario = known().given(an_item("F-1", due="2026-03-06"))
    scenario.when(a_day("2026-03-20", played_by="acme"))
    assert last_score(scenario).scored_on == on("2026-03-20")
    scenario.when(a_day("2026-03-03")).then()
    assert scenario.state(key("debtor", DEBTOR)).exposures["EUR"].overdue.is_positive
