"""Small: a module, a function and its parameters have limits."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.sources import Function, Module

MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40
PARAMETERS_MAX = 6


def too_big(modules: Iterable[Module]) -> list[str]:
    """Return a line for each module and function that is over a limit."""
    return [line for module in modules for line in _too_big(module)]


def _too_big(module: Module) -> Iterator[str]:
    lines = len(module.text.splitlines())
    if lines > MODULE_LINES_MAX:
        yield f"{module.path}: {lines} lines, at most {MODULE_LINES_MAX}"
    for function in module.functions():
        where = f"{module.path}:{function.lineno} {function.name}"
        if (length := lines_of(function)) > FUNCTION_LINES_MAX:
            yield f"{where}: {length} lines, at most {FUNCTION_LINES_MAX}"
        if (count := parameters_of(function)) > PARAMETERS_MAX:
            yield f"{where}: {count} parameters, at most {PARAMETERS_MAX}"


def lines_of(function: Function) -> int:
    """Count a function's lines from `def` to its end, its docstring left out."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def parameters_of(function: Function) -> int:
    """Count what a caller passes: `self` and `cls` are not passed."""
    given = function.args
    named = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    starred = [one for one in (given.vararg, given.kwarg) if one is not None]
    return len([name for name in named if name not in ("self", "cls")]) + len(starred)
