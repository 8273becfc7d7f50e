"""A contract in two versions: both are read, and the older is written while it has to be."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from libs.chassis.settings import ServiceSettings
from libs.events.contracts.every import every_event
from libs.events.contracts.handoff import HeldItem, PlacementOffered, PlacementWithdrawn
from libs.events.contracts.matching import EVENTS
from libs.events.contracts.matching_items import ItemSettled, ItemSettledV1
from libs.events.contracts.registry import Registry, UnknownVersion
from libs.events.contracts.sampling import sample_of
from libs.events.loop.working import Rules
from libs.kernel.ids import IdSecret
from libs.kernel.money import Money
from services.matching.handlers.decider import MatchingDecider

IDS = IdSecret(b"s" * 32)
SETTLED = ItemSettled(
    item="i1",
    creditor="c1",
    debtor="d1",
    source="s1",
    source_kind="credit",
    amount=Money.of("40.00", "EUR"),
    payment=None,
    settled_on=date(2026, 3, 2),
)
OLDER = [event for _, event in every_event() if event.OLDER]


@pytest.mark.parametrize("newest", OLDER, ids=lambda one: one.TYPE)
def test_what_each_older_version_says_is_said_by_the_newest(newest: type[ItemSettled]) -> None:
    for older in newest.OLDER:
        for full in (True, False):
            said = sample_of(older, full=full).upcast()

            assert type(said) is newest
            assert said.downcast().upcast() == said


def test_the_older_version_says_all_but_the_day() -> None:
    older = SETTLED.downcast()

    assert isinstance(older, ItemSettledV1)
    assert older.payment == ""
    assert older.upcast() == SETTLED.model_copy(update={"settled_on": None})


def test_a_reason_that_older_readers_do_not_know_is_told_by_the_most_alike_of_theirs() -> None:
    withheld = HeldItem(item="i1", gate="withheld_items_are_not_placed")
    paused = HeldItem(item="i2", gate="paused_debtors_are_not_placed")
    held = (withheld, paused)
    offered = sample_of(PlacementOffered, full=True).model_copy(update={"held": held})
    withdrawn = sample_of(PlacementWithdrawn, full=True).model_copy(update={"held": held})
    assert isinstance(offered, PlacementOffered)
    assert isinstance(withdrawn, PlacementWithdrawn)
    known = ["claimed_items_are_not_placed", "paused_debtors_are_not_placed"]
    assert [one.gate for one in offered.downcast().held] == known
    assert [one.gate for one in withdrawn.downcast().held] == known


def test_who_hears_a_contract_reads_each_version_of_it_and_stops_at_one_to_come() -> None:
    heard = Registry([ItemSettled])

    assert heard.find("relance.matching.item_settled.v1") is ItemSettledV1
    assert heard.find("relance.matching.item_settled.v2") is ItemSettled
    with pytest.raises(UnknownVersion, match=r"item_settled\.v3 is newer than this reader"):
        heard.find("relance.matching.item_settled.v3")


def test_only_the_newest_is_recorded() -> None:
    assert ItemSettled in EVENTS
    assert ItemSettledV1 not in EVENTS


def test_what_is_told_so_is_written_in_the_version_before_and_folded_as_it_will_be_read() -> None:
    rules = Rules(MatchingDecider(IDS), frozenset({"matching.item_settled"}))
    written = rules.as_written(SETTLED)

    assert written == SETTLED.downcast()
    assert rules.as_read(written) == SETTLED.model_copy(update={"settled_on": None})


def test_all_else_is_written_in_the_newest() -> None:
    assert Rules(MatchingDecider(IDS)).as_written(SETTLED) is SETTLED


def settings(write_before: str) -> ServiceSettings:
    return ServiceSettings(
        kafka="127.0.0.1:1",
        postgres="postgresql://127.0.0.1:1",
        secrets=Path("secrets"),
        objects="file:///objects",
        write_before=write_before,
    )


def test_a_contract_without_a_version_before_is_refused_by_name() -> None:
    assert settings("matching.item_settled").written_before == {"matching.item_settled"}
    with pytest.raises(ValidationError, match=r"'matching\.item_setled' has no version before"):
        settings("matching.item_setled")
