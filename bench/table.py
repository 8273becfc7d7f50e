"""One table of all that was measured: what, how much, the goal, and whether it is met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

HEAD: Final = ("what", "measured", "goal", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `is_met` is None where there is no goal: it is reported."""

    what: str
    measured: str
    goal: str = "reported"
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        met = {True: "yes", False: "**no**", None: "-"}[self.is_met]
        return self.what, self.measured, self.goal, met


def as_markdown(rows: Iterable[Row]) -> str:
    """The table as it stands in `docs/performance.md`."""
    lines = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    head, *body = [_line(line, widths) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join((head, rule, *body))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(map(str.ljust, cells, widths)) + " |"
