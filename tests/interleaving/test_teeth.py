"""Each deliberate fault is seen by the histories' checks: they can fail.

In scenes in which it shows often; how many plain histories each takes is told by
`python -m libs.testkit.interleave.mutants`.
"""

import pytest

from libs.testkit.interleave.__main__ import told_failure
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mutants.biting import bite
from libs.testkit.interleave.mutants.directed import day_after_day, dropping
from libs.testkit.interleave.mutants.fault import Fault
from libs.testkit.interleave.mutants.faults import FAULTS
from libs.testkit.interleave.playing import Counts, play_one

HISTORIES_MAX = 120


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_a_deliberate_fault_is_seen(name: str) -> None:
    seen = bite(name, 1, HISTORIES_MAX, directed=True)
    assert seen.failure is not None, f"{seen.sentence}: not seen in {HISTORIES_MAX} histories"


@pytest.mark.parametrize("scene", sorted({fault.scene.__name__ for fault in FAULTS}))
def test_without_the_fault_its_scene_holds(scene: str) -> None:
    """What is seen in it is the fault, and not the scene."""
    found = next(fault for fault in FAULTS if fault.scene.__name__ == scene)
    setting = Setting(chased_every=found.setting.chased_every)
    whole = Fault("nothing", "nothing", setting, scene=found.scene, weather=found.weather)
    for seed in range(1, 6):
        with whole.applied(directed=True) as setting:
            assert not play_one(seed, setting).failures


def test_whoever_drops_what_may_be_dropped_leaves_the_ledger_right() -> None:
    """Shares among it, whose money goes back and is searched again."""
    setting = Setting(chased_every=0, scene=day_after_day, weather=dropping)
    counts = Counts()
    for seed in range(1, 31):
        counts.add(play_one(seed, setting))
    assert not counts.failures, told_failure(counts.failures[0])
    assert counts.dropped > counts.compensated > 0
