"""The morning review: what would leave today waits for people, who may take out of it."""

from typing import Any

import pytest

from libs.events.contracts.dunning import (
    DayNoted,
    DemandApproved,
    DemandDrafted,
    DemandGated,
    DemandProposed,
    DemandRecalled,
    DraftDropped,
    ItemReleased,
    ItemWithheld,
    StepTaken,
)
from libs.events.loop.days import day_path
from libs.kernel.keys import copy_of, partition_of
from libs.testkit.scenarios import Heard, Scenario, Told, happened, like
from services.dunning.domain.refusals import (
    AnotherPersonHasToApprove,
    DayOfDemandIsOver,
    DemandUnknown,
    ItemIsNotInDemand,
    ItemIsNotWithheld,
)
from services.dunning.tests.building import (
    DEBTOR,
    ZONE,
    a_changed_creditor,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    demand_id,
    dunning,
    eur,
    feed_advanced,
    feed_opened,
    key,
    on,
)
from services.dunning.tests.debtor_facts import (
    an_item,
    cancelled,
    extended,
    reduced,
    sent,
    settled,
    suspected,
    withdrawn,
)
from services.dunning.tests.people_say import (
    approved,
    claimed_paid,
    disputed,
    paused,
    promised,
    released,
    withheld,
)

WEDNESDAY, THURSDAY = "2026-03-18", "2026-03-19"
FIRST, SECOND = demand_id(WEDNESDAY), demand_id(WEDNESDAY, 2)
NEXT_DAY = demand_id(THURSDAY)


def drafted(review: Any = "one") -> Scenario:
    """120.00 and 80.00 whose reminder is due on Wednesday 18 March, which it is."""
    return dunning.given(
        a_creditor(review=review),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-06"),
        a_day(WEDNESDAY),
    )


def recorded(scenario: Scenario, *kinds: type) -> list[Any]:
    return [one.event for one in scenario.recorded if isinstance(one.event, kinds)]


def test_what_is_due_waits_for_a_person() -> None:
    scenario = dunning.given(
        a_creditor(review="two"), a_policy(), a_day("2026-03-17"), a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
    ).when(a_day(WEDNESDAY))  # fmt: skip
    scenario.then_among(
        like(DemandDrafted, demand=FIRST, total=eur("120.00"), approvals_needed=2, attempt=1)
    )
    assert not recorded(scenario, DemandProposed)


def test_approved_it_is_proposed_under_its_id() -> None:
    drafted().when(approved(FIRST)).then(
        like(DemandApproved, demand=FIRST, approved_by="paula", approvals_left=0),
        like(DemandProposed, demand=FIRST, total=eur("200.00"), step="reminder", attempt=1),
    ).then_answers(approvals_left="0")


def test_a_step_counts_once_its_message_has_left() -> None:
    scenario = drafted().given(approved(FIRST)).when(sent(FIRST))
    scenario.then_among(like(StepTaken, item="F-1", way="sent", by=FIRST))


def test_four_eyes_are_those_of_two_people() -> None:
    scenario = drafted("two").when(approved(FIRST, "paula"))
    scenario.then(like(DemandApproved, approvals=("paula",), approvals_left=1))
    scenario.when(approved(FIRST, "paula")).then_refused(AnotherPersonHasToApprove)
    scenario.when(approved(FIRST, "otto")).then(
        like(DemandApproved, approvals=("paula", "otto"), approvals_left=0),
        like(DemandProposed, demand=FIRST),
    )


def test_a_creditor_that_wants_more_eyes_meanwhile_is_given_them() -> None:
    scenario = drafted("one").given(a_changed_creditor(review="two")).when(approved(FIRST))
    scenario.then(like(DemandApproved, approvals_left=1))


def test_approved_again_says_nothing_new() -> None:
    drafted().given(approved(FIRST)).when(approved(FIRST, "otto")).then_nothing()


def test_who_wants_no_review_is_asked_nothing() -> None:
    scenario = dunning.given(
        a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
    ).when(a_day(WEDNESDAY))  # fmt: skip
    scenario.then_among(like(DemandProposed, demand=FIRST))
    assert not recorded(scenario, DemandDrafted)


@pytest.mark.parametrize(
    ("fact", "gate", "items"),
    [
        (settled("F-1", payment="p7"), "paid_items_are_not_demanded", ("F-1",)),
        (cancelled("F-1"), "paid_items_are_not_demanded", ("F-1",)),
        (reduced("F-1", "20.00", "100.00"), "changed_amounts_are_asked_anew", ("F-1",)),
        (extended("F-1", "2026-03-31"), "changed_amounts_are_asked_anew", ("F-1",)),
        (suspected("F-1"), "suspected_items_wait", ("F-1",)),
        (disputed("F-1"), "disputed_items_wait", ("F-1",)),
        (promised("2026-03-27", "F-1"), "promises_are_given_their_time", ("F-1",)),
        (claimed_paid("F-1"), "already_paid_is_looked_into", ("F-1",)),
        (paused("2026-03-31"), "paused_debtors_are_left_alone", ()),
        (feed_opened("s1"), "open_feeds_hold_everything", ()),
    ],
)
def test_a_gate_that_closes_drops_the_draft(
    fact: Heard | Told, gate: str, items: tuple[str, ...]
) -> None:
    """Nobody else knows of it: nothing is recalled, and no report is waited for."""
    scenario = drafted().when(fact)
    scenario.then_among(like(DraftDropped, demand=FIRST, gate=gate, items=items))
    assert not recorded(scenario, DemandRecalled, DemandProposed)
    scenario.when(approved(FIRST)).then_refused(DemandUnknown)


