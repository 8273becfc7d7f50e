"""What waits is found by its effect, and no state, entry or name says who a person is."""

from typing import Any

from libs.events.effects.effect import ALL, EFFECTS, Effect
from libs.testkit.scenarios import Scenario
from services.notifications.handlers.decider import NotificationsDecider
from services.notifications.tests.building import (
    IDS,
    KEY,
    a_demand,
    a_recall,
    a_start,
    an_attempt_of_one_who_is_gone,
    composed,
    failed_for_now,
    held,
    judged,
    message_of,
    notifications,
    sent,
    stream_of,
)

decider = NotificationsDecider(IDS)


def effects(scenario: Scenario) -> list[Effect]:
    place = decider.place(stream_of("d1"), scenario.state(stream_of("d1")))
    assert all((name, key) == (EFFECTS, ALL) for name, key, _ in place.entries)
    return [value for _, _, value in place.entries]


def the_effect(scenario: Scenario) -> Effect:
    (effect,) = effects(scenario)
    assert (effect.key, effect.tenant, effect.what) == (KEY, "acme", message_of("d1"))
    assert (effect.kind, effect.subject) == ("email", "debtor/smith")
    return effect


def test_a_demand_waits_to_be_composed() -> None:
    effect = the_effect(notifications.given(a_demand(window=(8, 18))))
    assert (effect.stage, effect.attempt, effect.content) == ("to_prepare", 1, "")
    assert (effect.zone, effect.from_hour, effect.until_hour) == ("Europe/Brussels", 8, 18)


def test_a_composed_message_waits_for_its_next_attempt() -> None:
    ready = notifications.given(a_demand(), composed())
    effect = the_effect(ready)
    assert (effect.stage, effect.attempt, effect.content) == ("ready", 1, "content-1")
    assert (effect.from_hour, effect.until_hour, effect.not_before) == (0, 24, "")
    effect = the_effect(ready.given(held("parked", "matching")))
    assert (effect.held, effect.held_by) == ("parked", "matching")
    effect = the_effect(ready.given(a_start(), failed_for_now()))
    assert (effect.stage, effect.attempt, effect.held) == ("ready", 2, "")
    assert effect.not_before == "2026-04-01T10:01:00Z"


def test_a_started_attempt_waits_for_its_report() -> None:
    effect = the_effect(
        notifications.given(a_demand(), composed(), an_attempt_of_one_who_is_gone())
    )
    assert (effect.stage, effect.attempt, effect.repeated) == ("started", 1, False)
    assert (effect.token, effect.began_at) == ("a process that is gone", "2026-04-01T10:00:00Z")


def test_an_attempt_after_an_uncertain_one_is_a_repeated_one() -> None:
    effect = the_effect(
        notifications.given(a_demand(), composed(), an_attempt_of_one_who_is_gone(), judged())
    )
    assert (effect.stage, effect.attempt, effect.repeated) == ("ready", 2, True)
    assert (effect.token, effect.began_at) == ("", "")


def test_what_has_ended_waits_for_nothing() -> None:
    assert effects(notifications.given(a_demand(), a_recall())) == []
    assert effects(notifications.given(a_demand(), composed(), a_start(), sent())) == []


def test_no_state_holds_a_name_or_an_address() -> None:
    scenario = notifications.given(a_demand(), composed(), a_start(), sent())
    state: Any = scenario.state(stream_of("d1"))
    assert "smith@example.org" not in repr(state)
    assert "Smith" not in repr(state)
    assert "BE68539007547034" not in repr(state)
