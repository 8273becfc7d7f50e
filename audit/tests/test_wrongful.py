"""Each kind of wrongful demand is found, and none where there is none."""

from typing import Any

import pytest

from audit.tests.chasing import Chasing, a_chase, a_line, asked_and_sent
from audit.wrongful import wrongs


def whys(chase: Chasing) -> list[str]:
    return [wrong.why for wrong in wrongs(chase.chase())]


def test_a_demand_for_what_is_open_is_right() -> None:
    assert whys(asked_and_sent(a_chase())) == []


def test_one_that_was_paid_before_its_barrier_is_wrongful() -> None:
    chase = a_chase()
    chase.at(9.99).allocated_to("F-1", "100.00 EUR")

    (wrong,) = wrongs(asked_and_sent(chase).chase())

    assert (wrong.why, wrong.message, wrong.about) == ("settled before", "m1", "F-1")
    assert (wrong.expected, wrong.found) == (0, 10000)


def test_one_that_was_paid_after_its_barrier_began_is_not() -> None:
    chase = asked_and_sent(a_chase())
    chase.at(10.01).allocated_to("F-1", "100.00 EUR")
    assert whys(chase) == []


def test_a_payment_counts_from_the_upload_of_its_file_on() -> None:
    """However late the ledger books it: the barrier had to wait for it."""
    chase = a_chase()
    upload = chase.at(9.5).asks("upload")
    sent_on = chase.at(12).asks("book-share", cause=upload)
    chase.at(20).allocated_to("F-1", "100.00 EUR", cause=sent_on)
    assert whys(asked_and_sent(chase)) == ["settled before"]


def test_a_payment_that_a_person_applies_later_counts_from_then_on() -> None:
    chase = a_chase()
    person = chase.at(12).asks("apply")
    chase.at(12.1).allocated_to("F-1", "100.00 EUR", cause=person)
    assert whys(asked_and_sent(chase)) == []


def test_a_part_that_was_paid_changes_what_may_be_asked() -> None:
    chase = a_chase()
    chase.at(5).allocated_to("F-1", "30.00 EUR")
    assert whys(asked_and_sent(chase)) == ["another amount was open"]


def test_what_was_given_back_is_open_again() -> None:
    chase = a_chase()
    chase.at(2).allocated_to("F-1", "100.00 EUR")
    chase.at(3).say("allocation_reversed", "share/s", source="s", item="F-1", amount="100.00 EUR")
    assert whys(asked_and_sent(chase)) == []


def test_a_cancelled_item_is_not_asked_for() -> None:
    chase = a_chase()
    chase.at(3).say("item_cancelled", "item/F-1", item="F-1", written_back="100.00 EUR")
    assert whys(asked_and_sent(chase)) == ["settled before"]


def test_within_the_broker_s_millisecond_either_is_right() -> None:
    for paid in (False, True):
        chase = a_chase()
        if paid:
            chase.at(10).allocated_to("F-1", "100.00 EUR")
        assert whys(asked_and_sent(chase)) == []


HOLDS: list[tuple[str, dict[str, Any], str]] = [
    ("promise_made", {"promise": "p", "items": ["F-1"], "amount": "100.00 EUR",
                      "pay_by_on": "2026-02-20", "judged_from_on": "2026-02-24"}, "promise"),
    ("dispute_opened", {"dispute": "x", "item": "F-1", "amount": None}, "dispute"),
    ("paid_claim_noted", {"item": "F-1", "until_on": "2026-02-17"}, "said"),
    ("dunning_paused", {"until_on": "2026-02-16"}, "pause"),
    ("item_withheld", {"item": "F-1", "until_on": None}, "withheld"),
    ("plan_agreed", {"plan": "p", "items": ["F-1"]}, "plan"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "gate"), HOLDS)
def test_what_a_person_said_before_the_barrier_holds(
    name: str, fields: dict[str, Any], gate: str
) -> None:
    chase = a_chase()
    chase.at(9.9).dunning(name, "item/F-1", **fields)
    assert whys(asked_and_sent(chase)) == [f"held by {gate}"]


@pytest.mark.parametrize(("name", "fields", "gate"), HOLDS)
def test_what_a_person_said_after_the_barrier_began_does_not(
    name: str, fields: dict[str, Any], gate: str
) -> None:
    chase = asked_and_sent(a_chase())
    chase.at(10.1).dunning(name, "item/F-1", **fields)
    assert whys(chase) == [], gate


@pytest.mark.parametrize(
    ("name", "fields", "ending", "ended"),
    [
        (*HOLDS[0][:2], "promise_broken", {"promise": "p"}),
        (*HOLDS[0][:2], "promise_ended", {"promise": "p"}),
        (*HOLDS[1][:2], "dispute_resolved",
         {"dispute": "x", "item": "F-1", "resolution": "refused"}),
        (*HOLDS[3][:2], "dunning_resumed", {}),
        (*HOLDS[4][:2], "item_released", {"item": "F-1"}),
        (*HOLDS[5][:2], "plan_broken", {"plan": "p"}),
    ],
)  # fmt: skip
def test_what_is_over_holds_no_more(
    name: str, fields: dict[str, Any], ending: str, ended: dict[str, Any]
) -> None:
    chase = a_chase()
    chase.at(2).dunning(name, "item/F-1", **fields)
    chase.at(3).dunning(ending, "item/F-1", **ended)
    assert whys(asked_and_sent(chase)) == []


