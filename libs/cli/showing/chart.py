"""Ageing as a chart: a stacked bar for each day, drawn as SVG in the page's own colours."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Final

from libs.cli.playing.ageing import BANDS, Ageing

WIDTH: Final = 760
HEIGHT: Final = 300
TOP: Final = 34
BOTTOM: Final = 44
LEFT: Final = 64
LINES: Final = 4


def chart(ageings: Sequence[Ageing], began_on: str) -> str:
    """`began_on`: the day of the first demand; what stands before it is before, the rest after."""
    if not ageings:
        return ""
    highest = max((sum(one.amounts, Decimal(0)) for one in ageings), default=Decimal(0))
    top = _rounded_up(highest)
    inner = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT) / len(ageings)
    parts = [_scale(top, inner), _legend()]
    parts += [_bar(one, LEFT + step * n, step, inner / float(top)) for n, one in enumerate(ageings)]
    parts.append(_divider(ageings, began_on, step))
    said = f"What was open in the end of each week, by days overdue, up to {highest:,.0f}"
    return (
        f'<svg class="ageing" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">'
        + "".join(parts)
        + "</svg>"
    )


def _rounded_up(amount: Decimal) -> Decimal:
    """To a round number of its size, whose quarters are round too."""
    size = Decimal(10) ** max(amount.adjusted(), 0)
    tops = (n * size / 10 for n in (10, 12, 16, 20, 30, 40, 60, 80))
    return next((top for top in tops if top >= amount), size * 10)


def _scale(top: Decimal, inner: float) -> str:
    lines = []
    for n in range(LINES + 1):
        y = TOP + inner - inner * n / LINES
        lines.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        label = f"{top * n / LINES:,.0f}"
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    return "".join(lines)


def _bar(one: Ageing, x: float, step: float, scale: float) -> str:
    width, y, parts = step * 0.62, float(HEIGHT - BOTTOM), []
    for band, amount in enumerate(one.amounts):
        height = float(amount) * scale
        y -= height
        said = f"{one.day_on}, {BANDS[band]}: {amount:,.2f}"
        parts.append(
            f'<rect class="band{band}" x="{x + step * 0.19:.1f}" y="{y:.1f}" width="{width:.1f}"'
            f' height="{height:.1f}"><title>{escape(said)}</title></rect>'
        )
    day = one.day_on[5:].replace("-", "/")
    middle = x + step / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 26}" text-anchor="middle">{day}</text>')
    return "".join(parts)


def _legend() -> str:
    parts, x = [], float(LEFT)
    for band, name in enumerate(BANDS):
        parts.append(f'<rect class="band{band}" x="{x:.0f}" y="4" width="12" height="12" rx="2"/>')
        parts.append(f'<text x="{x + 18:.0f}" y="14">{name}</text>')
        x += 34 + 7.2 * len(name)
    return "".join(parts)


def _divider(ageings: Sequence[Ageing], began_on: str, step: float) -> str:
    """Where the chase begins."""
    before = sum(one.day_on < began_on for one in ageings)
    if not began_on or not 0 < before < len(ageings):
        return ""
    x, low = LEFT + step * before, HEIGHT - BOTTOM
    return (
        f'<line class="divider" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{low + 8}"/>'
        f'<text class="side" x="{x - 8:.1f}" y="{HEIGHT - 8}" text-anchor="end">← before</text>'
        f'<text class="side" x="{x + 8:.1f}" y="{HEIGHT - 8}">after the first reminder →</text>'
    )
