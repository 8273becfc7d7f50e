"""Amounts as whole numbers of minor units, and back."""

from decimal import Decimal

THREE = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
NONE = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"}


def decimals(currency: str) -> int:
    return 3 if currency in THREE else 0 if currency in NONE else 2


def cents(money: str) -> int:
    """`"40.00 EUR"` as 4000. Raises ValueError when it is no whole number of minor units."""
    amount, _, currency = money.partition(" ")
    scaled = Decimal(amount).scaleb(decimals(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{money!r} is finer than its currency")
    return int(scaled)


def shown(amount: int, currency: str = "EUR") -> str:
    """4000 as `40.00 EUR`, with thin groups of thousands."""
    places = decimals(currency)
    return f"{Decimal(amount).scaleb(-places):,.{places}f} {currency}"
