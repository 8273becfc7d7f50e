"""A case is a debtor in a currency; tenants never cross."""

from dataclasses import replace

from libs.events.contracts.dunning import (
    CaseClosed,
    CaseOpened,
    DemandEnded,
    DemandProposed,
    DemandRecalled,
    TaskDone,
)
from libs.kernel.keys import tenant_of
from libs.testkit.scenarios import Heard, Scenario, Told, like
from services.dunning.tests.building import (
    TENANT,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    case_id,
    covered,
    demand_id,
    dunning,
    task_id,
)
from services.dunning.tests.debtor_facts import an_item, reopened, settled, withdrawn
from services.dunning.tests.people_say import promised


def known() -> Scenario:
    return dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor())


def test_each_currency_is_a_case_of_its_own() -> None:
    scenario = known().given(
        an_item("F-1", "120.00", due="2026-03-06"), an_item("F-2", "90.00 USD", due="2026-03-06")
    )
    scenario.when(a_day("2026-03-18"))
    demands = [one.event for one in scenario.recorded if isinstance(one.event, DemandProposed)]
    assert {(one.case, str(one.total)) for one in demands} == {
        (case_id(), "120.00 EUR"),
        (case_id(currency="USD"), "90.00 USD"),
    }


def test_what_recalls_one_currency_leaves_the_other() -> None:
    scenario = known().given(
        an_item("F-1", "120.00", due="2026-03-06"), an_item("F-2", "90.00 USD", due="2026-03-06")
    )
    scenario.given(a_day("2026-03-18")).when(settled("F-1"))
    recalled = [one.event.case for one in scenario.recorded if type(one.event) is DemandRecalled]
    assert recalled == [case_id()]


def test_a_case_with_nothing_open_is_closed_the_next_day() -> None:
    scenario = known().given(an_item("F-1", due="2026-03-06"), settled("F-1"))
    scenario.when(a_day("2026-03-18")).then_among(like(CaseClosed, case=case_id()))


def test_a_reopened_item_opens_its_case_again() -> None:
    scenario = known().given(an_item("F-1", due="2026-03-06"), settled("F-1"), a_day("2026-03-18"))
    scenario.when(reopened("F-1")).then_among(like(CaseOpened, case=case_id()))


def test_what_a_closed_case_was_about_is_no_task_any_more() -> None:
    scenario = dunning.given(
        a_creditor("required"), covered("2026-03-27"), a_policy(), a_day("2026-03-30"), a_debtor()
    ).given(an_item("F-1", due="2026-04-06"))
    promise = str(scenario.when(promised("2026-03-20", "F-1")).answer["promise"])
    scenario.given(settled("F-1")).when(a_day("2026-03-31"))
    scenario.then_among(like(CaseClosed), like(TaskDone, task=task_id("promise_broken", promise)))


def of_another_tenant(one: Heard) -> Heard:
    key, stream = (path.replace(f"{TENANT}/", "umbrella/", 1) for path in (one.key, one.stream))
    return replace(one, key=key, stream=stream)


def test_two_tenants_with_equal_numbers_never_cross() -> None:
    facts = [a_creditor(), a_debtor(), an_item("F-1", due="2026-03-06")]
    policy = a_policy()
    theirs = Told(policy.key.replace(TENANT, "umbrella"), policy.command)
    scenario = dunning.given(a_day("2026-03-17"), policy, *facts)
    scenario.given(theirs, *map(of_another_tenant, facts)).when(a_day("2026-03-18"))
    demands = [one for one in scenario.recorded if isinstance(one.event, DemandProposed)]
    assert {tenant_of(one.stream) for one in demands} == {TENANT, "umbrella"}
    scenario.when(of_another_tenant(settled("F-1")))
    streams = {tenant_of(one.stream) for one in scenario.recorded}
    assert streams == {"umbrella"}
    scenario.when(withdrawn(demand_id("2026-03-18"), gate="none of theirs"))
    scenario.then_among(like(DemandEnded, outcome="withdrawn"))


def test_one_tenants_policy_chases_nobody_elses_debtors() -> None:
    facts = [a_creditor(), a_debtor(), an_item("F-1", due="2026-03-06")]
    scenario = dunning.given(a_day("2026-03-17"), a_policy(), *map(of_another_tenant, facts))
    scenario.when(a_day("2026-03-18"))
    assert not any(type(one.event) is DemandProposed for one in scenario.recorded)
