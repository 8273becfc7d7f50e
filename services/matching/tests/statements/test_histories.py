"""The chain rule against random banks and careless uploaders, and broken rules that it catches.

More histories: RELANCE_STATEMENT_HISTORIES=20000.
"""

import os

import pytest

from services.matching.domain.statements import judging
from services.matching.domain.statements.books import Books
from services.matching.domain.statements.facts import FactEntry, Facts
from services.matching.domain.statements.judging import Accept, Again, Rule, Verdict
from services.matching.tests.statements.banks import KINDS, Kind
from services.matching.tests.statements.trials import WRONG, outcome_of, outcomes

HISTORIES = int(os.environ.get("RELANCE_STATEMENT_HISTORIES", "2000"))
WRONG_PER_20_000: dict[Kind, int] = {
    "whole days": 0,
    "numbered pages": 4,
    "pages without numbers": 60,  # equal entries that come to nothing: nobody can tell
}
LEFT_SHARE_MAX: dict[Kind, float] = {
    "whole days": 0.01,
    "numbered pages": 0.25,
    "pages without numbers": 0.85,
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_entry_is_lost_or_doubled_whatever_is_uploaded(kind: Kind) -> None:
    counts, first = outcomes(kind, HISTORIES)
    wrong = sum(count for outcome, count in counts.items() if outcome in WRONG)
    allowed = -(-WRONG_PER_20_000[kind] * HISTORIES // 20_000)

    assert wrong <= allowed, f"{dict(counts)}, first seeds {first}"
    assert (counts["asked"] + counts["waits"]) / HISTORIES <= LEFT_SHARE_MAX[kind]


def the_balance_alone_joins_the_end(facts: Facts, books: Books) -> Verdict | None:
    """Broken: a sweep account's statement downloaded twice has net zero and fits again."""
    if facts.opening != books.chain.last_close:
        return None
    return Accept("after", tuple(entry.position for entry in facts.entries))


def the_fingerprint_alone_tells(facts: Facts, books: Books) -> Verdict | None:
    """Broken: of two genuine equal payments of one day the second is taken for the first."""
    seen: set[tuple[object, str]] = set()
    new: list[FactEntry] = []
    for entry in facts.entries:
        what = (entry.day_on, entry.fingerprint)
        if what not in seen and not books.day(entry.day_on).held[entry.fingerprint]:
            new.append(entry)
        seen.add(what)
    place = "around" if books.chain.is_begun else "first"
    return Accept(place, tuple(entry.position for entry in new)) if new else Again()


MUTANTS: dict[str, tuple[Rule, ...]] = {
    "chain by balance alone": (
        judging.the_first_begins_the_chain,
        the_balance_alone_joins_the_end,
        *judging.RULES[2:],
    ),
    "twins by fingerprint alone": (the_fingerprint_alone_tells,),
}


def caught_after(kind: Kind, limit: int) -> int | None:
    """How many histories it takes until one goes wrong."""
    return next((seed + 1 for seed in range(limit) if outcome_of(seed, kind) in WRONG), None)


@pytest.mark.parametrize("mutant", sorted(MUTANTS))
def test_a_broken_rule_is_caught_on_whole_days(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "RULES", MUTANTS[mutant])

    assert caught_after("whole days", 200) is not None
