"""All deliberate faults."""

from libs.testkit.interleave.mutants.chasing_faults import CHASING_FAULTS
from libs.testkit.interleave.mutants.fault import Fault
from libs.testkit.interleave.mutants.ledger_faults import LEDGER_FAULTS
from libs.testkit.interleave.mutants.merge_faults import MERGE_FAULTS
from libs.testkit.interleave.mutants.risk_faults import RISK_FAULTS

FAULTS: tuple[Fault, ...] = (*LEDGER_FAULTS, *CHASING_FAULTS, *MERGE_FAULTS, *RISK_FAULTS)


def fault(name: str) -> Fault:
    """Raises KeyError."""
    return {one.name: one for one in FAULTS}[name]
