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
        ("nl", "1234.56", "EUR", f"€{NO_BREAK}1.234,56"),
        ("nl", "-150.25", "EUR", f"-€{NO_BREAK}150,25"),
        ("nl", "1234567.00", "CHF", f"CHF{NO_BREAK}1.234.567,00"),
        ("de", "1234.56", "EUR", f"1.234,56{NO_BREAK}€"),
        ("de", "-0.05", "EUR", f"-0,05{NO_BREAK}€"),
        ("de", "1234567.00", "CHF", f"1.234.567,00{NO_BREAK}CHF"),
        ("de", "1234", "JPY", f"1.234{NO_BREAK}JPY"),
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
        ("nl", date(2026, 3, 6), f"6{NO_BREAK}maart 2026"),
        ("nl", date(2026, 4, 1), f"1{NO_BREAK}april 2026"),
        ("de", date(2026, 3, 6), f"6.{NO_BREAK}März 2026"),
        ("de", date(2026, 4, 1), f"1.{NO_BREAK}April 2026"),
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
        ("nl", 0, "0 dagen"),
        ("nl", 1, "1 dag"),
        ("nl", 2, "2 dagen"),
        ("de", 0, "0 Tage"),
        ("de", 1, "1 Tag"),
        ("de", 2, "2 Tage"),
    ],
)
def test_counts_have_their_form(language: str, count: int, text: str) -> None:
    assert language_of(language).days_text(count) == text


@pytest.mark.parametrize(
    ("told", "country", "postcode", "chosen"),
    [
        ("fr", "DE", "", "fr"),  # its own comes first
        ("fr-BE", "", "", "fr"),
        ("FR", "", "", "fr"),
        ("nl-BE", "FR", "", "nl"),
        ("de-AT", "", "", "de"),
        ("de_CH", "", "", "de"),
        ("sv", "FR", "", "fr"),  # nobody has written Swedish: its country's
        ("sv-SE", "SE", "", "en"),
        ("", "FR", "", "fr"),
        ("", "NL", "3511 AB", "nl"),
        ("", "DE", "52062", "de"),
        ("", "AT", "1010", "de"),
        ("", "LU", "1009", "fr"),
        ("", "BE", "1000", "fr"),  # Brussels
        ("", "BE", "B-4000", "fr"),  # Liège
        ("", "BE", "9000", "nl"),  # Ghent
        ("", "BE", "4700", "de"),  # Eupen
        ("", "BE", "", "fr"),
        ("", "CH", "1201", "fr"),
        ("", "CH", "8001", "de"),
        ("", "US", "", "en"),
        ("", "", "", "en"),
    ],
)
def test_a_debtor_is_written_to_in_its_language_else_its_countrys_else_english(
    told: str, country: str, postcode: str, chosen: str
) -> None:
    assert language_for(told, country, postcode, languages()) == chosen


@pytest.mark.parametrize(
    ("told", "country", "postcode", "chosen"),
    [
        ("nl", "FR", "", "fr"),
        ("nl-BE", "", "", "en"),
        ("", "BE", "9000", "en"),  # Ghent: rather English than French
        ("", "BE", "4700", "fr"),  # Eupen: German, then French
        ("", "CH", "8001", "fr"),
        ("", "DE", "", "en"),
    ],
)
def test_what_a_template_is_not_written_in_is_passed_over(
    told: str, country: str, postcode: str, chosen: str
) -> None:
    assert language_for(told, country, postcode, {"en", "fr"}) == chosen