def test_what_is_left_of_it_is_drafted_at_once() -> None:
    scenario = drafted().when(settled("F-1", payment="p7"))
    scenario.then_among(like(DemandDrafted, demand=SECOND, total=eur("80.00"), attempt=2))


def test_an_approval_does_not_outlive_its_draft() -> None:
    scenario = drafted("two").given(approved(FIRST, "paula"), settled("F-1", payment="p7"))
    scenario.when(approved(SECOND, "otto")).then(like(DemandApproved, approvals_left=1))


def test_a_file_that_is_booked_meanwhile_is_waited_for() -> None:
    scenario = drafted().given(feed_opened("s1")).when(feed_advanced("s1"))
    scenario.then_among(like(DemandDrafted, demand=SECOND, total=eur("200.00")))


def test_not_approved_on_its_day_it_is_drafted_anew() -> None:
    scenario = drafted().when(a_day(THURSDAY))
    scenario.then_among(
        like(DraftDropped, demand=FIRST, gate=None),
        like(DemandDrafted, demand=NEXT_DAY, day_on=on(THURSDAY), attempt=1),
    )
    assert not recorded(scenario, StepTaken)


def test_yesterdays_draft_is_not_approved_though_nobody_has_looked_at_it_yet() -> None:
    """A day is known to a partition before each of its debtors is asked."""
    here = partition_of(key("debtor", DEBTOR), 4)
    noted = DayNoted(day_on=on(THURSDAY), zone=ZONE, tenant=None, played=False)
    stream = copy_of(day_path(None, ZONE), here)
    scenario = drafted().given(happened(key("debtor", DEBTOR), stream, noted))
    scenario.when(approved(FIRST)).then_refused(DayOfDemandIsOver, today_on=THURSDAY)


def test_an_item_is_taken_out_for_today() -> None:
    scenario = drafted().when(withheld(FIRST, "F-1"))
    scenario.then_among(
        like(ItemWithheld, item="F-1", demand=FIRST, until_on=on(THURSDAY), withheld_by="paula"),
        like(DraftDropped, demand=FIRST, gate="withheld_items_wait", items=("F-1",)),
        like(DemandGated, gate="withheld_items_wait", items=("F-1",), until_on=on(THURSDAY)),
        like(DemandDrafted, demand=SECOND, total=eur("80.00")),
    ).then_answers(until_on=THURSDAY)
    scenario.when(a_day(THURSDAY)).then_among(
        like(DemandDrafted, demand=NEXT_DAY, total=eur("200.00"))
    )


def test_taken_out_for_good_it_waits_until_it_is_released() -> None:
    scenario = drafted().given(withheld(FIRST, for_good=True)).when(a_day(THURSDAY))
    assert not recorded(scenario, DemandDrafted, DemandProposed)
    scenario.when(released("F-2")).then_among(
        like(ItemReleased, item="F-2"),
        like(DemandDrafted, demand=NEXT_DAY, total=eur("80.00")),
    )
    scenario.when(released("F-2")).then_refused(ItemIsNotWithheld)


def test_one_item_after_the_other_may_be_taken_out() -> None:
    """More often than a demand is proposed again after a recall: nothing of it has left."""
    numbers = [f"F-{count}" for count in range(1, 8)]
    scenario = dunning.given(
        a_creditor(review="one"), a_policy(), a_day("2026-03-17"), a_debtor(),
        *(an_item(number, "10.00", due="2026-03-06") for number in numbers),
        a_day(WEDNESDAY),
    )  # fmt: skip
    for count, number in enumerate(numbers[:-1], 1):
        scenario.given(withheld(demand_id(WEDNESDAY, count), number))
    scenario.when(approved(demand_id(WEDNESDAY, len(numbers))))
    scenario.then_among(like(DemandProposed, total=eur("10.00")))


def test_a_demand_on_its_way_is_recalled_and_the_rest_is_asked_anew() -> None:
    scenario = drafted().given(approved(FIRST)).when(withheld(FIRST, "F-1"))
    scenario.then_among(
        like(ItemWithheld, item="F-1"),
        like(DemandRecalled, demand=FIRST, gate="withheld_items_wait", items=("F-1",)),
    )
    assert not recorded(scenario, DemandDrafted)
    scenario.when(withdrawn(FIRST, gate="withheld_items_wait")).then_among(
        like(DemandDrafted, demand=SECOND, total=eur("80.00"))
    )


def test_without_a_review_a_demand_can_be_withheld_as_well() -> None:
    scenario = drafted("none").when(withheld(FIRST, "F-1", for_good=True))
    scenario.then_among(like(DemandRecalled, demand=FIRST, gate="withheld_items_wait"))


def test_what_is_not_asked_is_not_withheld() -> None:
    scenario = drafted()
    scenario.when(withheld(FIRST, "F-3")).then_refused(ItemIsNotInDemand, item="F-3")
    scenario.when(withheld(SECOND)).then_refused(DemandUnknown)
