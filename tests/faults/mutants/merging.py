"""Rules of merged debtors that lose what moves, or ask for it twice."""

from typing import Final

from tests.faults.mutants.mutant import Mutant, Simulated

MERGING: Final[tuple[Mutant, ...]] = tuple(
    Mutant(name, sentence, Simulated(name))
    for name, sentence in (
        ("no_forwarding", "what comes to a merged debtor is not sent on"),
        ("credit_note_stays", "a credit note that comes to a merged debtor is booked there"),
        ("moving_unseen", "an item that moves is no candidate at its old address"),
        ("crossing_merges", "two debtors may be merged into each other"),
        (
            "leaves_with_a_demand",
            "what an item has had leaves while a demand for it is under way",
        ),
    )
)
