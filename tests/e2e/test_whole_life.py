"""A small life of the simulator: what can be known is applied exactly, and nothing wrongly."""

from pathlib import Path

from libs.simulator.scoring import as_text
from tests.e2e.lives import a_life, judged
from tests.e2e.platform import Platform

SEED = 20260105
INVOICES = 100
MONTHS = 1
"""The demo plays more of it, and `python -m tests.e2e.score` thousands."""
EXACT_PERCENT_MIN = 95.0


async def test_a_life_of_a_hundred_invoices_is_applied_exactly_and_nothing_wrongly(
    platform: Platform, tmp_path: Path
) -> None:
    found = await judged(platform, "a-life", a_life(SEED, INVOICES, tmp_path, months=MONTHS))
    table = as_text(found.score)
    assert found.score.unknown == (), table
    assert (found.score.sum.wrong, found.score.sum.missing) == (0, 0), table
    assert found.score.exact_percent >= EXACT_PERCENT_MIN, table
    assert found.audit["differences"] == []
    assert found.audit["cents_unaccounted"] == 0
