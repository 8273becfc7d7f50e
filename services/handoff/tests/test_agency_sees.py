"""What an agency reads of its case: nothing of who works for the creditor."""

from typing import Any

from libs.events.contracts.handoff import (
    EscalatedToBailiff,
    PlacementAccepted,
    PlacementClosed,
    PlacementOffered,
    PlacementRecalled,
    PlacementRequested,
)
from libs.events.contracts.model import Event
from libs.events.contracts.sampling import sample_of
from services.handoff.api.agency_cases import theirs
from services.handoff.tests.view_filling import said_of
from services.handoff.views.rows import merged, rows_of

PERSON = "paula-of-the-creditor"
BY = ("requested_by", "recalled_by", "escalated_by", "closed_by")


def by_the_creditor(kind: type[Event]) -> Event:
    """One of these that a person of the creditor's caused."""
    sample = sample_of(kind, full=True)
    assert isinstance(sample, Event)
    named = {name: PERSON for name in BY if name in kind.model_fields}
    return sample.model_copy(update={**named, "placement": "placement-1"})


def row_of(*kinds: type[Event]) -> dict[str, Any]:
    """The row of a case to which this happened, as it is read."""
    seen = said_of([by_the_creditor(kind) for kind in kinds]).events
    tables = dict(merged(row for one in seen for row in rows_of(one)))
    (row,) = tables["placements"]
    return {**row.pop("said"), **row}


def test_who_of_the_creditors_people_did_what_is_not_shown() -> None:
    begun = (PlacementRequested, PlacementOffered, PlacementAccepted, EscalatedToBailiff)
    for end in (PlacementRecalled, PlacementClosed):
        row = row_of(*begun, end)
        assert PERSON in row.values(), "this test shows nothing"
        shown = theirs(row)
        assert PERSON not in str(shown)
        assert shown["is_escalated"], "that it is to be enforced is told"
