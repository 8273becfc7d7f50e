"""A request that a form becomes, and amounts as people write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from libs.kernel.money import Money, MoneyMistake
from services.console.web.visiting import Form

APOSTROPHES: Final = "'\u2019"
"""Group figures in Switzerland."""


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

    What is no amount of the currency is left as it is: the service says what is wrong with it.
    """
    bare = "".join(one for one in amount if not one.isspace() and one not in APOSTROPHES)
    if not bare:
        return ""
    currency = currency or "EUR"
    figures = _figures(bare)
    try:
        return str(Money.of(figures, currency))
    except MoneyMistake:
        return f"{figures} {currency}"


def _figures(bare: str) -> str:
    at = max(bare.rfind("."), bare.rfind(","))
    if at < 0 or len(bare) - at - 1 == 3:  # no decimals: both only group
        return bare.replace(".", "").replace(",", "")
    whole = bare[:at].replace(".", "").replace(",", "")
    return f"{whole or '0'}.{bare[at + 1 :]}"
