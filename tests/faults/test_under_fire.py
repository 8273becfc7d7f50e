"""A bounded round of the campaign: the platform under fire, drained and checked."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from libs.testkit.stack import own_stack_for_tests
from tests.faults.__main__ import ROOT, keep_log, logs_kept
from tests.faults.platform import Range, running
from tests.faults.rounds import BOUNDED, Row, play_round
from tests.faults.table import table_of

SEED = 1
LIMIT_S = 900
"""Alone it takes three to five minutes, by the machine's hour; beside others up to twice that."""


@pytest.fixture(name="shot")
async def _shot() -> AsyncIterator[Range]:
    """All services on a stack of their own."""
    with own_stack_for_tests(ROOT, proxied=True) as own:
        async with running(own, deduplicate=False) as shot:
            with logs_kept(shot):
                yield shot


@pytest.mark.stack
@pytest.mark.story
@pytest.mark.timeout(LIMIT_S)
async def test_a_round_under_fire_loses_doubles_and_lets_go_nothing(
    shot: Range, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    try:
        row = await play_round(shot, (SEED, 0), tmp_path / "lives", told.append, BOUNDED)
    except Exception as stuck:
        await keep_log(shot, Row.stuck_at((SEED, 0), shot.deduplicates, stuck))
        raise
    with capsys.disabled():
        sys.stdout.write(f"\n{table_of([row])}\n")
    if row.wrong:
        await keep_log(shot, row)
    assert row.is_green, "\n".join([*told, row.text()])
