"""Many debtors on a day are a tree; a debtor with many items is asked in portions."""

from libs.events.contracts.dunning import DemandGated, DemandProposed, DemandRecalled, StepTaken
from libs.events.loop.trees import KEYS_MAX, chunks_of
from libs.testkit.scenarios import Scenario
from services.dunning.domain.channels import ITEMS_MAX
from services.dunning.domain.commands import CheckKeys, WakeDebtors
from services.dunning.domain.waking import wake
from services.dunning.tests.building import (
    TENANT,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    demand_id,
    dunning,
    feed_opened,
    import_finished,
    import_started,
)
from services.dunning.tests.debtor_facts import an_item, sent
from services.dunning.tests.test_ladder import demanded

DEBTORS = [f"debtor-{number}" for number in range(12)]


def many_debtors() -> Scenario:
    scenario = dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"))
    for number, debtor in enumerate(DEBTORS):
        scenario.given(a_debtor(debtor), an_item(f"F-{number}", due="2026-03-06", debtor=debtor))
    return scenario


def test_a_day_asks_every_debtor_that_is_due_by_a_message_of_its_own() -> None:
    scenario = many_debtors().given(an_item("F-late", due="2026-03-17", debtor="debtor-1"))
    scenario.when(a_day("2026-03-18"))
    proposed = [one.event for one in scenario.recorded if isinstance(one.event, DemandProposed)]
    assert sorted(one.debtor for one in proposed) == sorted(DEBTORS)
    keys = [key for one in scenario.sent for key in _keys_of(one.command)]
    assert len(keys) == len(set(keys)) == len(DEBTORS)


def _keys_of(command: object) -> tuple[str, ...]:
    assert isinstance(command, CheckKeys)
    return command.keys


def test_a_day_on_which_nothing_is_due_asks_nobody() -> None:
    scenario = many_debtors().given(a_day("2026-03-18"))
    scenario.when(a_day("2026-03-19")).then()
    assert not scenario.sent


def test_a_statement_recalls_every_demand_of_its_creditor() -> None:
    scenario = many_debtors().given(a_day("2026-03-18")).when(feed_opened("s1"))
    recalled = [one.event for one in scenario.recorded if isinstance(one.event, DemandRecalled)]
    assert sorted(one.debtor for one in recalled) == sorted(DEBTORS)
    assert {one.cause for one in recalled} == {"acme/account/account-1"}


def test_chunks_hold_no_more_than_fits() -> None:
    sends = wake(TENANT, "ledger.c1.0", (f"debtor-{number:04}" for number in range(1201)))
    chunks = [one.command for one in sends]
    assert all(isinstance(chunk, WakeDebtors) for chunk in chunks)
    assert [len(chunk) for chunk in chunks_of(map(str, range(1201)))] == [KEYS_MAX, KEYS_MAX, 201]
    assert len({one.key for one in sends}) == len(sends) == 3


def test_a_debtor_with_more_items_than_a_message_holds_is_asked_for_the_oldest_first() -> None:
    scenario = dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor())
    scenario.given(import_started())
    for number in range(ITEMS_MAX + 20):
        day = 1 + number % 5
        scenario.given(an_item(f"F-{number:03}", "1.00", due=f"2026-03-0{day}"))
    scenario.given(a_day("2026-03-18"))
    demand = demanded(scenario.when(import_finished()))
    assert len(demand.items) == ITEMS_MAX
    assert demand.items[0].due_on < demand.items[-1].due_on
    scenario.when(sent(demand_id("2026-03-18")))
    taken = [one for one in scenario.recorded if isinstance(one.event, StepTaken)]
    held = [one.event for one in scenario.recorded if isinstance(one.event, DemandGated)]
    assert len(taken) == ITEMS_MAX
    assert [one.gate for one in held] == ["messages_keep_their_distance"]
    assert len(demanded(scenario.when(a_day("2026-03-23"))).items) == 20
