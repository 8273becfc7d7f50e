"""Folding never refuses, what is heard again does nothing, and the order of topics is no matter."""

from collections.abc import Sequence
from random import Random

import pytest

from libs.events.contracts.model import Event
from libs.events.contracts.risk import EVENTS
from libs.events.contracts.sampling import sample_of
from libs.testkit.scenarios import Heard, Scenario
from services.risk.domain.debtors.state import SETTLED_MAX, DebtorState
from services.risk.handlers.decider import RiskDecider
from services.risk.tests.building import (
    DEBTOR,
    IDS,
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    cancelled,
    disputed,
    extended,
    key,
    paid_late,
    promise_broken,
    promise_kept,
    reduced,
    reopened,
    resolved,
    risk,
    settled,
    taken_back,
)

DECIDER = RiskDecider(IDS)
SHUFFLES = 200


@pytest.mark.parametrize("kind", DECIDER.state_types)
def test_every_state_takes_every_event(kind: str) -> None:
    """In the order of the contracts, each twice, once with every field and once with few."""
    state = DECIDER.state_types[kind]()
    for event in EVENTS:
        for full in (True, False, True):
            sample = sample_of(event, full=full)
            assert isinstance(sample, Event)
            state = DECIDER.evolve(state, sample)
            assert type(state) is DECIDER.state_types[kind]


def owing() -> Scenario:
    """One item overdue, one not due yet."""
    return risk.given(
        a_creditor(),
        a_day("2026-03-18"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-30"),
    )


@pytest.mark.parametrize(
    "facts",
    [
        (a_creditor(),),
        (a_day("2026-03-19"),),
        (a_debtor(),),
        (an_item("F-1", "120.00", due="2026-03-06"),),
        (reduced("F-1", "20.00", "100.00"),),
        (settled("F-1", "2026-03-18"),),
        (settled("F-1", "2026-03-18"), reopened("F-1")),
        (cancelled("F-1"),),
        (extended("F-1", "2026-04-30", was="2026-03-06"),),
        (disputed("F-1", "d1"),),
        (disputed("F-1", "d1"), resolved("F-1", "d1", "refused")),
        (promise_broken("promise-1", "2026-03-18"),),
        (promise_broken("promise-1", "2026-03-18"), promise_kept("promise-1")),
        (taken_back("share-1"),),
    ],
)
def test_what_is_heard_again_does_nothing(facts: tuple[Heard, ...]) -> None:
    owing().given(*facts).when(facts[-1]).then_nothing()


def test_a_fact_about_an_item_that_nobody_opened_is_no_news() -> None:
    owing().when(settled("F-9", "2026-03-18")).then_nothing()


LEDGER: Sequence[Heard] = (
    an_item("F-1", "120.00", due="2026-03-06"),
    an_item("F-2", "80.00", due="2026-03-30"),
    reduced("F-1", "20.00", "100.00"),
    extended("F-2", "2026-03-10", was="2026-03-30"),
    settled("F-2", "2026-03-17", amount="80.00"),
    *paid_late("F-3", 45, "2026-03-16"),
    taken_back("share-3"),
    reopened("F-3"),
)
CHASING: Sequence[Heard] = (
    disputed("F-1", "d1", amount="30.00"),
    promise_broken("promise-1", "2026-03-12"),
    disputed("F-2", "d2"),
    resolved("F-2", "d2", "valid"),
    promise_broken("promise-2", "2026-03-14"),
    promise_kept("promise-1"),
)
PARTIES: Sequence[Heard] = (a_creditor(), a_debtor())
DAYS: Sequence[Heard] = (a_day("2026-03-17"), a_day("2026-03-18"))


def woven(seed: int) -> list[Heard]:
    """The topics in one of the orders in which a partition may hear them: each in its own."""
    random = Random(seed)
    left = [list(topic) for topic in (LEDGER, CHASING, PARTIES, DAYS)]
    heard: list[Heard] = []
    while any(left):
        heard.append(random.choice([topic for topic in left if topic]).pop(0))
    return heard


def stands(scenario: Scenario) -> DebtorState:
    state: DebtorState = scenario.state(key("debtor", DEBTOR))
    return state


def as_said(state: DebtorState) -> tuple[object, ...]:
    """What is shown of a debtor; the order in which things came is not."""
    return (
        state.scored,
        state.band,
        state.exposures,
        {currency: dict(sorted(days.items())) for currency, days in state.owed.items()},
        state.settled,
        dict(sorted(state.broken.items())),
        sorted(state.returned),
        dict(sorted(state.disputes.items())),
    )


def test_in_whichever_order_the_topics_are_heard_the_debtor_stands_the_same() -> None:
    """Once it is quiet; what is returned before a day has begun has no day, and counts the same."""
    wanted = as_said(stands(risk.given(*PARTIES, *DAYS, *LEDGER, *CHASING)))
    for seed in range(SHUFFLES):
        heard = woven(seed)
        assert as_said(stands(risk.given(*heard))) == wanted, seed


def test_a_debtor_with_many_items_is_a_small_state() -> None:
    scenario = risk.given(a_creditor(), a_day("2026-03-18"), a_debtor())
    for number in range(SETTLED_MAX + 20):
        scenario.given(*paid_late(f"F-{number:03}", 3, "2026-03-17"))
        scenario.given(an_item(f"G-{number:03}", "1.00", due=f"2026-04-{1 + number % 28:02}"))
    state = stands(scenario)
    assert len(state.settled) == SETTLED_MAX
    assert len(state.owed["EUR"]) == 28
    assert str(state.exposures["EUR"].not_due) == f"{SETTLED_MAX + 20}.00 EUR"
