"""Whoever hands debtors over to an agency, and takes them back."""

from random import Random

from libs.events.contracts.handoff import (
    AgencyFacts,
    FeeRule,
    ItemNoted,
    PlacementOffered,
)
from libs.events.contracts.model import Command
from libs.kernel.keys import path_of
from libs.testkit.interleave.people.agent import AGENCY
from libs.testkit.interleave.people.asking import Act, Edge
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.truth.chase import Chase
from libs.testkit.interleave.truth.remitting import FEE_BASIS_POINTS
from libs.testkit.world.premises import Commit
from services.handoff.domain.agency_commands import RegisterAgency
from services.handoff.domain.commands import RecallPlacement, RequestPlacement


class Placer:
    """Talks to handoff; leaves alone who has to have each step of a ladder."""

    def __init__(self, tenant: str, edge: Edge, chase: Chase, days: Days, random: Random) -> None:
        self._tenant, self._edge, self._chase = tenant, edge, chase
        self._days, self._random = days, random
        self._debtors: dict[str, None] = {}
        self._offered: dict[str, str] = {}
        """Placement to its debtor, of those that were not taken back."""

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            match new.event:
                case ItemNoted(debtor=debtor) if debtor not in self._chase.never_payers:
                    self._debtors[debtor] = None
                case PlacementOffered() as offered:
                    self._offered[offered.placement] = offered.debtor

    def register(self) -> bool:
        """One agency that takes whatever there is."""
        facts = AgencyFacts(
            agency=AGENCY,
            name="Agency",
            answer_days=5,
            fee=FeeRule(recovered_basis_points=FEE_BASIS_POINTS, direct_basis_points=0),
        )
        command = RegisterAgency(facts=facts, registered_by="p1")
        self._edge.ask("handoff", path_of(self._tenant, "agency", AGENCY), command)
        return True

    def acts(self) -> list[Act]:
        """A debtor is handed over on some day, and perhaps another one taken back."""
        return [self._place, *([self._recall] if self._random.random() < 0.5 else [])]

    def _place(self) -> bool:
        from_on = self._chase.placed_from_on
        if from_on is not None and not self._days.has_come(from_on):
            return False
        if not self._debtors:
            return self._days.is_calm()
        debtor = self._random.choice(list(self._debtors))
        self._ask(debtor, RequestPlacement(debtor=debtor, requested_by="p1"))
        return True

    def _recall(self) -> bool:
        if not self._offered:
            return self._days.is_calm()
        placement = self._random.choice(list(self._offered))
        debtor = self._offered.pop(placement)
        command = RecallPlacement(
            debtor=debtor, placement=placement, reason="by_person", recalled_by="p1"
        )
        self._ask(debtor, command)
        return True

    def _ask(self, debtor: str, command: Command) -> None:
        self._edge.ask("handoff", path_of(self._tenant, "debtor", debtor), command)
