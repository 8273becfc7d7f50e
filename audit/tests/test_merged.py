"""Two debtors become one: what the first had is the second's, in the books and in the truth."""

from dataclasses import replace
from typing import Any

from audit.founded import founded
from audit.log import Fact
from audit.merged_truth import as_merged
from audit.merging import merged
from audit.parties import parties_of
from audit.summary import summarised
from audit.summing import ledger_of
from audit.tests.building import CREDITOR, TENANT, Log, a_life, an_entry, its_truth
from audit.tests.chasing import DAY
from audit.tests.holding import POLICY
from audit.truth import TrueAnswer, Truth

OLD, NEW = "debtor-C-1", "debtor-C-2"
HERE = 1
"""The partition of the second debtor; all else is in that of the first."""


def a_merged_life() -> Log:
    """F-1 of C-1 is paid, and goes with its money to C-2."""
    log = a_life()
    log.applied("p1", "F-1", "C-1", "100.00 EUR")
    log.say("debtor_merged", f"debtor/{OLD}", service="ingestion", debtor=OLD, into=NEW)
    log.say("item_moved_out", "item/F-1", item="F-1", into=NEW, debtor=OLD)
    moved = {"debtor": NEW, "came_from": OLD, "amount": "100.00 EUR"}
    log.say(
        "item_moved_in", "item/F-1~n", item="F-1", open="0.00 EUR", due_on="2026-02-04", **moved
    )
    log.say("share_moved_in", "share/s~n", share="p1-to-F-1", on_account="0.00 EUR", **moved)
    return log


def taken_in(log: Log, **adopted: Any) -> Log:
    about = {"item": "F-1", "debtor": NEW, "case": "case-2", "creditor": CREDITOR}
    fields = {**about, "number": "F-1", "due_on": "2026-02-04", "came_from": OLD}
    log.say("item_taken_in", "followed/F-1~n", service="dunning", **fields)
    past = {"is_whole": True, "baggage": {}, **adopted}
    log.say("item_adopted", "followed/F-1~n", service="dunning", **about, **past)
    return log


def wheres(log: Log) -> list[str]:
    found = merged(log.facts, TENANT, ledger_of(log.facts, TENANT), parties_of(log.facts, TENANT))
    return [one.where for one in found.wrong]


def test_a_merge_with_everything_is_right_and_the_truth_follows_it() -> None:
    log = taken_in(a_merged_life())
    assert wheres(log) == []
    assert summarised(log.facts, TENANT, its_truth()).differences == ()


def test_an_item_that_stayed_behind_is_told() -> None:
    log = a_life()
    log.say("debtor_merged", f"debtor/{OLD}", service="ingestion", debtor=OLD, into=NEW)
    assert wheres(log) == ["item at a merged debtor"]
    differs = summarised(log.facts, TENANT, its_truth()).differences
    assert "debtor of invoice" in {one.where for one in differs}


def test_an_item_whose_past_did_not_come_or_came_twice_is_told() -> None:
    log = a_merged_life()
    both = ["item taken in by dunning", "item's past in dunning"]
    assert wheres(log) == both
    assert wheres(taken_in(taken_in(log))) == both
    late = taken_in(a_merged_life(), is_whole=False)
    assert wheres(late) == ["item's past in dunning"]


def _truth(**changed: Any) -> Truth:
    return as_merged(its_truth(**changed), parties_of(a_merged_life().facts, TENANT))


def test_what_is_known_by_the_item_alone_stays_certain_and_all_else_of_those_two_does_not() -> None:
    ways = ("reference", "number_exact_amount", "number_and_name", "combination")
    entries = tuple(replace(an_entry(10000, way, {"F-1": 10000}), certain_by=way) for way in ways)
    still = [one.certain for one in _truth(entries=entries).entries]
    assert still == [True, True, False, False]
    promise = TrueAnswer("2026-02-10", "promise", "F-1", "kept")
    assert _truth(entries=entries[:1], answers=(promise,)).answers == (promise,)
    assert _truth(entries=entries, answers=(promise,)).answers == ()


def test_without_a_merge_the_truth_is_as_it_was() -> None:
    truth = its_truth()
    assert as_merged(truth, parties_of(a_life().facts, TENANT)) is truth


def _gated(baggage: dict[str, Any]) -> list[str]:
    """F-1, open, comes to another partition with that, and is held there for a dispute."""
    log = a_life()
    log.say("policy_published", "policy/p", service="dunning", facts=POLICY, version=1)
    moved = {"debtor": NEW, "came_from": OLD, "amount": "100.00 EUR", "open": "100.00 EUR"}
    first = len(log.facts)
    log.say("item_moved_in", "item/F-1~n", item="F-1", due_on="2026-02-04", **moved)
    taken_in(log, baggage=baggage)
    said: dict[str, Any] = {
        "gate": "disputed_items_wait",
        "items": ["F-1"],
        "until_on": None,
        "day_on": DAY,
    }
    about = {"case": "case-2", "creditor": CREDITOR, "debtor": NEW}
    log.say("demand_gated", "case/case-2", service="dunning", **said, **about)
    moved_facts: list[Fact] = [replace(one, partition=HERE) for one in log.facts[first:]]
    judged = founded([*log.facts[:first], *moved_facts], TENANT)
    return [one.why for one in judged.needless]


def test_a_dispute_that_came_along_holds_where_it_came_to() -> None:
    dispute = {"dispute": "x", "amount": None, "due_on": None, "resolution": None}
    assert _gated({"disputes": [dispute]}) == []
    assert _gated({}) == ["not disputed, or not all of it: F-1"]
    refused = {**dispute, "resolution": "refused"}
    assert _gated({"disputes": [refused]}) == ["not disputed, or not all of it: F-1"]
