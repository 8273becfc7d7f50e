"""Drafts as dunning tells of them: what is proposed of a creditor with a review was approved."""

from typing import Final

from libs.events.contracts import dunning as say
from libs.events.contracts.ingestion import Review
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.wrong import must

_PEOPLE: Final = {"none": 0, "one": 1, "two": 2}


class DraftsTold:
    """Every draft, as the events so far leave it."""

    def __init__(self, review: Review) -> None:
        self._people_min = _PEOPLE[review]
        self.open_of_case: dict[str, say.DemandDrafted] = {}
        self._people: dict[str, set[str]] = {}
        """Who has approved each."""

    def saw(self, event: Event) -> None:
        match event:
            case say.DemandDrafted():
                self._drafted(event)
            case say.DemandApproved():
                self._people[event.demand].add(event.approved_by)
            case say.DraftDropped():
                must(
                    self.open_of_case.pop(event.case).demand == event.demand,
                    "draft",
                    f"{event.demand} is dropped, and another one was open",
                    event.case,
                )
            case say.DemandProposed():
                self._proposed(event)

    def _drafted(self, event: say.DemandDrafted) -> None:
        must(
            event.demand not in self._people and event.case not in self.open_of_case,
            "draft",
            f"{event.demand} is drafted, again or beside another one",
            event.case,
        )
        self.open_of_case[event.case] = event
        self._people[event.demand] = set()

    def _proposed(self, event: say.DemandProposed) -> None:
        """By as many people as the creditor wants, on its day, and as they saw it."""
        draft = self.open_of_case.pop(event.case, None)
        if not self._people_min:
            return
        people = self._people.get(event.demand, set())
        must(
            draft is not None and draft.demand == event.demand,
            "unapproved",
            f"{event.demand} is proposed, and no draft of it is open",
            event.case,
        )
        assert draft is not None
        must(
            len(people) >= self._people_min,
            "unapproved",
            f"{event.demand} is proposed, approved by {len(people)} people",
            event.case,
        )
        must(
            (event.items, event.total, event.day_on) == (draft.items, draft.total, draft.day_on),
            "unapproved",
            f"{event.demand} is proposed, and is another one than was approved",
            event.case,
        )
