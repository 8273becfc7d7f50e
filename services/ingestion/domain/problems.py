"""What is wrong with a file, or worth saying of it: a rule, a sentence with values, a position."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PROBLEMS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule; as a warning, one that was broken and let pass."""

    rule: str
    message: str
    position: str = ""
    """Path and line in the file; empty: the file as a whole."""


class DocumentRefused(Exception):
    """A file is not taken, and leaves no trace. `problems` has at least one, at most 20."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems[:PROBLEMS_MAX])
        super().__init__(self.problems[0].message)

    @property
    def rule(self) -> str:
        return self.problems[0].rule


def refused(rule: str, message: str, position: str = "") -> DocumentRefused:
    """The refusal for one problem alone."""
    return DocumentRefused((Problem(rule, message, position),))
