"""Readers compiled from contracts: what pydantic reads, as the same values, in less time.

A contract is what pydantic says it is. Of most of them msgspec can read the JSON as strictly; what
it reads is put into the model as pydantic would. Where it cannot, or finds a mistake, pydantic
itself reads, and says what is wrong.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from types import GenericAlias, NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    TypedDict,
    Union,
    get_args,
    get_origin,
)

import msgspec
from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from libs.events.contracts.model import Contract, Erased
from libs.kernel.money import Money, read_money

Finish = Callable[[Any], Any]
"""Makes the model's value out of what msgspec read."""
Read = Callable[[bytes], Contract]

PERSONAL: Final = "personal"
_MONEY_KEPT: Final = 20_000
_PLAIN: Final = (str, int, bool, date)
_LIMITS: Final = {Ge: "ge", Le: "le", MinLen: "min_length", MaxLen: "max_length"}
_typed_dict: Final[Any] = TypedDict  # its fields are known only when it runs


class NoTwin(Exception):
    """Something of a model has no counterpart that msgspec reads alike."""


class Twin:
    """Reads one model from JSON and fills it; raises msgspec's errors and MoneyMistake."""

    def __init__(self, model: type[BaseModel], left_out: Mapping[str, Any]) -> None:
        """`left_out`: fields that are read as they are said here, and finished by the caller."""
        if _has_rules(model):
            raise NoTwin(model.__name__)
        self.model = model
        self._names = tuple(model.model_fields)
        self._all_set = set(self._names)
        self._defaults = {
            name: field for name, field in model.model_fields.items() if not field.is_required()
        }
        self._finishes: list[tuple[str, Finish]] = []
        shapes: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            shape, finish = (left_out[name], None) if name in left_out else _field(field)
            shapes[name] = NotRequired[shape] if name in self._defaults else shape
            if finish is not None:
                self._finishes.append((name, finish))
        self.shape = _typed_dict(model.__name__, shapes)

    def fill(self, values: dict[str, Any]) -> Any:
        """The model with `values`, which become its own."""
        for name, finish in self._finishes:
            if name in values:
                values[name] = finish(values[name])
        fields_set = self._all_set
        if len(values) < len(self._names):
            fields_set = set(values)
            values = {
                name: values[name]
                if name in values
                else self._defaults[name].get_default(call_default_factory=True)
                for name in self._names
            }
        # What `model_construct` does, without asking each field again.
        filled = self.model.__new__(self.model)
        object.__setattr__(filled, "__dict__", values)
        object.__setattr__(filled, "__pydantic_fields_set__", fields_set)
        object.__setattr__(filled, "__pydantic_extra__", None)
        object.__setattr__(filled, "__pydantic_private__", None)
        return filled


@cache
def twin_of(model: type[BaseModel]) -> Twin:
    """Raises NoTwin."""
    return Twin(model, {})


@cache
def reader_of(contract: type[Contract]) -> Read:
    """`contract.read`, compiled where that is possible. Raises ValidationError as it does."""
    try:
        twin = twin_of(contract)
        decoder = msgspec.json.Decoder(twin.shape)
    except (NoTwin, TypeError):
        return contract.read

    def read(wire: bytes) -> Contract:
        try:
            filled: Contract = twin.fill(decoder.decode(wire))
        except ValueError:  # msgspec's own are of it too
            return contract.read(wire)
        return filled

    return read


class SealedTwin:
    """Reads a contract with personal fields: what is in the clear first, and then the rest."""

    def __init__(self, contract: type[Contract]) -> None:
        """Raises NoTwin."""
        self._outer = Twin(contract, {PERSONAL: Any})
        self._inner = twin_of(_personal_of(contract))
        self._outer_decoder = msgspec.json.Decoder(self._outer.shape)
        self._inner_decoder = msgspec.json.Decoder(self._inner.shape)

    def clear(self, wire: bytes) -> dict[str, Any]:
        """The fields that are in the clear, and `personal` as it stands. Raises ValueError."""
        values: dict[str, Any] = self._outer_decoder.decode(wire)
        return values

    def filled(self, values: dict[str, Any], personal: bytes | None) -> Contract:
        """The contract with `values` and the JSON of its personal fields; None: they are erased.

        Raises ValueError.
        """
        values[PERSONAL] = (
            Erased() if personal is None else self._inner.fill(self._inner_decoder.decode(personal))
        )
        filled: Contract = self._outer.fill(values)
        return filled


@cache
def sealed_twin_of(contract: type[Contract]) -> SealedTwin | None:
    """None: only pydantic reads it."""
    try:
        return SealedTwin(contract)
    except (NoTwin, TypeError):
        return None


def _personal_of(contract: type[Contract]) -> type[BaseModel]:
    """The part that `personal` is, unless it is erased. Raises NoTwin."""
    kinds = set(get_args(contract.model_fields[PERSONAL].annotation)) - {Erased}
    if len(kinds) != 1:
        raise NoTwin(contract.__name__)
    (kind,) = kinds
    return twin_of(kind).model


def _has_rules(model: type[BaseModel]) -> bool:
    """Whether a model says more than the types of its fields."""
    rules = model.__pydantic_decorators__
    checks = (rules.validators, rules.field_validators, rules.root_validators)
    return bool(
        any(checks)
        or rules.model_validators
        or model.__private_attributes__
        or model.__pydantic_post_init__
        or any(field.alias or field.validation_alias for field in model.model_fields.values())
    )


def _field(field: FieldInfo) -> tuple[Any, Finish | None]:
    shape, finish = _kind(field.annotation)
    limits = {}
    for limit in field.metadata:
        if type(limit) not in _LIMITS:
            raise NoTwin(repr(limit))
        name = _LIMITS[type(limit)]
        limits[name] = getattr(limit, name)
    return (Annotated[shape, msgspec.Meta(**limits)] if limits else shape), finish


def _kind(kind: Any) -> tuple[Any, Finish | None]:
    """What msgspec reads of a type, and what makes the model's value of that."""
    if kind in _PLAIN:
        return kind, None
    if kind is Money:
        return str, _money
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        twin = twin_of(kind)
        return twin.shape, twin.fill
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal and all(isinstance(one, str) for one in arguments):
        return kind, None
    if origin in (Union, UnionType) and len(arguments) == 2 and NoneType in arguments:
        return _or_none(next(one for one in arguments if one is not NoneType))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _several(arguments[0])
    if origin is dict and arguments[0] is str and arguments[1] in _PLAIN:
        return kind, None
    raise NoTwin(repr(kind))


def _or_none(kind: Any) -> tuple[Any, Finish | None]:
    shape, finish = _kind(kind)
    if finish is None:
        return shape | None, None
    given = finish
    return shape | None, lambda value: None if value is None else given(value)


def _several(kind: Any) -> tuple[Any, Finish | None]:
    shape, finish = _kind(kind)
    if finish is None:
        return GenericAlias(tuple, (shape, ...)), None
    given = finish
    return GenericAlias(tuple, (shape, ...)), lambda values: tuple(map(given, values))


@lru_cache(maxsize=_MONEY_KEPT)
def _money(text: str) -> Money:
    """Amounts come again and again; what stands for one never changes."""
    return read_money(text)
