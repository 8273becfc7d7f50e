"""Any value of a contract, drawn from the types of its fields."""

from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from libs.events.contracts.model import Erased
from libs.kernel.money import Money, minor_units

_SEVERAL_MAX: Final = 3
_TEXT: Final = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
"""What any edge lets in: no unpaired surrogates, no NUL."""

Values = st.SearchStrategy[Any]


@st.composite
def money(draw: st.DrawFn) -> Money:
    """Up to eighteen digits, in currencies with none, two and three decimals."""
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    units = draw(st.integers(-(10**18) + 1, 10**18 - 1))
    return Money.of(Decimal(units).scaleb(-minor_units(currency)), currency)


@cache
def values_of(model: type[BaseModel]) -> Values:
    """Any instance of `model`."""
    fields = {name: _field(field) for name, field in model.model_fields.items()}
    return st.builds(model, **fields)


def _field(field: FieldInfo) -> Values:
    limits = {type(limit): limit for limit in field.metadata}
    least = limits[MinLen].min_length if MinLen in limits else 0
    if field.annotation is str:
        most = limits[MaxLen].max_length if MaxLen in limits else 20
        return st.text(_TEXT, min_size=least, max_size=most)
    if field.annotation is int:
        low = limits[Ge].ge if Ge in limits else -(2**53)
        return st.integers(low, limits[Le].le if Le in limits else 2**53)
    return _kind(field.annotation, least)


def _kind(kind: Any, least: int = 0) -> Values:
    simple: dict[Any, Values] = {
        str: st.text(_TEXT, max_size=20),
        int: st.integers(-(2**53), 2**53),
        bool: st.booleans(),
        date: st.dates(),
        Money: money(),
        NoneType: st.none(),
        Erased: st.just(Erased()),
    }
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return values_of(kind)
    return _compound(get_origin(kind), get_args(kind), least)


def _compound(origin: Any, arguments: tuple[Any, ...], least: int) -> Values:
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([_kind(argument) for argument in arguments])
    if origin is dict:
        return st.dictionaries(*(_kind(part) for part in arguments), max_size=_SEVERAL_MAX)
    if origin is tuple and arguments[-1] is Ellipsis:
        several = st.lists(_kind(arguments[0]), min_size=least, max_size=_SEVERAL_MAX)
        return several.map(tuple)
    if origin is tuple:
        return st.tuples(*(_kind(part) for part in arguments))
    raise TypeError(f"no values of {origin}{arguments}; teach this module the type")
