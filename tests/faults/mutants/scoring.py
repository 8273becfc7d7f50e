"""Risk that loses what it heard, and a chase that does not follow it."""

from typing import Final

from tests.faults.mutants.mutant import Mutant, Simulated

SCORING: Final[tuple[Mutant, ...]] = tuple(
    Mutant(name, sentence, Simulated(name))
    for name, sentence in (
        ("risk_forgets_settlements", "risk passes over that an item was settled"),
        ("risk_forgets_reopenings", "risk passes over that an item is open again"),
        ("owed_at_both", "what left with a merged debtor is owed where it was as well"),
        ("first_band_kept", "dunning keeps the first band of a debtor"),
        ("bands_unread", "a step for some bands is taken for every debtor"),
    )
)
