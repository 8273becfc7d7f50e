"""Samples of contracts: one with every field set, one with only those that must be."""

from collections.abc import Callable, Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from libs.events.contracts.model import Contract
from libs.kernel.money import Money

_PLAIN: Final[Mapping[Any, Callable[[str], Any]]] = {
    str: lambda path: path,
    int: lambda _: 7,
    bool: lambda _: True,
    date: lambda _: "2026-03-02",
    Money: lambda _: "40.00 EUR",
}
_BY_LENGTH: Final = {2: "BE", 3: "EUR"}
"""Texts of a fixed length: a country, a currency."""


def sample_of(contract: type[Contract], *, full: bool) -> Contract:
    """A sample; each text in it says where it stands, so that no two fields can be mistaken."""
    return contract.model_validate(_fields(contract, "", full=full), strict=False)


def _fields(model: type[BaseModel], path: str, *, full: bool) -> dict[str, Any]:
    return {
        name: _field(field, f"{path}.{name}" if path else name, full=full)
        for name, field in model.model_fields.items()
        if full or field.is_required()
    }


def _field(field: FieldInfo, path: str, *, full: bool) -> Any:
    limits = {type(limit): limit for limit in field.metadata}
    if field.annotation is str and MaxLen in limits:
        return _BY_LENGTH[limits[MaxLen].max_length]
    if field.annotation is int and Ge in limits:
        return limits[Ge].ge + 1
    return _value(field.annotation, path, full=full or MinLen in limits)


def _value(kind: Any, path: str, *, full: bool) -> Any:
    """JSON of a value of type `kind`. Raises TypeError for a type no contract has had yet."""
    if kind in _PLAIN:
        return _PLAIN[kind](path)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _fields(kind, path, full=full)
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is Literal:
            return arguments[0]
        case origin if origin in (Union, UnionType):
            return _either(arguments, path, full=full)
        case origin if origin is dict:
            return {f"{path}.key": _value(arguments[1], f"{path}.value", full=full)}
        case origin if origin is tuple:
            return _several(arguments, path, full=full)
    raise TypeError(f"{path}: no sample of {kind!r}; teach {__name__} this type")


def _either(kinds: tuple[Any, ...], path: str, *, full: bool) -> Any:
    if NoneType in kinds and not full:
        return None
    return _value(kinds[0], path, full=full)


def _several(kinds: tuple[Any, ...], path: str, *, full: bool) -> list[Any]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return [_value(kinds[0], path, full=full)] if full else []
    return [_value(kind, f"{path}.{number}", full=full) for number, kind in enumerate(kinds)]
