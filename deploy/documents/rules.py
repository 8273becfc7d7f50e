"""Every rule that a caller may be told, found in the code: what it says, and under which status."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.documents.openapi import SERVICES, service_of
from libs.chassis.problems import Problem
from libs.events.loop.decider import Refusal

ROOT: Final = Path(__file__).resolve().parents[2]
FILES: Final = ("services/ingestion", "services/dunning/adapters/policies")
"""Where files are read whose rules are no classes: there are many, and a file breaks several."""
PLATFORM: Final = "every service"
CONTRADICTS: Final = 409
IN_FILES: Final = 422
_SAYING: Final = frozenset({"refused", "mistaken", "Problem", "Mistake", "_wrong"})
_OF_FILES: Final = {
    "file_too_big": 413,
    "format_not_read_yet": 415,
    "file_too_large": 413,
    "file_is_archive": 415,
    "only_announces": 415,
}


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One problem type."""

    of: str
    """The service that says it, or PLATFORM."""
    name: str
    status: int
    says: str
    """The sentence, with the names of what is filled in."""


def every_rule() -> list[Rule]:
    """Sorted by who says it and by name; a class goes before what is said by a call."""
    no_method = Rule(PLATFORM, "method_not_allowed", 405, "Method Not Allowed.")
    found: dict[tuple[str, str], Rule] = {
        (one.of, one.name): one for one in [*_of_files(), *_of_classes(), no_method]
    }
    return sorted(found.values())


def _of_classes() -> Iterator[Rule]:
    ours = sorted(_modules())
    for module in ours:
        importlib.import_module(module)
    kinds: set[type] = {*_below(Problem), *_below(Refusal)}
    for kind in kinds:
        rule = vars(kind).get("RULE")
        # Whoever runs tests has classes of theirs beside.
        if rule and kind.__module__ in ours:
            yield _rule(kind, str(rule))


def _rule(kind: type, name: str) -> Rule:
    of = kind.__module__.split(".")[1] if kind.__module__.startswith("services.") else PLATFORM
    status = getattr(kind, "STATUS", None)
    if status is None:
        statuses = _OF_FILES | (dict(service_of(of).statuses) if of in SERVICES else {})
        is_of_file = ".adapters." in kind.__module__
        status = statuses.get(name, IN_FILES if is_of_file else CONTRADICTS)
    says = " ".join((inspect.getdoc(kind) or name).split())
    return Rule(of, name, status, says)


def _below(kind: type) -> Iterator[type]:
    below: list[type] = type.__subclasses__(kind)
    for one in below:
        yield one
        yield from _below(one)


def _modules() -> Iterator[str]:
    """All of the services and of what they stand on; tests say rules of their own."""
    for folder in ("services", "libs/chassis", "libs/events/loop"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            if "tests" not in parts and parts[-1] not in ("__main__", "__init__"):
                yield ".".join(parts)


def _of_files() -> Iterator[Rule]:
    for folder in FILES:
        of = folder.split("/")[1]
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "tests" not in file.parts:
                for name, says in _said_in(ast.parse(file.read_text("utf-8"))):
                    yield Rule(of, name, _OF_FILES.get(name, IN_FILES), says)
    rules = importlib.import_module("services.dunning.adapters.policies.reading").RULES
    for rule in rules:
        yield Rule("dunning", rule.__name__, IN_FILES, rule.__name__.replace("_", " "))


def _said_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of rules that are said by a call, or yielded between a place and a sentence."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        sentences = _assigned(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _name_of(node.func) in _SAYING:
                yield from _named(node.args, sentences)
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                yield from _named(node.value.elts[1:], sentences)


def _named(said: list[ast.expr], sentences: dict[str, str]) -> Iterator[tuple[str, str]]:
    match said:
        case [ast.Constant(value=str(name)), sentence, *_]:
            yield name, _text(sentence, sentences) or name.replace("_", " ")
        case _:
            return


def _assigned(function: ast.FunctionDef) -> dict[str, str]:
    """Texts by the name that they are given; a name that is given two stands for neither."""
    given = [
        (target.id, _text(node.value, {}))
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    names = [name for name, _ in given]
    return {name: text for name, text in given if names.count(name) == 1}


def _text(node: ast.expr, sentences: dict[str, str]) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(
                str(one.value) if isinstance(one, ast.Constant) else "…" for one in values
            )
        case ast.Name(id=name):
            return sentences.get(name, "")
        case _:
            return ""


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
