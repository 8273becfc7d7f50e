"""Offers to agencies, and what they must not hold: what was there before their barrier began."""

from datetime import datetime

from libs.events.contracts.dunning import DemandedItem
from libs.events.contracts.handoff import PlacedItem, PlacementOffered
from libs.testkit.interleave.checks.chasing.holds import PLACED, Holds
from libs.testkit.interleave.checks.chasing.messages_told import Delivery
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.chasing.wrongful import check_item
from libs.testkit.world.clock import BEGINNING
from libs.testkit.world.premises import Commit

_ROUNDING_S = 0.001


class OffersTold:
    """Every offer, and when its barrier began."""

    def __init__(self, moments: Moments, holds: Holds) -> None:
        self._moments, self._holds = moments, holds
        self.offers: list[tuple[PlacementOffered, Delivery]] = []

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if isinstance(new.event, PlacementOffered):
                self.offers.append((new.event, self._delivery(new.event)))

    def _delivery(self, offered: PlacementOffered) -> Delivery:
        began_s = (datetime.fromisoformat(offered.began_at) - BEGINNING).total_seconds()
        return Delivery(
            message=offered.placement,
            attempt=1,
            token=offered.token,
            began_at=self._moments.since(began_s - _ROUNDING_S),
            at=self._moments.now,
            age_s=0.0,
        )

    def check(self) -> None:
        """At the end: what was acknowledged then may have come into force later. Raises Wrong."""
        for offered, delivery in self.offers:
            for item in offered.items:
                on = offered.offered_on
                check_item(
                    _as_asked(item), offered.debtor, on, delivery, self._holds, but=(PLACED,)
                )


def _as_asked(item: PlacedItem) -> DemandedItem:
    """A placed item is asked for by somebody else: the same must hold of it."""
    return DemandedItem(
        item=item.item,
        number=item.number,
        kind=item.kind,
        asked=item.placed,
        open=item.open,
        issued_on=item.issued_on,
        due_on=item.due_on,
        overdue_days=0,
        step="",
        tone="last",
    )
