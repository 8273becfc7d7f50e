"""Bands as risk says them and as dunning has noted them: the last one counts, and steps follow."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from libs.events.contracts import dunning, risk
from libs.events.contracts.dunning import PolicyFacts, PolicyStep
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit


class BandsTold:
    """Every debtor's band, as the events of risk and dunning so far leave it."""

    def __init__(self, policy: PolicyFacts) -> None:
        self._steps = policy.steps
        self._said: dict[str, risk.Band] = {}
        """What risk said last, by debtor."""
        self._noted: dict[str, risk.Band] = {}
        """What dunning has noted of it."""
        self._scored: dict[str, risk.Band] = {}
        """What it would be by the score alone."""
        self._overridden: dict[str, risk.BandOverridden] = {}
        self._drafted: set[str] = set()
        """Demands whose steps were chosen when people were shown them."""
        self._rules: Mapping[type[Event], Callable[[Any], None]] = {
            risk.DebtorScored: self._score,
            risk.BandChanged: self._change,
            risk.BandOverridden: self._override,
            risk.OverrideEnded: self._end_override,
            dunning.BandNoted: self._note,
            dunning.DemandDrafted: self._draft,
            dunning.DemandProposed: self._propose,
            dunning.CallScheduled: lambda said: self._check_steps(said.debtor, (said.step,)),
            dunning.PlacementProposed: self._check_items,
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            rule = self._rules.get(type(new.event))
            if rule is not None:
                rule(new.event)

    def steps_of(self, debtor: str) -> tuple[PolicyStep, ...]:
        """The steps that are for a debtor; in no band yet: those that are for everybody."""
        band = self._noted.get(debtor)
        return tuple(one for one in self._steps if not one.bands or band in one.bands)

    def check(self, today_on: date) -> None:
        """When all has come to rest. Raises Wrong."""
        for debtor in sorted(self._said.keys() | self._noted.keys()):
            said, noted = self._said.get(debtor), self._noted.get(debtor)
            must(
                said == noted,
                "band",
                f"{debtor} is in band {said}, dunning has it in {noted}",
                debtor,
            )
        for debtor in sorted(self._scored):
            band = self._right(debtor, today_on)
            must(
                self._said.get(debtor) == band,
                "band",
                f"{debtor} is in band {self._said.get(debtor)}, on {today_on} it should be {band}",
                debtor,
            )

    def _right(self, debtor: str, today_on: date) -> risk.Band:
        """A person's word comes before the score's, through its last day."""
        override = self._overridden.get(debtor)
        if override is None:
            return self._scored[debtor]
        must(
            override.until_on >= today_on,
            "band",
            f"{debtor} is overridden through {override.until_on}, on {today_on} it is still",
            debtor,
        )
        return override.band

    def _score(self, event: risk.DebtorScored) -> None:
        self._scored[event.debtor] = event.band

    def _change(self, event: risk.BandChanged) -> None:
        known = self._said.get(event.debtor)
        must(
            event.was == known != event.band,
            "band",
            f"{event.debtor} goes from {event.was} to {event.band}, it was in {known}",
            event.debtor,
        )
        self._said[event.debtor] = event.band

    def _override(self, event: risk.BandOverridden) -> None:
        must(
            event.debtor not in self._overridden,
            "band",
            f"{event.debtor} is overridden beside another override",
            event.debtor,
        )
        self._overridden[event.debtor] = event

    def _end_override(self, event: risk.OverrideEnded) -> None:
        ended = self._overridden.pop(event.debtor, None)
        must(
            ended is not None and ended.override == event.override,
            "band",
            f"{event.override} ends, and another override or none stood",
            event.debtor,
        )

    def _note(self, event: dunning.BandNoted) -> None:
        self._noted[event.debtor] = event.band

    def _draft(self, event: dunning.DemandDrafted) -> None:
        self._drafted.add(event.demand)
        self._check_items(event)

    def _propose(self, event: dunning.DemandProposed) -> None:
        """What was shown to people stays as it was shown, whatever the band is by then."""
        if event.demand not in self._drafted:
            self._check_items(event)

    def _check_items(
        self, event: dunning.DemandDrafted | dunning.DemandProposed | dunning.PlacementProposed
    ) -> None:
        self._check_steps(event.debtor, (one.step for one in event.items))

    def _check_steps(self, debtor: str, steps: Iterable[str]) -> None:
        """What dunning does is for a debtor of the band that it had heard of."""
        meant = {one.step for one in self.steps_of(debtor)}
        for step in steps:
            must(
                step in meant,
                "band",
                f"{debtor} gets {step} in band {self._noted.get(debtor)}, for which it is not",
                debtor,
            )
