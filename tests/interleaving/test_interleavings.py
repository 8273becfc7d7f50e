"""Histories of the real deciders, in stretches so that all cores take part."""

import os

import pytest

from libs.events.loop.batch import DEPTH_MAX
from libs.testkit.interleave.__main__ import told_failure
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.playing import play_some

HISTORIES = int(os.environ.get("RELANCE_HISTORIES", "1000"))
CHASED_EVERY = Setting().chased_every
STRETCHES = 40
NEEDLESS_MAX = 0.02
"""What is gated, recalled or held without a fact behind it, of all that is."""


@pytest.mark.parametrize("stretch", range(STRETCHES))
def test_whatever_happens_between_any_two_steps_the_ledger_is_right(stretch: int) -> None:
    count = HISTORIES // STRETCHES
    seeds = range(1 + stretch * count, 1 + (stretch + 1) * count)
    counts = play_some(seed for seed in seeds if seed % CHASED_EVERY)
    assert not counts.failures, told_failure(counts.failures[0])
    assert counts.histories >= count - count // CHASED_EVERY - 1
    assert counts.deepest <= DEPTH_MAX
    assert counts.crashes > 0
    assert counts.wipes > 0


def test_whatever_happens_nobody_is_chased_wrongly_and_little_is_held_without_a_fact() -> None:
    """The histories in which debtors are chased: a stretch has too few demands to tell a share."""
    seeds = range(CHASED_EVERY, HISTORIES + 1, CHASED_EVERY)
    counts = play_some(seeds)
    assert not counts.failures, told_failure(counts.failures[0])
    assert counts.chased.histories == len(seeds)
    assert counts.deepest <= DEPTH_MAX
    assert counts.chased.tally.gated > 0
    assert counts.chased.tally.needless_share <= NEEDLESS_MAX


@pytest.mark.parametrize(
    "seed",
    [
        4728,  # a debtor is handed over before dunning has heard of what it owes
        26616,  # a call that a promise dropped is scheduled again when the promise is taken back
        2003896,  # an item settled by a credit note moves before the payment that names it is woken
        2014671,  # a payment suspects a moved item again before the first suspicion is lifted
        2016648,  # an item is handed over that a person has just taken out of what leaves
        2018928,  # a dispute comes where its item left from, and it passed through another debtor
        900003,  # two payments that differ in nothing but their structured reference
    ],
)
def test_what_was_found_once_holds(seed: int) -> None:
    counts = play_some([seed])
    assert not counts.failures, told_failure(counts.failures[0])
