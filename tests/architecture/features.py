"""A feature or a promise counts when a test proves it: each row of its page names its tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path("docs") / "features.md"
PROMISES = Path("docs") / "architecture.md"
PROMISED = "## 5. What must always hold"
REFERENCE = re.compile(r"`([\w/.-]+\.py)::([\w:]+)`")
RULER = re.compile(r"^\|[\s|:-]+\|$")


def rows(page: str) -> list[str]:
    """Return the rows of a page's tables, their headers left out."""
    lines = [line.strip() for line in page.splitlines()]
    rulers = {number for number, line in enumerate(lines) if RULER.match(line)}
    headers = {number - 1 for number in rulers}
    return [
        line
        for number, line in enumerate(lines)
        if line.startswith("|") and number not in rulers | headers
    ]


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of any depth; nothing if it is gone."""
    lines = page.splitlines()
    if heading not in lines:
        return ""
    behind = lines[lines.index(heading) + 1 :]
    ends = (number for number, line in enumerate(behind) if line.startswith("#"))
    return "\n".join(behind[: next(ends, len(behind))])


def unproved(root: Path, page: Path = PAGE, heading: str = "") -> list[str]:
    """Return a line for each row that names no test, and for each named test that is not there.

    With a heading only the rows under it are read.
    """
    if not (root / page).exists():
        return [f"{page} is not there"]
    text = (root / page).read_text("utf-8")
    read = rows(section(text, heading) if heading else text)
    return [line for row in read for line in _unproved(root, row)]


def _unproved(root: Path, row: str) -> Iterator[str]:
    named = REFERENCE.findall(row)
    if not named:
        yield f"no test proves: {row}"
    for path, name in named:
        if name not in proofs_in(root / path):
            yield f"there is no test {path}::{name}"


def proofs_in(file: Path) -> set[str]:
    """Return the names of a file's tests; those of a class as `Class::name`."""
    if not file.is_file():
        return set()
    return set(_proofs(ast.parse(file.read_text("utf-8")).body, above=""))


def _proofs(body: list[ast.stmt], *, above: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("test_"):
                yield above + node.name
        elif isinstance(node, ast.ClassDef):
            yield from _proofs(node.body, above=f"{above}{node.name}::")
