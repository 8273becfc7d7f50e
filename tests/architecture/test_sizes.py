"""Modules and functions stay small."""

from tests.architecture.sizes import too_big
from tests.architecture.sources import ROOT, Module, modules


def test_modules_functions_and_parameters_stay_within_their_limits() -> None:
    assert too_big(modules(ROOT)) == []


def function(*, lines: int = 1, parameters: str = "", docstring_lines: int = 0) -> Module:
    docstring = ['    """' + "\n" * (docstring_lines - 1) + '    """'] if docstring_lines else []
    body = ["    pass"] * (lines - 1)
    return Module("libs/sample.py", "\n".join([f"def sample({parameters}):", *docstring, *body]))


def test_a_module_of_301_lines_is_too_big() -> None:
    assert too_big([Module("libs/sample.py", "x = 1\n" * 300)]) == []
    assert too_big([Module("libs/sample.py", "x = 1\n" * 301)]) == [
        "libs/sample.py: 301 lines, at most 300"
    ]


def test_a_function_of_41_lines_is_too_big_its_docstring_not_counted() -> None:
    assert too_big([function(lines=40, docstring_lines=9)]) == []
    assert too_big([function(lines=41)]) == ["libs/sample.py:1 sample: 41 lines, at most 40"]


def test_seven_parameters_are_too_many_self_not_counted() -> None:
    assert too_big([function(lines=2, parameters="self, a, b, c, d, *, e, f")]) == []
    assert too_big([function(lines=2, parameters="a, b, c, d, e, *, f, **g")]) == [
        "libs/sample.py:1 sample: 7 parameters, at most 6"
    ]


def test_a_function_within_a_function_and_an_async_one_are_held_too() -> None:
    inner = "\n".join(["def outer():", "    async def inner(a, b, c, d, e, f, g):", "        pass"])

    assert too_big([Module("libs/sample.py", inner)]) == [
        "libs/sample.py:2 inner: 7 parameters, at most 6"
    ]
