"""How a language writes money, dates and counts; each language is one file of data."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from libs.kernel.money import Money, minor_units

FOLDER: Final = Path(__file__).parent / "languages"
COUNTRIES: Final = FOLDER / "countries.yaml"
LAST_RESORT: Final = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language; what it is made of stands in `languages/<code>.yaml`."""

    code: str
    group: str
    decimal: str
    money: str
    money_other: str
    """Of a currency that the language has no symbol for."""
    symbols: dict[str, str]
    date_pattern: str
    first_day: str
    months: tuple[str, ...]
    singular: tuple[int, ...]
    days_patterns: dict[str, str]
    words: dict[str, str]

    def money_text(self, amount: Money) -> str:
        """`1234.56 EUR` as `€1,234.56`, `1 234,56 €`, … with a minus before the whole."""
        figures = f"{abs(amount.amount):,.{minor_units(amount.currency)}f}"
        figures = figures.translate({ord(","): self.group, ord("."): self.decimal})
        symbol = self.symbols.get(amount.currency)
        pattern = self.money if symbol else self.money_other
        text = pattern.format(amount=figures, symbol=symbol, currency=amount.currency)
        return f"-{text}" if amount.amount < 0 else text

    def date_text(self, day_on: date) -> str:
        day = self.first_day if day_on.day == 1 else str(day_on.day)
        month = self.months[day_on.month - 1]
        return self.date_pattern.format(day=day, month=month, year=day_on.year)

    def days_text(self, count: int) -> str:
        form = "one" if count in self.singular else "other"
        return self.days_patterns[form].format(count=count)

    def word(self, name: str, /, **values: str) -> str:
        return self.words[name].format(**values)


@cache
def language_of(code: str) -> Language:
    """Raises FileNotFoundError for a language that nobody has written down."""
    told: dict[str, Any] = yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))
    told["months"], told["singular"] = tuple(told["months"]), tuple(told["singular"])
    return Language(code=code, **told)


@cache
def languages() -> frozenset[str]:
    """Codes of the languages that are written down."""
    return frozenset(file.stem for file in FOLDER.glob("*.yaml") if file != COUNTRIES)
