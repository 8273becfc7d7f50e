"""Folding never refuses, and what is heard again does nothing."""

import pytest

from libs.events.contracts.dunning import EVENTS
from libs.events.contracts.model import Event
from libs.events.contracts.sampling import sample_of
from libs.testkit.scenarios import Heard, Scenario, Told
from services.dunning.handlers.decider import DunningDecider
from services.dunning.tests.building import (
    IDS,
    a_changed_creditor,
    a_changed_debtor,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    covered,
    demand_id,
    dunning,
    feed_advanced,
    feed_interrupted,
    feed_opened,
    feed_resumed,
    import_finished,
    import_started,
)
from services.dunning.tests.debtor_facts import (
    allocated,
    an_item,
    bounced,
    cancelled,
    credit_booked,
    extended,
    failed,
    reduced,
    reopened,
    sent,
    settled,
    share_booked,
    share_taken_back,
    suspected,
    suspicion_expired,
    uncertain,
    unsuspected,
    withdrawn,
)

FIRST = demand_id("2026-03-18")
DECIDER = DunningDecider(IDS)


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


def chased() -> Scenario:
    """Two items: one asked for on Wednesday 18 March, without an outcome; one not due yet."""
    return dunning.given(
        a_creditor("required"),
        covered("2026-03-17"),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-30"),
        a_day("2026-03-18"),
    )


@pytest.mark.parametrize(
    "facts",
    [
        (a_creditor("required"),),
        (a_changed_creditor(),),
        (a_day("2026-03-19"),),
        (a_policy(),),
        (a_debtor(),),
        (a_changed_debtor(email="new@smith.example"),),
        (covered("2026-03-18"),),
        (feed_opened("s1"),),
        (feed_opened("s1"), feed_advanced("s1")),
        (feed_interrupted(),),
        (feed_interrupted(), feed_resumed()),
        (import_started(),),
        (import_started(), import_finished()),
        (an_item("F-1", "120.00", due="2026-03-06"),),
        (reduced("F-1", "20.00", "100.00"),),
        (settled("F-1"),),
        (settled("F-1"), reopened("F-1")),
        (cancelled("F-1"),),
        (extended("F-1", "2026-04-30"),),
        (suspected("F-1"),),
        (suspected("F-1"), unsuspected("F-1")),
        (suspected("F-1"), suspicion_expired("F-1")),
        (share_booked("s1", "10.00"),),
        (share_booked("s1", "10.00"), share_taken_back("s1", "10.00")),
        (credit_booked("C-1", "10.00"),),
        (allocated("F-1", "20.00", booked="2026-03-17"),),
        (sent(FIRST),),
        (withdrawn(FIRST, gate="recalled"),),
        (failed(FIRST),),
        (uncertain(FIRST, last=False),),
        (uncertain(FIRST, last=True),),
        (sent(FIRST), bounced(FIRST)),
    ],
)
def test_what_is_heard_again_does_nothing(facts: tuple[Heard | Told, ...]) -> None:
    chased().given(*facts).when(facts[-1]).then_nothing()