@pytest.mark.parametrize(("place", "until_on"), [(2, "2026-02-16"), (3, "2026-02-15")])
def test_a_hold_with_a_last_day_ends_by_itself(place: int, until_on: str) -> None:
    """What is said to be paid is held until a day, a pause holds through one."""
    chase = a_chase()
    name, fields, _ = HOLDS[place]
    chase.at(2).dunning(name, "item/F-1", **{**fields, "until_on": until_on})
    assert whys(asked_and_sent(chase)) == []


def test_a_dispute_that_was_granted_waits_for_its_credit_note() -> None:
    chase = a_chase()
    chase.at(2).dunning("dispute_opened", "item/F-1", **HOLDS[1][1])
    granted = {"dispute": "x", "item": "F-1", "resolution": "credit_note_expected"}
    chase.at(3).dunning("dispute_resolved", "item/F-1", **granted)
    assert whys(asked_and_sent(chase)) == ["held by dispute"]


def test_a_dispute_about_a_part_lets_the_rest_be_asked() -> None:
    for asked, expected in (("80.00 EUR", []), ("100.00 EUR", ["another amount was open"])):
        chase = a_chase()
        part = {"dispute": "x", "item": "F-1", "amount": "20.00 EUR"}
        chase.at(2).dunning("dispute_opened", "item/F-1", **part)
        chase.at(9).proposed(("F-1", asked))
        chase.at(10.5).started(minutes=10)
        assert whys(chase) == expected


@pytest.mark.parametrize(
    ("credited", "asked"),
    [
        ("5.00 EUR", "80.00 EUR"),  # 95 are open, 15 of them contested
        ("20.00 EUR", "80.00 EUR"),  # 80 are open, nothing is contested any more
        ("30.00 EUR", "70.00 EUR"),
    ],
)
def test_a_credit_note_answers_what_is_contested_of_an_amount(credited: str, asked: str) -> None:
    for said, expected in ((asked, []), ("90.00 EUR", ["another amount was open"])):
        chase = a_chase()
        part = {"dispute": "x", "item": "F-1", "amount": "20.00 EUR"}
        chase.at(2).dunning("dispute_opened", "item/F-1", **part)
        chase.at(3).allocated_to("F-1", credited, kind="credit")
        chase.at(9).proposed(("F-1", said))
        chase.at(10.5).started(minutes=10)
        assert whys(chase) == expected


def test_a_suspicion_holds_until_it_is_answered_or_too_old() -> None:
    for answer, expected in (("", ["held by suspicion"]), ("lifted", []), ("expired", [])):
        chase = a_chase()
        about = {"item": "F-1", "by": "p9", "debtor": "debtor-C-1"}
        chase.at(2).say("settlement_suspected", "item/F-1", **about)
        if answer:
            chase.at(3).say(f"suspicion_{answer}", "item/F-1", **about)
        assert whys(asked_and_sent(chase)) == expected, answer


def test_every_attempt_is_judged_by_its_own_barrier() -> None:
    chase = a_chase()
    chase.at(9).proposed()
    chase.at(10.5).started(minutes=10)
    chase.at(15).allocated_to("F-1", "100.00 EUR")
    assert whys(chase) == []
    chase.at(21).started(minutes=20, attempt=2)
    assert whys(chase) == ["settled before"]


def test_a_mail_that_says_other_amounts_than_its_demand_is_wrong() -> None:
    chase = a_chase()
    chase.at(9).proposed()
    other = a_line(("F-1", "90.00 EUR"))
    chase.notifications("message_composed", lines=other, message_id="<m1@relance.example>")
    chase.at(10.5).started(minutes=10)
    assert whys(chase) == ["says other amounts than its demand"]


def test_no_item_has_a_step_twice() -> None:
    chase = asked_and_sent(a_chase())
    chase.at(30).proposed(demand="d2", day="2026-02-20")
    chase.at(31).started(minutes=30.5, demand="d2")
    chase.sent(demand="d2")
    chase.taken("F-1", by="d2")
    assert whys(chase) == ["an item had a step twice", "an item was asked for twice by one step"]


def test_a_step_that_was_undone_may_be_had_again() -> None:
    chase = asked_and_sent(a_chase())
    chase.notifications("message_bounced")
    chase.dunning("step_undone", "item/F-1", item="F-1", step="reminder", by="d1")
    chase.at(30).proposed(demand="d2", day="2026-02-20")
    chase.at(31).started(minutes=30.5, demand="d2")
    chase.sent(demand="d2")
    chase.taken("F-1", by="d2")
    assert whys(chase) == []


def test_a_demand_for_an_item_that_never_was_is_wrong() -> None:
    chase = a_chase()
    chase.at(9).proposed(("F-9", "100.00 EUR"))
    chase.at(10.5).started(minutes=10)
    assert whys(chase) == ["asks for an item that was never opened"]
