"""Each gate that holds a whole case: founded by a fact that was known, needless without."""

import pytest

from audit.tests.building import CREDITOR
from audit.tests.chasing import CASE, DAY, Chasing, a_chase, asked_and_sent
from audit.tests.holding import DEBTOR, a_held_chase, gated, judged, recalled, whys

OF_CREDITORS = [
    ("open_feeds_hold_everything", "feed_opened", "feed_advanced", "statement",
     "no statement is being booked"),
    ("interrupted_feeds_hold_everything", "feed_interrupted", "feed_resumed", "account",
     "no account has a gap"),
    ("open_imports_hold_everything", "import_started", "import_finished", "import_id",
     "nothing is being imported"),
]  # fmt: skip


def of_creditor(chase: Chasing, name: str, about: str, what: str = "one") -> None:
    service = "ingestion" if about == "import_id" else "matching"
    chase.say(name, f"feed/{CREDITOR}", service=service, creditor=CREDITOR, **{about: what})


@pytest.mark.parametrize(("gate", "opens", "ends", "about", "why"), OF_CREDITORS)
def test_what_is_being_booked_of_a_creditor_holds_until_it_is_at_rest(
    gate: str, opens: str, ends: str, about: str, why: str
) -> None:
    chase = a_held_chase()
    assert whys(gated(chase.at(1), gate)) == [why]
    of_creditor(chase.at(2), opens, about)
    of_creditor(chase, opens, about, "other")
    of_creditor(chase.at(3), ends, about)
    assert len(whys(gated(chase.at(4), gate))) == 1, "the other one is not at rest"
    of_creditor(chase.at(5), ends, about, "other")
    assert whys(gated(chase.at(6), gate)) == [why, why]


@pytest.mark.parametrize(("gate", "opens", "ends", "about", "why"), OF_CREDITORS)
def test_it_recalls_what_was_asked_for(
    gate: str, opens: str, ends: str, about: str, why: str
) -> None:
    chase = a_held_chase()
    chase.at(1).proposed()
    assert whys(recalled(chase, gate)) == [why]
    of_creditor(chase.at(2), opens, about)
    assert whys(recalled(chase.at(3), gate)) == [why]
    of_creditor(chase.at(4), ends, about)
    assert whys(recalled(chase.at(5), gate)) == [why, why]


def test_an_account_may_have_its_next_gap() -> None:
    chase = a_held_chase()
    for minute in (1, 4):
        of_creditor(chase.at(minute), "feed_interrupted", "account")
        gated(chase.at(minute + 1), "interrupted_feeds_hold_everything")
        of_creditor(chase.at(minute + 2), "feed_resumed", "account")
    assert whys(chase) == []


def test_a_statement_that_is_announced_again_opens_nothing() -> None:
    chase = a_held_chase()
    for name in ("feed_opened", "feed_advanced", "feed_opened"):
        of_creditor(chase, name, "statement")
    assert whys(gated(chase.at(1), "open_feeds_hold_everything")) != []


def test_a_pause_holds_through_its_last_day_or_until_it_is_ended() -> None:
    gate, why = "paused_debtors_are_left_alone", "no pause runs"
    chase = a_held_chase()
    assert whys(gated(chase, gate)) == [why]
    chase = a_held_chase()
    chase.dunning("dunning_paused", f"debtor/{DEBTOR}", until_on="2026-02-17")
    gated(chase, gate, day="2026-02-17")
    assert whys(chase) == []
    gated(chase, gate, day="2026-02-18")
    assert whys(chase) == [why]
    chase.dunning("dunning_resumed", f"debtor/{DEBTOR}")
    assert whys(gated(chase, gate, day="2026-02-17")) == [why, why]


@pytest.mark.parametrize(
    ("through_on", "day", "is_stale"),
    [
        ("", DAY, True),
        ("2026-02-10", "2026-02-16", True),  # Monday less three bank days: the 11th
        ("2026-02-11", "2026-02-16", False),
        ("2026-02-11", "2026-02-17", True),
        ("2026-03-31", "2026-04-08", True),  # Easter: Good Friday and Monday are none
        ("2026-04-01", "2026-04-08", False),  # 7, 2 and 1 April are the three before
    ],
)
def test_what_the_bank_says_is_stale_after_so_many_bank_days(
    through_on: str, day: str, is_stale: bool
) -> None:
    chase = a_held_chase()
    if through_on:
        chase.say("ledger_covered", "ledger/c", creditor=CREDITOR, through_on=through_on)
    gated(chase.at(1), "stale_bank_data_holds_everything", day=day)
    assert whys(chase) == ([] if is_stale else [f"the ledger is known through {through_on}"])


