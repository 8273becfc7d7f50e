"""Whoever looks at what would leave today: approves it, or takes items out."""

from random import Random
from typing import Final

from libs.events.contracts.dunning import DemandDrafted, FreeText
from libs.events.contracts.model import Command
from libs.kernel.keys import path_of
from libs.testkit.interleave.checks.chasing.demands_told import DemandsTold
from libs.testkit.interleave.people.asking import Act, Edge
from libs.testkit.interleave.people.days import Days
from services.dunning.domain.commands import ApproveDemand, WithholdDemand

_WHY: Final = FreeText(text="somebody calls first")
_PEOPLE: Final = ("p1", "p2")


class Reviewer:
    """Two people at one screen, of whom either may be the first, or both times the same."""

    def __init__(
        self,
        tenant: str,
        edge: Edge,
        demands: DemandsTold,
        days: Days,
        random: Random,
        *,
        withholds: bool,
    ) -> None:
        self._tenant, self._edge, self._demands = tenant, edge, demands
        self._days, self._random, self._withholds = days, random, withholds
        self._approved: set[tuple[str, str]] = set()
        """What was asked in the calm, and by whom."""

    def acts(self, count: int) -> list[Act]:
        return [self._look for _ in range(count)]

    def approve(self) -> bool:
        """What nobody has approved yet, once nothing disturbs any more; whether there was any."""
        for draft in self._demands.open_drafts:
            for person in _PEOPLE:
                if (draft.demand, person) not in self._approved:
                    self._approved.add((draft.demand, person))
                    self._ask(draft, self._approval(draft, person))
                    return True
        return False

    def _look(self) -> bool:
        drafts = self._demands.open_drafts
        if not drafts:
            return self._days.is_calm()
        draft = self._random.choice(drafts)
        if self._withholds and self._random.random() < 0.15:
            item = self._random.choice(draft.items).item
            command: Command = WithholdDemand(
                debtor=draft.debtor,
                demand=draft.demand,
                items=(item,),
                withheld_by="p1",
                personal=_WHY,
            )
        else:
            command = self._approval(draft, self._random.choice(_PEOPLE))
        self._ask(draft, command)
        return True

    def _approval(self, draft: DemandDrafted, person: str) -> ApproveDemand:
        return ApproveDemand(debtor=draft.debtor, demand=draft.demand, approved_by=person)

    def _ask(self, draft: DemandDrafted, command: Command) -> None:
        self._edge.ask("dunning", path_of(self._tenant, "debtor", draft.debtor), command)
