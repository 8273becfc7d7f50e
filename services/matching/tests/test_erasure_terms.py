"""How long a debtor's records are kept, by law, and when a debit cannot come back any more."""

from datetime import date

import pytest

from libs.events.contracts.ingestion import ErasureAsked
from libs.events.contracts.matching import ErasureJudged
from services.matching.domain.erasing.judging import Held, judge
from services.matching.domain.erasing.terms import (
    RETENTIONS,
    RETURN_TERMS,
    Retention,
    kept_until,
    retention_of,
    returnable_until,
)
from services.matching.domain.items.state import ShareState
from services.matching.tests.building import CREDITOR


@pytest.mark.parametrize(
    ("country", "record_on", "today", "free_on"),
    [
        ("BE", "2026-02-01", "2026-02-01", "2037-01-01"),  # Code TVA, art. 60: 10 years
        ("BE", "2015-12-31", "2022-12-31", "2023-01-01"),  # 7 years before 2023
        ("DE", "2026-02-01", "2026-02-01", "2035-01-01"),  # § 147 AO: 8 years since 2025
        ("DE", "2014-05-05", "2024-12-31", "2025-01-01"),  # 10 before
        ("FR", "2026-12-31", "2027-01-01", "2037-01-01"),  # L123-22: 10 years
        ("NL", "2026-01-01", "2026-01-02", "2034-01-01"),  # art. 52 AWR: 7 years
    ],
)
def test_records_are_kept_as_the_law_of_the_creditors_country_says(
    country: str, record_on: str, today: str, free_on: str
) -> None:
    retention = retention_of(country, date.fromisoformat(today))
    assert retention is not None
    assert kept_until(retention, date.fromisoformat(record_on)) == date.fromisoformat(free_on)


def test_terms_are_ordered_and_each_names_its_law() -> None:
    places = [(one.country, one.since_on) for one in RETENTIONS]
    assert places == sorted(places)
    assert all(one.law for one in (*RETENTIONS, *RETURN_TERMS))


def test_a_country_without_a_loaded_term_is_not_guessed_at() -> None:
    held = Held(items=(), sources=(), country="XX", today=date(2099, 1, 1))
    asked = ErasureAsked(debtor="smith", creditor=CREDITOR, asking=1, asked_by="ada")
    judged = judge(asked, held)
    assert (judged.verdict, judged.cause, judged.number) == ("blocked", "term_unknown", "XX")


@pytest.mark.parametrize(
    ("number", "booked_on", "free_on"),
    [
        (0, "2026-03-03", "2026-04-29"),  # eight weeks: through 28 April
        (1, "2026-03-03", "2027-04-04"),  # thirteen months: through 3 April of the next year
        (1, "2026-01-31", "2027-03-01"),  # through the last day of February
    ],
)
def test_a_debit_may_come_back_for_eight_weeks_and_thirteen_months(
    number: int, booked_on: str, free_on: str
) -> None:
    until_on = returnable_until(RETURN_TERMS[number], date.fromisoformat(booked_on))
    assert until_on == date.fromisoformat(free_on)


def test_a_debits_term_is_waited_for_where_it_ends_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """No country keeps records for so short; the rule is shown with one that does."""
    short = Retention("BE", date(2012, 12, 31), 0, "kept for no time at all")
    monkeypatch.setattr("services.matching.domain.erasing.terms.RETENTIONS", (short,))
    share = ShareState(
        share="s", payment="p", debtor="d", status="booked", booked_on=date(2026, 3, 3)
    )
    asked = ErasureAsked(debtor="d", creditor=CREDITOR, asking=1, asked_by="ada")

    def judged(today: str) -> ErasureJudged:
        on_account = Held((), (share,), "BE", date.fromisoformat(today))
        return judge(asked, on_account)

    waits = judged("2027-04-03")
    assert (waits.verdict, waits.cause, waits.until_on) == (
        "waits",
        "returnable_debit",
        date(2027, 4, 4),
    )
    assert "art. 71" in waits.law
    assert judged("2027-04-04").verdict == "free"
