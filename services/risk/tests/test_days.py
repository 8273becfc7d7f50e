"""A day asks each debtor that may be another on it, by a message of its own, and nobody else."""

from libs.events.contracts.risk import DebtorScored
from libs.events.loop.trees import KEYS_MAX
from libs.testkit.scenarios import Scenario
from services.risk.domain.commands import CheckKeys
from services.risk.tests.building import a_creditor, a_day, a_debtor, an_item, key, risk

DEBTORS = [f"debtor-{number:04}" for number in range(12)]


def many_debtors(*names: str) -> Scenario:
    scenario = risk.given(a_creditor(), a_day("2026-03-02"))
    for name in names:
        scenario.given(a_debtor(name), an_item(f"F-{name}", due="2026-03-06", debtor=name))
    return scenario


def asked(scenario: Scenario) -> list[str]:
    keys: list[str] = []
    for one in scenario.sent:
        assert isinstance(one.command, CheckKeys)
        keys += one.command.keys
    return sorted(keys)


def test_a_day_asks_every_debtor_that_is_due_once() -> None:
    scenario = many_debtors(*DEBTORS).when(a_day("2026-03-07"))
    assert asked(scenario) == [key("debtor", name) for name in DEBTORS]
    scored = [one.event for one in scenario.recorded if isinstance(one.event, DebtorScored)]
    assert sorted(one.debtor for one in scored) == DEBTORS


def test_a_day_on_which_nothing_can_be_another_asks_nobody() -> None:
    scenario = many_debtors(*DEBTORS).when(a_day("2026-03-06"))
    scenario.then()
    assert asked(scenario) == []


def test_days_that_were_slept_through_are_one_look() -> None:
    scenario = many_debtors(*DEBTORS[:1]).when(a_day("2026-03-20"))
    scored = [one.event for one in scenario.recorded if isinstance(one.event, DebtorScored)]
    assert len(scored) == 1


def test_debtors_that_wait_for_their_creditor_are_asked_in_chunks_once_it_is_known() -> None:
    scenario = risk.given(a_day("2026-03-02"))
    names = [f"debtor-{number:04}" for number in range(KEYS_MAX * 5)]
    for name in names:
        scenario.given(a_debtor(name))
    scenario.when(a_creditor())
    chunks = [one.command for one in scenario.sent]
    assert all(isinstance(one, CheckKeys) and len(one.keys) <= KEYS_MAX for one in chunks)
    assert asked(scenario) == [key("debtor", name) for name in names]
    scored = [one for one in scenario.recorded if isinstance(one.event, DebtorScored)]
    assert len(scored) == len(names)
