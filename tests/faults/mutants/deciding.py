"""Rules of money and of chasing that say too much."""

from typing import Final

from services.matching.domain.statements.books import Books
from services.matching.domain.statements.facts import Facts
from services.matching.domain.statements.judging import Accept, Verdict
from tests.faults.mutants.mutant import Exchange, Mutant, Named, Simulated


def _what_comes_is_new(facts: Facts, books: Books) -> Verdict | None:
    return Accept("after", tuple(entry.position for entry in facts.entries))


DECIDING: Final[tuple[Mutant, ...]] = (
    Mutant(
        "taken_at_proposal",
        "a step counts when its demand is proposed",
        Simulated("taken_at_proposal"),
    ),
    Mutant(
        "promise_by_the_day",
        "a promise is judged by the day, and not by what the bank has told",
        Simulated("promise_by_the_day"),
    ),
    Mutant(
        "twins_are_one", "twins are told by their fingerprint alone", Simulated("twins_are_one")
    ),
    Mutant(
        "no_balance_chain",
        "a statement is booked whatever balance it opens with",
        Named(
            "services/matching/tests/statements/test_booking.py::"
            "test_a_gap_waits_interrupts_the_feed_and_closes",
            (
                Exchange(
                    "services.matching.domain.statements.judging", "RULES", (_what_comes_is_new,)
                ),
            ),
        ),
    ),
)
