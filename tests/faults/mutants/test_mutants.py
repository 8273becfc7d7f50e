"""Each mutant can be made, and what has to catch it is there; `make faults-mutants` lets it."""

import ast
import re
from pathlib import Path

import pytest

from libs.testkit.interleave.mutants.faults import FAULTS
from tests.faults.mutants.mutant import Named, Simulated
from tests.faults.mutants.mutants import MUTANTS, mutant

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "mutants.md"

ASKED = {
    "random transactional id": "random_transactional_id",
    "new producer after an error without takeover": "no_takeover_after_an_error",
    "positions read before fencing": "read_before_fencing",
    "recovery to the last stable offset": "up_to_the_stable_end",
    "no fold before deciding": "nothing_folded",
    "send futures not awaited": "sends_not_awaited",
    "cached state kept after losing a partition": "rows_kept",
    "positions not taken from what a takeover folded": "positions_of_the_row",
    "checkpoint without compare-and-set": "checkpoint_uncompared",
    "a cut that takes a gap of one for a marker": "gap_of_one",
    "retry that frees first": "frees_first",
    "a missing key read as erased": "lost_is_erased",
    "refusals only in PostgreSQL": "refusals_in_the_database",
    "positions moved past an unfinished announcement": "announced_afterwards",
    "look-ups without the cut": "no_cut",
    "barrier with one round": "barrier_one_round",
    "barrier without ingestion": "barrier_without_ingestion",
    "barrier without the parked check": "barrier_parked_ignored",
    "barrier by last stable offset": "barrier_by_stable_ends",
    "barrier over one partition": "barrier_of_one_partition",
    "barrier older than its age": "age_unchecked",
    "step counted at proposal": "taken_at_proposal",
    "promise judged by the day": "promise_by_the_day",
    "twins by fingerprint alone": "twins_are_one",
    "no balance chain": "no_balance_chain",
    "a projection that forgets an event type": "view_forgets_a_type",
    "published positions that lead the fold": "positions_lead",
}
WITHOUT_A_PLACE = ("inbox deleted below positions that stand in PostgreSQL only",)
"""The page says why."""


def test_each_fault_that_was_asked_for_is_a_mutant_and_the_page_tells_of_it() -> None:
    page = PAGE.read_text("utf-8")
    names = {one.name for one in MUTANTS}

    assert len(names) == len(MUTANTS)
    assert set(ASKED.values()) <= names
    assert [name for name in sorted(names) if f"| {name}: " not in page] == []
    assert [words for words in WITHOUT_A_PLACE if words not in page] == []


def test_the_page_tells_of_no_mutant_that_is_gone() -> None:
    told = re.findall(r"^\| (\w+): ", PAGE.read_text("utf-8"), flags=re.MULTILINE)

    assert sorted(told) == sorted(one.name for one in MUTANTS)


@pytest.mark.parametrize("name", sorted(one.name for one in MUTANTS))
def test_what_has_to_catch_it_is_there(name: str) -> None:
    caught_by = mutant(name).caught_by
    if isinstance(caught_by, Simulated):
        assert caught_by.fault in {fault.name for fault in FAULTS}
    else:
        path, _, test = caught_by.test.partition("::")
        function, _, case = test.partition("[")
        assert function in (found := _tests_in(ROOT / path))
        assert (
            not case
            or f'"{case.removesuffix("]")}"' in found[function]
            or "POINTS" in found[function]
        )


def _tests_in(path: Path) -> dict[str, str]:
    """The functions of a file by name, with their decorators as they are written."""
    return {
        node.name: " ".join(ast.unparse(one).replace("'", '"') for one in node.decorator_list)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize(
    "name", sorted(one.name for one in MUTANTS if isinstance(one.caught_by, Named))
)
def test_what_it_exchanges_is_there_and_comes_back(name: str) -> None:
    one = mutant(name)
    assert isinstance(one.caught_by, Named)
    found = [exchange.found() for exchange in one.caught_by.exchanges]
    whole = [getattr(holder, attribute) for holder, attribute in found]
    mend = one.apply()
    try:
        broken = [getattr(holder, attribute) for holder, attribute in found]
    finally:
        mend()

    assert broken == [exchange.value for exchange in one.caught_by.exchanges]
    assert all(was is not now for was, now in zip(whole, broken, strict=True))
    assert [getattr(holder, attribute) for holder, attribute in found] == whole
