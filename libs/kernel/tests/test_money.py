"""Money is exact, of one currency, and text on the wire."""

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from libs.kernel.money import Money, MoneyMistake, read_money, smaller, total


class Bill(BaseModel):
    model_config = ConfigDict(strict=True)
    due: Money


def test_sums_are_exact() -> None:
    amounts = [Money.of(text, "EUR") for text in ("0.10", "0.20", "0.30")]
    assert total(amounts, "EUR") == Money.of("0.60", "EUR")
    assert str(amounts[0] - amounts[2]) == "-0.20 EUR"
    assert smaller(amounts[0], amounts[1]) == amounts[0]


def test_currencies_do_not_mix() -> None:
    with pytest.raises(MoneyMistake, match="cannot mix EUR and USD"):
        Money.of("1", "EUR") + Money.of("1", "USD")


@pytest.mark.parametrize(
    ("text", "currency", "shown"),
    [
        ("40", "EUR", "40.00 EUR"),
        ("40.5", "EUR", "40.50 EUR"),
        ("40", "JPY", "40 JPY"),
        ("0.001", "KWD", "0.001 KWD"),
        ("-0.01", "EUR", "-0.01 EUR"),
    ],
)
def test_amounts_have_their_currency_s_decimals(text: str, currency: str, shown: str) -> None:
    assert str(Money.of(text, currency)) == shown
    assert read_money(shown) == Money.of(text, currency)


@pytest.mark.parametrize("text", ["0.001", "1e400", "NaN", "1.0.0", "", "9" * 19])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyMistake):
        Money.of(text, "EUR")


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "E1R", "ÉUR"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(MoneyMistake, match="ISO 4217"):
        Money.of("1", currency)


@pytest.mark.parametrize(
    "wire",
    [
        "40.0",
        '"40.00"',
        '"40.0 EUR"',
        '"40.000 EUR"',
        '"+40.00 EUR"',
        '"4\\uff10.00 EUR"',
        '" 40.00 EUR"',
        '"40.00 EUR "',
        '"1E2 EUR"',
        '"1_0.00 EUR"',
        "null",
        "{}",
    ],
)
def test_money_on_the_wire_is_text_and_nothing_else(wire: str) -> None:
    with pytest.raises(ValidationError):
        Bill.model_validate_json(f'{{"due": {wire}}}')


def test_money_reads_back_equal() -> None:
    bill = Bill(due=Money.of("-1234.50", "EUR"))
    assert Bill.model_validate_json(bill.model_dump_json()) == bill
