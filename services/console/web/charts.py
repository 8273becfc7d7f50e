"""Charts as shapes with figures: a template writes them as SVG without a style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from services.console.domain.figures import AgeingRow, Point

WIDTH: Final = 640
HEIGHT: Final = 200
FLOOR: Final = 170
"""Where columns stand; below it lie their names."""
CEILING: Final = 26
COLUMN: Final = 84


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the ageing chart."""

    band: int
    x: int
    y: int
    width: int
    height: int
    middle: int
    open: Decimal


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the trend, and where it lies."""

    x: int
    y: int
    point: Point


def columns(bands: Sequence[AgeingRow]) -> list[Column]:
    """The tallest reaches the ceiling; what is not nothing can be seen."""
    most = max((row.open for row in bands), default=Decimal(0))
    step = WIDTH // max(1, len(bands))
    made = []
    for row in bands:
        height = int((FLOOR - CEILING) * row.open / most) if most > 0 else 0
        height = max(height, 2) if row.open > 0 else 0
        x = step * row.band + (step - COLUMN) // 2
        made.append(Column(row.band, x, FLOOR - height, COLUMN, height, x + COLUMN // 2, row.open))
    return made


def dots(trend: Sequence[Point]) -> list[Dot]:
    """Those points that have a figure, from left to right; the lowest lies on nought."""
    most = max((one.dso_days for one in trend if one.dso_days), default=Decimal(0))
    step = WIDTH / max(1, len(trend))
    return [
        Dot(x=int(step * (number + 0.5)), y=_height(one.dso_days, most), point=one)
        for number, one in enumerate(trend)
        if one.dso_days is not None
    ]


def _height(dso_days: Decimal, most: Decimal) -> int:
    over = int((FLOOR - CEILING) * max(dso_days, Decimal(0)) / most) if most > 0 else 0
    return FLOOR - over
