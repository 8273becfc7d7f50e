"""What the view of placements makes of events, a row a case."""

from typing import Any, Final

import pytest

from libs.events.contracts.handoff import (
    PlacementAccepted,
    PlacementFreed,
    PlacementHeld,
    PlacementOffered,
    PlacementRequested,
    PlacementWithdrawn,
)
from libs.events.contracts.model import Event
from libs.events.contracts.sampling import sample_of
from services.handoff.tests.view_filling import said_of
from services.handoff.views.rows import merged, rows_of

ABOUT: Final = {
    **{"placement": "placement-1", "agency": "agency-1"},
    **{"creditor": "creditor-1", "debtor": "smith"},
}
HELD: Final = PlacementHeld(**ABOUT, cause="barrier", service="matching")


def said_by(*events: Event) -> dict[str, Any]:
    """What is said of the case in the end."""
    seen = said_of(events).events
    (row,) = dict(merged(row for one in seen for row in rows_of(one)))["placements"]
    said: dict[str, Any] = row["said"]
    return said


def of_the_case(kind: type[Event]) -> Event:
    sample = sample_of(kind, full=True)
    assert isinstance(sample, Event)
    return sample.model_copy(update=ABOUT)


@pytest.mark.parametrize("then", [PlacementFreed, PlacementOffered, PlacementWithdrawn])
def test_what_held_an_offer_is_told_as_long_as_it_does(then: type[Event]) -> None:
    held = (of_the_case(PlacementRequested), HELD)
    assert (said_by(*held)["cause"], said_by(*held)["service"]) == ("barrier", "matching")
    over = said_by(*held, of_the_case(then), of_the_case(PlacementAccepted))
    assert (over["cause"], over["service"]) == (None, None)
