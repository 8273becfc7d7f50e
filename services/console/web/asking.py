"""A request that a form becomes, and amounts as people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from libs.kernel.money import Money, MoneyMistake, minor_units
from services.console.web.visiting import Form

APOSTROPHES: Final = "'\u2019"
"""Group figures in Switzerland."""
THREE: Final = 3
_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED: Final = re.compile(r"-?[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*")
"""One sign, and three figures behind each."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to a service."""

    service: str
    path: str
    body: Mapping[str, Any]


def amount_of(form: Form) -> dict[str, str]:
    """`1234,50` and a currency as the services read money; nothing where nothing is given."""
    amount = written(form["amount"], form["currency"])
    return {"amount": amount} if amount else {}


def written(amount: str, currency: str) -> str:
    """`1 234,5` as `1234.50 EUR`: the last of point and comma is the decimal one.

    Three figures behind the only sign are a group, where the currency has not three decimals and
    what stands before it can be the first group. What is no amount of the currency is left as it
    is: the service says what is wrong with it.
    """
    bare = "".join(one for one in amount if not one.isspace() and one not in APOSTROPHES)
    if not bare:
        return ""
    currency = currency or "EUR"
    figures = _figures(bare, currency)
    if not _PLAIN.fullmatch(figures):
        return f"{figures} {currency}"
    try:
        return str(Money.of(figures, currency))
    except MoneyMistake:
        return f"{figures} {currency}"


def _figures(bare: str, currency: str) -> str:
    signs = [one for one in bare if one in ".,"]
    if not signs or _only_groups(bare, len(signs), currency):
        return bare.replace(".", "").replace(",", "")
    whole, _, decimals = bare.rpartition(signs[-1])
    whole = whole.replace("," if signs[-1] == "." else ".", "")
    return f"{whole or '0'}.{decimals}"


def _only_groups(bare: str, signs_count: int, currency: str) -> bool:
    if not _GROUPED.fullmatch(bare):
        return False
    return signs_count > 1 or minor_units(currency) != THREE
