"""Folding never refuses, what was stored reads back, and what is heard again does nothing."""

import pytest

from libs.events.contracts.model import Event
from libs.events.contracts.notifications import EVENTS
from libs.events.contracts.sampling import sample_of
from libs.testkit.scenarios import Heard, Told
from services.notifications.handlers.decider import NotificationsDecider
from services.notifications.tests.building import (
    IDS,
    a_day,
    a_demand,
    a_recall,
    a_start,
    bounced,
    composed,
    failed,
    failed_for_now,
    held,
    not_composed,
    notifications,
    sent,
    uncertain,
)

DECIDER = NotificationsDecider(IDS)


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
            assert DECIDER.place(f"acme/{kind}/1", state) is not None


@pytest.mark.parametrize(
    "inputs",
    [
        (a_day("2026-04-01"),),
        (a_demand(),),
        (a_demand(), a_recall()),
        (a_demand(), composed()),
        (a_demand(), not_composed()),
        (a_demand(), composed(), held()),
        (a_demand(), composed(), a_start()),
        (a_demand(), composed(), a_start(), a_recall()),
        (a_demand(), composed(), a_start(), sent()),
        (a_demand(), composed(), a_start(), failed()),
        (a_demand(), composed(), a_start(), failed_for_now()),
        (a_demand(), composed(), a_start(), uncertain()),
        (a_demand(), composed(), a_start(), sent(), bounced()),
        (a_demand(), composed(), a_day("2026-04-02")),
    ],
)
def test_what_comes_twice_counts_once(inputs: tuple[Told | Heard, ...]) -> None:
    notifications.given(*inputs).when(inputs[-1]).then_nothing()
