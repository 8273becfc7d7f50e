"""Histories of the real deciders, in stretches so that all cores take part."""

import os

import pytest

from libs.events.loop.batch import DEPTH_MAX
from libs.testkit.interleave.__main__ import told_failure
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.playing import Counts, play_one, play_some

HISTORIES = int(os.environ.get("RELANCE_HISTORIES", "1000"))
STRETCHES = 40
NEEDLESS_MAX = 0.02
"""What is gated, recalled or held without a fact behind it, of all that is."""


@pytest.mark.parametrize("stretch", range(STRETCHES))
def test_whatever_happens_between_any_two_steps_the_ledger_is_right(stretch: int) -> None:
    count = HISTORIES // STRETCHES
    counts = play_some(1 + stretch * count, count)
    assert not counts.failures, told_failure(counts.failures[0])
    assert counts.histories == count
    assert counts.deepest <= DEPTH_MAX
    assert counts.crashes > 0
    assert counts.wipes > 0
    assert counts.chased.histories > 0


def test_little_is_gated_recalled_or_held_without_a_fact_behind_it() -> None:
    """A share of all that chase: a stretch has too few demands to tell."""
    counts = Counts()
    chased_every = Setting().chased_every
    for seed in range(chased_every, HISTORIES + 1, chased_every):
        counts.add(play_one(seed))
    assert counts.chased.tally.gated > 0
    assert counts.chased.tally.needless_share <= NEEDLESS_MAX
