"""Money, days, numbers and truth have one form on the wire each; others are refused."""

from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaMistake
from pydantic import ValidationError

from libs.events.contracts.every import every_event
from libs.events.contracts.generate import HERE
from libs.events.contracts.matching import ItemReduced

EVENTS = dict(every_event())


def _stored(name: str) -> bytes:
    return orjson.dumps(orjson.loads((HERE / "samples" / f"{name}.json").read_bytes())["full"])


@pytest.mark.parametrize(
    "wire",
    [
        "40.0",
        "40",
        "0",
        "true",
        "null",
        '"40.00"',
        '"EUR 40.00"',
        '"40,00 EUR"',
        '"4e1 EUR"',
        '"NaN EUR"',
        '"Infinity EUR"',
        '"40.00 eur"',
        '"40.00  EUR"',
        '"40.00 EUR "',
        '" 40.00 EUR"',
        '"1_0.00 EUR"',
        '"1234567890123456789 JPY"',
        '{"amount": "40.00", "currency": "EUR"}',
        '["40.00", "EUR"]',
    ],
)
def test_money_is_one_exact_text_and_nothing_else(wire: str) -> None:
    name = "matching.item_reduced.v1"
    fields = orjson.loads(_stored(name))
    rest = orjson.dumps({key: value for key, value in fields.items() if key != "amount"})
    spoilt = rest[:-1] + b',"amount":' + wire.encode() + b"}"
    with pytest.raises(ValidationError, match="amount"):
        ItemReduced.read(spoilt)


def test_money_as_a_number_is_refused_by_the_schema_too() -> None:
    name = "matching.item_reduced.v1"
    fields = orjson.loads(_stored(name))
    schema = orjson.loads((HERE / "schemas" / f"{name}.json").read_bytes())
    with pytest.raises(SchemaMistake, match=r"40\.0 is not of type 'string'"):
        Draft202012Validator(schema).validate({**fields, "amount": 40.0})


def test_a_float_cannot_become_money_in_a_contract() -> None:
    reduced = ItemReduced.read(_stored("matching.item_reduced.v1"))
    assert ItemReduced(**vars(reduced)) == reduced
    with pytest.raises(ValidationError, match="amount"):
        ItemReduced(**{**vars(reduced), "amount": 40.0})


@pytest.mark.parametrize("name", ["matching.item_opened.v1", "calendar.day_started.v1"])
@pytest.mark.parametrize(
    "value", [0, 86_400, 7.5, True, "2026-3-2", "2026-03-02T10:00:00", "02/03/2026"]
)
def test_a_day_is_one_text_and_nothing_else(name: str, value: Any) -> None:
    fields = orjson.loads(_stored(name))
    day = "due_on" if "due_on" in fields else "day_on"
    with pytest.raises(ValidationError, match=day):
        EVENTS[name].read(orjson.dumps({**fields, day: value}))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("matching.payment_received.v1", "position", "7"),
        ("matching.payment_received.v1", "position", 7.0),
        ("matching.payment_received.v1", "position", True),
        ("matching.payment_received.v1", "creditor", 7),
        ("calendar.day_started.v1", "played", "true"),
        ("calendar.day_started.v1", "played", 1),
    ],
)
def test_nothing_is_read_as_another_type(name: str, field: str, value: Any) -> None:
    fields = {**orjson.loads(_stored(name)), field: value}
    with pytest.raises(ValidationError, match=field):
        EVENTS[name].read(orjson.dumps(fields))
