"""In which language a debtor is written to: its own, its country's, at last English."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import yaml

from services.notifications.adapters.composing.languages import COUNTRIES, LAST_RESORT


def language_for(told: str, country: str, postcode: str, written: Collection[str]) -> str:
    """`told`: what the debtor's facts say, e.g. `fr` or `fr-BE`; `written`: what there is."""
    own = told.strip().lower().replace("_", "-").partition("-")[0]
    wanted = (own, *_languages_of(country.strip().upper(), postcode))
    return next((one for one in wanted if one in written), LAST_RESORT)


def _languages_of(country: str, postcode: str) -> Iterator[str]:
    for rule in _countries().get(country, ()):
        if isinstance(rule, str):
            yield rule
        elif _fits(rule, postcode):
            yield from rule["languages"]
            return


def _fits(rule: dict[str, Any], postcode: str) -> bool:
    if "postcodes" not in rule:
        return True
    digits = "".join(letter for letter in postcode if letter.isdecimal() and letter.isascii())
    first, last = rule["postcodes"]
    return len(digits) == 4 and first <= int(digits) <= last


@cache
def _countries() -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = yaml.safe_load(COUNTRIES.read_text("utf-8"))
    return told
