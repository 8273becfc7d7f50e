"""The sentences that stand below the fields of contracts, read out of their source."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel


def models_within(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """`model` and every model that its fields hold."""
    yield model
    for field in model.model_fields.values():
        for kind in _models_of(field.annotation):
            yield from models_within(kind)


def texts_of(model: type[BaseModel]) -> Mapping[str, str]:
    """Field name to the docstring that follows it; fields without one are not there."""
    return _texts_in(inspect.getsource(inspect.getmodule(model) or model)).get(model.__name__, {})


def _models_of(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for argument in get_args(kind):
        yield from _models_of(argument)


@cache
def _texts_in(source: str) -> Mapping[str, Mapping[str, str]]:
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    return {found.name: dict(_texts_below(found.body)) for found in classes}


def _texts_below(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as sentence)),
            ):
                yield name, inspect.cleandoc(sentence)
