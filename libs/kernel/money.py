"""Money: an exact decimal amount in one currency, text on the wire."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

# Minor units by ISO 4217; a currency that is not listed here has two.
_EXPONENTS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_DIGITS_MAX: Final = 18
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_WIRE: Final = re.compile(r"((-?[0-9]{1,18})(?:\.([0-9]{1,4}))?) ([A-Z]{3})")


class MoneyMistake(ValueError):
    """An amount or a currency that cannot be money."""


def minor_units(currency: str) -> int:
    """How many decimals amounts in `currency` have (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of `currency` with exactly its minor units; may be negative.

    >>> Money.of("40.00", "EUR") + Money.of("0.50", "EUR")
    Money(amount=Decimal('40.50'), currency='EUR')
    """

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, text: str | int | Decimal, currency: str) -> Self:
        """Read `text` exactly. Raises MoneyMistake for a float, too many decimals, no currency."""
        if isinstance(text, float | bool):
            raise MoneyMistake(f"{text!r} is no exact amount; write it as text")
        if len(currency) != 3 or not (
            currency.isascii() and currency.isalpha() and currency.isupper()
        ):
            raise MoneyMistake(f"{currency!r} is no ISO 4217 currency code")
        try:
            amount = Decimal(text)
        except InvalidOperation as mistake:
            raise MoneyMistake(f"{text!r} is no decimal amount") from mistake
        if (
            not amount.is_finite()
            or abs(amount.adjusted()) >= _DIGITS_MAX
            or len(amount.as_tuple().digits) > _DIGITS_MAX
        ):
            raise MoneyMistake(f"{text!r} is no amount of at most {_DIGITS_MAX} digits")
        exact = amount.quantize(Decimal(1).scaleb(-minor_units(currency)))
        if exact != amount:
            raise MoneyMistake(f"{text} {currency} has more than {minor_units(currency)} decimals")
        return cls(exact, currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls.of(0, currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise MoneyMistake(f"cannot mix {self.currency} and {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.amount), self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __gt__(self, other: "Money") -> bool:
        return other < self

    def __ge__(self, other: "Money") -> bool:
        return other <= self

    @property
    def is_zero(self) -> bool:
        return self.amount == 0

    @property
    def is_positive(self) -> bool:
        return self.amount > 0

    def __str__(self) -> str:
        """As it is read aloud: `40.00 EUR`."""
        return f"{self.amount} {self.currency}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _: Any, __: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """On the wire one text, `"40.00 EUR"`; a JSON number is refused."""
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_plain_validator_function(read_money),
            python_schema=core_schema.no_info_plain_validator_function(read_money),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _: Any, __: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,4})? [A-Z]{3}$",
            "description": "Exact decimal amount, a space, ISO 4217 code.",
            "examples": ["40.00 EUR"],
        }


def read_money(value: object) -> Money:
    """Money out of `"40.00 EUR"` (or Money itself), with exactly its currency's minor units.

    Raises MoneyMistake for anything else, also for `"+40.00 EUR"` and `"40.000 EUR"`.
    """
    if isinstance(value, Money):
        return value
    match = _WIRE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise MoneyMistake(f"{value!r} is no text like '40.00 EUR'")
    text, whole, decimals, currency = match.groups(default="")
    if len(decimals) != _EXPONENTS.get(currency, 2):
        raise MoneyMistake(f"{value!r} has not the {minor_units(currency)} decimals of {currency}")
    # A sign is no digit; far below the limit it is not looked for.
    if len(text) > _DIGITS_MAX and len(whole.lstrip("-")) + len(decimals) > _DIGITS_MAX:
        raise MoneyMistake(f"{value!r} has more than {_DIGITS_MAX} digits")
    return Money(Decimal(text), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, all in `currency`; zero of it when there are none."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def smaller(one: Money, other: Money) -> Money:
    """The lesser of two amounts in the same currency."""
    return one if one <= other else other
