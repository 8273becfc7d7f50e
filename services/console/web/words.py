"""The words of a page in one of four languages, and how each writes money, days and counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from fastapi import Request

FOLDER: Final = Path(__file__).parent / "catalogues"
LOCALES: Final[Mapping[str, str]] = {"en": "en_GB", "fr": "fr_FR", "nl": "nl_NL", "de": "de_DE"}
"""Languages in the order in which they are offered."""
LAST_RESORT: Final = "en"
NOTHING: Final = "\u2013"
MILLION: Final = 1_000_000
MONEY_KEPT: Final = 4_096
DAYS_KEPT: Final = 4_096


@dataclass(frozen=True, slots=True)
class Words:
    """One language; its catalogue stands in `catalogues/<code>.yaml`."""

    code: str
    zone: str
    """In which moments are told."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key. Raises KeyError: a page asks only for what every catalogue has."""
        return catalogue(self.code)[key].format(**values)

    def filled(self, key: str, values: Mapping[str, str]) -> str:
        """The same with values that may know what is missing."""
        return catalogue(self.code)[key].format_map(values)

    def has(self, key: str) -> bool:
        return key in catalogue(self.code)

    def of(self, group: str, name: str | None) -> str:
        """The word for one of a service's names; one that is unknown here is told as it is."""
        if not name:
            return ""
        return self(f"{group}.{name}") if self.has(f"{group}.{name}") else name.replace("_", " ")

    def of_code(
        self, group: str, code: str, values: Mapping[str, object], *, otherwise: str = ""
    ) -> str:
        """The sentence for one of a service's codes, with its figures."""
        key = f"{group}.{code}"
        return self(key, **values) if self.has(key) else otherwise or code.replace("_", " ")

    @property
    def locale(self) -> Locale:
        return _locale(self.code)

    def money(self, amount: str | None, *, cents: bool = True) -> str:
        """`1234.56 EUR` as the language writes it."""
        return _money(self.code, amount, cents) if amount else NOTHING

    def short_money(self, amount: Decimal, currency: str) -> str:
        """For a chart: whole units, from a million on in millions with one decimal."""
        if abs(amount) < MILLION:
            return self.money(f"{amount.quantize(1)} {currency}", cents=False)
        return str(format_compact_currency(amount, currency, locale=self.locale, fraction_digits=1))

    def plain(self, figures: str) -> str:
        """`1234.50` with the decimal sign of the language, as it is typed."""
        return figures if self.code == "en" else figures.replace(".", ",")

    def day(self, on: date | str | None, *, form: str = "medium") -> str:
        """A day; text is ISO 8601."""
        if not on:
            return NOTHING
        day_on = date.fromisoformat(on[:10]) if isinstance(on, str) else on
        return _day(self.code, day_on, form)

    def short_day(self, on: date | str | None) -> str:
        """Without the year, for columns."""
        return self.day(on, form="d MMM")

    def moment(self, at: datetime | str | None) -> str:
        if not at:
            return NOTHING
        return str(
            format_datetime(self._there(at), "d MMM y HH:mm", locale=self.locale, tzinfo=None)
        )

    def time(self, at: datetime | str) -> str:
        return str(format_time(self._there(at), "HH:mm", locale=self.locale, tzinfo=None))

    def day_at(self, at: datetime | str | None) -> str:
        """The day of a moment, where it is told."""
        return self.day(self.day_of(at)) if at else NOTHING

    def day_of(self, at: datetime | str) -> date:
        return self._there(at).date()

    def _there(self, at: datetime | str) -> datetime:
        when = datetime.fromisoformat(at) if isinstance(at, str) else at
        return when.astimezone(ZoneInfo(self.zone))

    def count(self, number: int | float | Decimal) -> str:
        return str(format_decimal(number, locale=self.locale))

    def share(self, part: float | Decimal | None) -> str:
        """0.973 as `97.3 %`."""
        if part is None:
            return NOTHING
        return str(format_percent(part, format="#,##0.0\u00a0%", locale=self.locale))

    def iban(self, number: str | None) -> str:
        """In groups of four, as it is read out."""
        text = number or ""
        return "\u00a0".join(text[at : at + 4] for at in range(0, len(text), 4))

    def listed(self, names: Sequence[str], most: int = 4) -> str:
        """`F-1, F-2 + 3`."""
        shown = ", ".join(names[:most])
        return f"{shown} +\u00a0{len(names) - most}" if len(names) > most else shown or NOTHING


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """All texts of a language by their dotted keys."""
    told = yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))
    return dict(_flat("", told))


def _flat(before: str, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        key = f"{before}{name}"
        if isinstance(value, dict):
            yield from _flat(f"{key}.", value)
        else:
            yield key, str(value)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(LOCALES[code])


@lru_cache(maxsize=DAYS_KEPT)
def _day(code: str, day_on: date, form: str) -> str:
    return str(format_date(day_on, format=form, locale=_locale(code)))


@lru_cache(maxsize=MONEY_KEPT)
def _money(code: str, amount: str, cents: bool) -> str:
    """A page names an amount several times, and writing it is most of what the page costs."""
    figures, currency = amount.split(" ")
    locale = _locale(code)
    whole = str(locale.currency_formats["standard"].pattern).replace(".00", "")
    return str(
        format_currency(
            Decimal(figures),
            currency,
            locale=locale,
            format=None if cents else whole,
            currency_digits=cents,
        )
    )


def chosen(request: Request, kept: str) -> str:
    """The language that somebody chose, else the first of the browser's that there is."""
    if kept in LOCALES:
        return kept
    for one in request.headers.get("accept-language", "").split(","):
        code = one.split(";")[0].strip()[:2].lower()
        if code in LOCALES:
            return code
    return LAST_RESORT
