"""Money, dates and counts as each language writes them, and in which one a debtor is written to."""

from datetime import date

import pytest

from libs.kernel.money import Money
from services.notifications.adapters.composing.choosing import language_for
from services.notifications.adapters.composing.languages import language_of, languages

NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "text"),
    [
        ("en", "1234.56", "EUR", "€1,234.56"),
        ("en", "-0.05", "EUR", "-€0.05"),
        ("en", "1234567.00", "CHF", "CHF 1,234,567.00"),
        ("en", "1234", "JPY", "JPY 1,234"),
        ("fr", "1234.56", "EUR", f"1{NARROW}234,56{NO_BREAK}€"),
        ("fr", "-150.25", "EUR", f"-150,25{NO_BREAK}€"),
        ("fr", "12.345", "TND", f"12,345{NO_BREAK}TND"),
    ],
)
def test_money_is_written_as_its_language_writes_it(
    language: str, amount: str, currency: str, text: str
) -> None:
    assert language_of(language).money_text(Money.of(amount, currency)) == text


@pytest.mark.parametrize(
    ("language", "day", "text"),
    [
        ("en", date(2026, 4, 1), f"1{NO_BREAK}April 2026"),
        ("fr", date(2026, 4, 1), f"1er{NO_BREAK}avril 2026"),
        ("fr", date(2026, 2, 18), f"18{NO_BREAK}février 2026"),
    ],
)
def test_days_are_written_as_their_language_writes_them(
    language: str, day: date, text: str
) -> None:
    assert language_of(language).date_text(day) == text


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 0, "0 days"),
        ("en", 1, "1 day"),
        ("en", 2, "2 days"),
        ("fr", 0, "0 jour"),
        ("fr", 1, "1 jour"),
        ("fr", 2, "2 jours"),
    ],
)
def test_counts_have_their_form(language: str, count: int, text: str) -> None:
    assert language_of(language).days_text(count) == text


def test_every_language_has_the_same_words() -> None:
    words = {code: sorted(language_of(code).words) for code in languages()}
    assert words == {code: words["en"] for code in languages()}


@pytest.mark.parametrize(
    ("told", "country", "postcode", "chosen"),
    [
        ("fr", "DE", "", "fr"),  # its own comes first
        ("fr-BE", "", "", "fr"),
        ("FR", "", "", "fr"),
        ("nl", "FR", "", "fr"),  # nobody has written Dutch: its country's
        ("", "FR", "", "fr"),
        ("", "BE", "1000", "fr"),  # Brussels
        ("", "BE", "B-4000", "fr"),  # Liège
        ("", "BE", "9000", "en"),  # Ghent: rather English than French
        ("", "BE", "4700", "fr"),  # Eupen: German, which nobody has written, then French
        ("", "BE", "", "fr"),
        ("", "CH", "1201", "fr"),
        ("", "CH", "8001", "fr"),  # German, which nobody has written, then French
        ("", "US", "", "en"),
        ("", "", "", "en"),
    ],
)
def test_a_debtor_is_written_to_in_its_language_else_its_countrys_else_english(
    told: str, country: str, postcode: str, chosen: str
) -> None:
    assert language_for(told, country, postcode, {"en", "fr"}) == chosen


def test_once_it_is_written_a_language_is_chosen() -> None:
    assert language_for("", "BE", "9000", {"en", "fr", "nl"}) == "nl"
    assert language_for("", "DE", "", {"en", "de"}) == "de"
