"""The modules that the checks look at, and the functions in them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("agency", "audit", "libs", "services", "deploy", "tests", "bench")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: its path below the checkout, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[Function]:
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node


def modules(root: Path) -> list[Module]:
    """Return every module of ours below a checkout."""
    files = (file for room in ROOMS for file in sorted((root / room).rglob("*.py")))
    return [Module(str(file.relative_to(root)), file.read_text("utf-8")) for file in files]
