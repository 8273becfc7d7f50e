"""Folding never refuses."""

import pytest

from libs.events.contracts.handoff import EVENTS
from libs.events.contracts.model import Event
from libs.events.contracts.sampling import sample_of
from services.handoff.handlers.decider import HandoffDecider
from services.handoff.tests.building import IDS

DECIDER = HandoffDecider(IDS)


@pytest.mark.parametrize("kind", sorted(DECIDER.state_types))
def test_every_state_takes_every_event(kind: str) -> None:
    """In the order of the contracts, each three times, with every field and with few."""
    state = DECIDER.state_types[kind]()
    for event in EVENTS:
        for full in (True, False, True):
            sample = sample_of(event, full=full)
            assert isinstance(sample, Event)
            state = DECIDER.evolve(state, sample)
    assert isinstance(state, DECIDER.state_types[kind])
    DECIDER.place(f"acme/{kind}/one", state)