def test_without_a_feed_nothing_is_stale() -> None:
    chase = gated(a_held_chase(feed="none").at(1), "stale_bank_data_holds_everything")
    assert whys(chase) == ["it has no feed"]


def test_without_a_creditor_nobody_can_tell_what_is_stale() -> None:
    gate = "stale_bank_data_holds_everything"
    chase = gated(a_chase(), gate, creditor="another")
    assert (judged(chase).judged, judged(chase).unjudged) == ({}, {gate: 1})


@pytest.mark.parametrize(
    ("country", "day", "is_off"),
    [
        ("", "2026-02-15", True),  # a Sunday
        ("", "2026-02-16", False),
        ("", "2026-07-14", True),  # of the creditor's country, France
        ("NL", "2026-07-14", False),
        ("NL", "2026-04-27", True),
        ("XX", "2026-07-14", True),  # unknown: the creditor's
    ],
)
def test_weekends_and_holidays_are_those_of_the_debtor_s_country(
    country: str, day: str, is_off: bool
) -> None:
    chase = a_held_chase()
    chase.say(
        "debtor_changed", f"debtor/{DEBTOR}", service="ingestion", debtor=DEBTOR, country=country
    )
    gated(chase.at(1), "weekends_and_holidays_are_kept", day=day)
    assert (whys(chase) == []) == is_off


def test_messages_keep_their_distance_from_one_that_left() -> None:
    gate, why = "messages_keep_their_distance", "no message of the case has left of late"
    chase = a_held_chase()
    gated(chase.at(1), gate)
    asked_and_sent(chase)
    for day in ("2026-02-15", DAY, "2026-02-18", "2026-02-19"):  # three days from the 16th on
        gated(chase.at(12), gate, day=day)
    found = [(one.day_on, one.why) for one in judged(chase).needless]
    assert found == [(DAY, why), ("2026-02-15", why), ("2026-02-19", why)]


def test_nobody_keeps_a_distance_from_a_mail_that_came_back() -> None:
    chase = asked_and_sent(a_held_chase())
    chase.at(12).notifications("message_bounced", permanent=False)
    gated(chase.at(13), "messages_keep_their_distance")
    assert whys(chase) == []
    chase.at(14).notifications("message_bounced", permanent=True)
    assert whys(gated(chase.at(15), "messages_keep_their_distance")) != []


def test_what_a_person_says_has_left_keeps_its_distance_too() -> None:
    chase = a_held_chase()
    chase.at(9).proposed()
    ended = {"demand": "d1", "outcome": "said_by_person"}
    chase.dunning("demand_ended", f"case/{CASE}", **ended, reason="did_not_leave")
    assert whys(gated(chase, "messages_keep_their_distance")) != []
    chase.dunning("demand_ended", f"case/{CASE}", **ended, reason="left")
    assert len(whys(gated(chase, "messages_keep_their_distance"))) == 1


def test_without_a_policy_nothing_is_asked() -> None:
    chase = a_chase()
    assert whys(gated(chase, "policy_unknown")) == []
    facts = {"policy": "four-steps", "creditors": ["another"], "steps": []}
    chase.dunning("policy_published", "policy/four-steps", facts=facts, version=1)
    assert whys(gated(chase, "policy_unknown")) == []
    facts = {**facts, "creditors": [CREDITOR]}
    chase.dunning("policy_published", "policy/four-steps", facts=facts, version=2)
    assert whys(gated(chase, "policy_unknown")) == ["four-steps is published for it"]


def test_an_address_is_lost_when_a_mail_comes_back() -> None:
    gate = "no_address_no_message"
    chase = asked_and_sent(a_held_chase())
    assert whys(gated(chase.at(12), gate)) == ["a mail has reached the debtor before"]
    chase = asked_and_sent(a_held_chase())
    chase.at(12).notifications("message_bounced", permanent=True)
    assert whys(gated(chase.at(13), gate)) == []
    changed = {"service": "ingestion", "debtor": DEBTOR, "country": "FR"}
    chase.at(14).say("debtor_changed", f"debtor/{DEBTOR}", **changed)
    gated(chase.at(15), gate)
    assert (judged(chase).judged["gated"], judged(chase).unjudged) == (1, {gate: 1})


def test_whether_there_ever_was_an_address_the_truth_tells_and_no_topic() -> None:
    gate = "no_address_no_message"
    chase = gated(a_held_chase(), gate)
    assert (judged(chase).judged, judged(chase).unjudged) == ({}, {gate: 1})
    assert whys(chase, frozenset({DEBTOR})) == []
    assert whys(chase, frozenset({"another"})) == ["a mail reaches the debtor"]


def test_a_gate_that_nobody_knows_is_not_judged() -> None:
    found = judged(gated(a_held_chase(), "tired_people_are_left_alone"))
    assert found.unjudged == {"tired_people_are_left_alone": 1}
