"""SQL statements, read once from the files beside the code that asks."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

_FILTER: Final = re.compile(r"\(\s*(\$(\d+)::\w+ IS NULL)\s+OR\b")
"""How a filter begins that may be asked for or not: `($3::text IS NULL OR p.debtor = $3)`."""
ASKED_KEPT: Final = 1_000
"""Statements by what is asked for in them."""


class Statements:
    """The `.sql` files of one folder, each by its name without the ending."""

    def __init__(self, module_file: str, folder: str = "sql") -> None:
        self._folder = Path(module_file).parent / folder
        self._read: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """The statement in `<name>.sql`. Raises FileNotFoundError when there is none."""
        if name not in self._read:
            self._read[name] = (self._folder / f"{name}.sql").read_text(encoding="utf-8")
        return self._read[name]

    def asked(self, name: str, values: Sequence[object]) -> str:
        """The same, written for these values: of each filter only what is asked, or nothing.

        Where a filter may be null PostgreSQL makes a new plan each time, which for a page of lists
        took longer than to read them; what is written for what is asked keeps its plan.
        """
        return _written(self[name], tuple(value is not None for value in values))


@lru_cache(maxsize=ASKED_KEPT)
def _written(statement: str, are_given: tuple[bool, ...]) -> str:
    """Filters of values that are given keep what stands after OR, all others what stands before."""
    told, place = "", 0
    while (found := _FILTER.search(statement, place)) is not None:
        end = _closing(statement, found.start())
        asked = statement[found.end() : end]
        told += statement[place : found.start()]
        if f"${found[2]}" not in re.findall(r"\$\d+", asked):
            told += statement[found.start() : end + 1]  # it says a type, and filters nothing
        else:
            told += f"({asked.strip() if are_given[int(found[2]) - 1] else found[1]})"
        place = end + 1
    return told + statement[place:]


def _closing(statement: str, opening: int) -> int:
    """Where the parenthesis closes that opens there."""
    depth = 0
    for place in range(opening, len(statement)):
        depth += (statement[place] == "(") - (statement[place] == ")")
        if depth == 0:
            return place
    raise ValueError(f"a filter does not close: {statement[opening : opening + 60]}")
