"""All mutants, in the order of what they break."""

from typing import Final

from tests.faults.mutants.codec import CODEC
from tests.faults.mutants.cutting import CUTTING
from tests.faults.mutants.deciding import DECIDING
from tests.faults.mutants.merging import MERGING
from tests.faults.mutants.mutant import Mutant
from tests.faults.mutants.owning import OWNING
from tests.faults.mutants.producing import PRODUCING
from tests.faults.mutants.publishing import PUBLISHING
from tests.faults.mutants.scoring import SCORING
from tests.faults.mutants.storing import STORING
from tests.faults.mutants.takeover import TAKEOVER
from tests.faults.mutants.views import VIEWS

MUTANTS: Final[tuple[Mutant, ...]] = (
    *OWNING,
    *TAKEOVER,
    *PRODUCING,
    *STORING,
    *CUTTING,
    *CODEC,
    *VIEWS,
    *PUBLISHING,
    *DECIDING,
    *MERGING,
    *SCORING,
)


def mutant(name: str) -> Mutant:
    """Raises KeyError."""
    return {one.name: one for one in MUTANTS}[name]
