"""Terms that a debtor's records have to be kept for: dated data, each with the law it stands in."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from libs.kernel.days import add_months


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a country has invoices, credit notes and bank records kept."""

    country: str
    since_on: date
    """From this day on the record is the law; a later one takes its place."""
    years: int
    """Counted from the end of the calendar year of the record."""
    law: str


@dataclass(frozen=True, slots=True)
class ReturnTerm:
    """How long a collected debit may still come back after it was booked."""

    months: int
    weeks: int
    law: str


RETENTIONS: Final = (
    Retention("BE", date(2012, 12, 31), 7, "Code TVA, art. 60 (before 2023)"),
    Retention("BE", date(2023, 1, 1), 10, "Code TVA, art. 60, § 4; loi du 20 novembre 2022"),
    Retention("DE", date(1977, 1, 1), 10, "§ 147 Abs. 3 AO (before 2025)"),
    Retention("DE", date(2025, 1, 1), 8, "§ 147 Abs. 3 AO, § 14b UStG; BEG IV"),
    Retention("FR", date(2000, 9, 21), 10, "Code de commerce, art. L123-22"),
    Retention("NL", date(1994, 1, 1), 7, "art. 52 lid 4 AWR; art. 2:10 lid 3 BW"),
)
"""Ordered by country, then by day. To be confirmed by whoever runs Relance for a country."""

RETURN_TERMS: Final = (
    ReturnTerm(0, 8, "Directive (EU) 2015/2366, art. 77: refund of an authorised debit"),
    ReturnTerm(13, 0, "Directive (EU) 2015/2366, art. 71: debit that nobody authorised"),
)


def retention_of(country: str, today: date) -> Retention | None:
    """What the country asks for today; None: no record of it is loaded, and nobody guesses."""
    known = [one for one in RETENTIONS if one.country == country and one.since_on <= today]
    return known[-1] if known else None


def kept_until(retention: Retention, record_on: date) -> date:
    """The first day on which a record of that day need not be kept any more."""
    return date(record_on.year + retention.years + 1, 1, 1)


def returnable_until(term: ReturnTerm, booked_on: date) -> date:
    """The first day on which a debit booked that day cannot come back under this rule."""
    last_on = add_months(booked_on, term.months) + timedelta(weeks=term.weeks)
    return last_on + timedelta(days=1)
