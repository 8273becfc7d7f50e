"""Which policy chases whom, and what a new version of it changes."""

import pytest

from libs.events.contracts.dunning import CaseOpened, DemandGated, PolicyPublished
from libs.testkit.scenarios import Told, like, told
from services.dunning.domain.commands import PublishPolicy
from services.dunning.domain.refusals import PolicyNameDiffers, VersionDiffers
from services.dunning.tests.building import (
    CREDITOR,
    FOUR_STEPS,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    demand_id,
    dunning,
    eur,
    key,
    on,
)
from services.dunning.tests.debtor_facts import an_item, sent, settled
from services.dunning.tests.test_ladder import demanded


@pytest.mark.parametrize(
    ("policies", "chosen"),
    [
        ((a_policy("b"), a_policy("a")), "a"),  # of equals the first by name
        ((a_policy("a"), a_policy("b", creditors=(CREDITOR,))), "b"),  # the one that names it
        ((a_policy("a", creditors=("another",)), a_policy("b")), "b"),
    ],
)
def test_a_creditor_is_chased_by_the_policy_that_names_it_else_by_one_that_names_none(
    policies: tuple[Told, ...], chosen: str
) -> None:
    scenario = dunning.given(a_creditor(), *policies, a_day("2026-03-17"), a_debtor())
    scenario.when(an_item("F-1", due="2026-03-06")).then_among(like(CaseOpened, policy=chosen))


def test_a_policy_for_another_creditor_is_none() -> None:
    scenario = dunning.given(a_creditor(), a_policy("a", creditors=("another",)))
    scenario.given(a_day("2026-03-17"), a_debtor())
    scenario.when(an_item("F-1", due="2026-03-06")).then_among(
        like(DemandGated, gate="policy_unknown")
    )


def test_the_same_content_is_the_same_version() -> None:
    scenario = dunning.given(a_policy())
    scenario.when(a_policy()).then_nothing().then_answers(version="1")


def test_other_content_is_the_next_version() -> None:
    scenario = dunning.given(a_policy())
    scenario.when(a_policy("four-steps", *FOUR_STEPS[:2])).then(like(PolicyPublished, version=2))
    scenario.then_copies(like(PolicyPublished, version=2))


def test_a_version_that_follows_another_than_was_seen_is_refused() -> None:
    scenario = dunning.given(a_policy(), a_policy("four-steps", *FOUR_STEPS[:2]))
    third = FOUR_STEPS[:3]
    scenario.when(a_policy("four-steps", *third, if_version=1))
    scenario.then_refused(VersionDiffers, version="2")
    scenario.when(a_policy("four-steps", *third, if_version=2)).then(
        like(PolicyPublished, version=3)
    )


def test_a_policy_is_published_under_its_own_name() -> None:
    published = a_policy("a").command
    assert isinstance(published, PublishPolicy)
    dunning.when(told(key("policy", "b"), published)).then_refused(PolicyNameDiffers, named="a")


def test_a_case_that_opens_again_takes_the_newest_ladder() -> None:
    scenario = dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor())
    scenario.given(an_item("F-1", due="2026-03-06"), settled("F-1"), a_day("2026-03-18"))
    scenario.given(a_policy("four-steps", *FOUR_STEPS[:2]))
    scenario.when(an_item("F-2", due="2026-03-30")).then_among(
        like(CaseOpened, policy="four-steps", policy_version=2)
    )


def test_gates_are_those_of_the_newest_version_and_the_ladder_is_that_of_the_case() -> None:
    """Version 2 wants a hundred euros and ten days between messages."""
    scenario = dunning.given(a_creditor(), a_policy(), a_day("2026-03-17"), a_debtor())
    scenario.given(an_item("F-1", "99.00", due="2026-03-06"))
    scenario.given(
        a_policy(
            "four-steps",
            *FOUR_STEPS[2:],
            net_due_mins=(eur("100.00"),),
            message_every_days_min=10,
        )
    )
    scenario.when(a_day("2026-03-18")).then_among(like(DemandGated, gate="small_net_due_waits"))
    scenario.when(an_item("F-2", "1.00", due="2026-03-06"))
    assert (demanded(scenario).step, demanded(scenario).policy_version) == ("reminder", 1)
    scenario.given(sent(demand_id("2026-03-18")))
    scenario.when(an_item("F-3", "150.00", due="2026-03-06")).then_among(
        like(DemandGated, gate="messages_keep_their_distance", until_on=on("2026-03-28"))
    )
