"""Each deliberate fault is seen by the histories' checks: they can fail."""

import pytest

from libs.testkit.interleave.mutants.biting import bite
from libs.testkit.interleave.mutants.faults import FAULTS

HISTORIES_MAX = 400


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_a_deliberate_fault_is_seen(name: str) -> None:
    seen = bite(name, 1, HISTORIES_MAX)
    assert seen.failure is not None, f"{seen.sentence}: not seen in {HISTORIES_MAX} histories"
