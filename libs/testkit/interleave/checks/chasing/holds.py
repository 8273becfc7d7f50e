"""What is open of each item, and what holds it, each with when its cause was acknowledged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from libs.events.contracts import dunning, handoff, ingestion, matching
from libs.events.contracts.model import Event
from libs.events.loop.batch import NewEvent
from libs.kernel.keys import is_copy
from libs.testkit.interleave.checks.chasing.moments import Change, Due, Hold, Moments
from libs.testkit.world.premises import Commit

Name = tuple[str, ...]

_ONE_DAY: Final = timedelta(days=1)
PLACED: Final = "placed"
"""With an agency, or on its way there."""


_ENDS_OF_PLACEMENTS: Final[tuple[type[Event], ...]] = (
    handoff.PlacementWithdrawn,
    handoff.PlacementRefused,
    handoff.ItemsRecalled,
    handoff.PlacementRecalled,
    handoff.PlacementClosed,
)


class Holds:
    """As the events of ingestion, matching, dunning and handoff so far leave them."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self.changes: dict[str, list[Change]] = {}
        """Of each item what was open, in the order of the log."""
        self.dues: dict[str, list[Due]] = {}
        """Of each item when it was due."""
        self.moved: set[str] = set()
        """Items that left with their debtor, which was merged."""
        self.all: list[Hold] = []
        self.covered: list[tuple[int, date]] = []
        """How far the creditor's ledger was covered, and since when."""
        self._standing: dict[Name, Hold] = {}
        self._rules: Mapping[type[Event], Callable[[NewEvent, Any], None]] = {
            matching.ItemOpened: self._opened,
            matching.DueDateExtended: self._due,
            matching.ItemReduced: lambda new, said: self._change(new, said, said.open.amount),
            matching.ItemSettled: lambda new, said: self._change(new, said, 0),
            matching.ItemReopened: lambda new, said: self._change(new, said, said.open.amount),
            matching.ItemCancelled: lambda new, said: self._change(new, said, 0),
            matching.SettlementSuspected: self._suspected,
            matching.SuspicionLifted: lambda _, said: self._over("suspected", said.item, said.by),
            matching.SuspicionExpired: lambda _, said: self._over("suspected", said.item, said.by),
            matching.FeedOpened: lambda new, said: self._feed(new, said, "open feed"),
            matching.FeedAdvanced: self._advanced,
            matching.FeedInterrupted: lambda new, said: self._feed(new, said, "interrupted feed"),
            matching.FeedResumed: lambda _, said: self._over("interrupted feed", said.account, ""),
            matching.LedgerCovered: self._covered,
            ingestion.ImportStarted: self._import,
            ingestion.ImportFinished: lambda _, said: self._over("open import", said.import_id),
            dunning.DisputeOpened: self._disputed,
            dunning.DisputeResolved: self._resolved,
            dunning.PromiseMade: self._promised,
            dunning.PromiseKept: lambda _, said: self._promise_over(said.promise),
            dunning.PromiseBroken: lambda _, said: self._promise_over(said.promise),
            dunning.PromiseEnded: lambda _, said: self._promise_over(said.promise),
            **self._of_people(),
            **self._elsewhere(),
        }
        self._promises: dict[str, tuple[str, ...]] = {}
        self._plans: dict[str, tuple[str, ...]] = {}

    def _of_people(self) -> Mapping[type[Event], Callable[[NewEvent, Any], None]]:
        return {
            dunning.PaidClaimNoted: self._claimed,
            dunning.PlanAgreed: self._planned,
            dunning.PlanMended: self._planned,
            dunning.PlanKept: lambda _, said: self._plan_over(said.plan),
            dunning.PlanBroken: lambda _, said: self._plan_over(said.plan),
            dunning.PlanEnded: self._plan_ended,
            dunning.ItemWithheld: self._withheld,
            dunning.ItemReleased: lambda _, said: self._over("withheld", said.item),
            dunning.DunningPaused: self._paused,
            dunning.DunningResumed: lambda _, said: self._over("paused", said.debtor),
        }

    def _elsewhere(self) -> Mapping[type[Event], Callable[[NewEvent, Any], None]]:
        def left_out(_: NewEvent, said: handoff.PlacementOffered) -> None:
            self._back(said.placement, [one.item for one in said.held])

        return {
            matching.ItemMovedOut: lambda _, said: self.moved.add(said.item),
            handoff.PlacementRequested: self._placed,
            handoff.PlacementOffered: left_out,
            **dict.fromkeys(_ENDS_OF_PLACEMENTS, self._given_back),
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            rule = self._rules.get(type(new.event))
            if rule is not None and not is_copy(new.stream):
                rule(new, new.event)

    @property
    def is_booking(self) -> bool:
        """Whether a statement is not at rest."""
        return any(name[0] == "open feed" for name in self._standing)

    def covered_at(self, moment: int) -> date | None:
        """How far the ledger was known to be complete then."""
        return max((on for at, on in self.covered if at <= moment), default=None)

    def of(self, item: str, debtor: str) -> Iterator[Hold]:
        """What ever held an item of a debtor."""
        for hold in self.all:
            if hold.about in ("", item) and hold.debtor in ("", debtor):
                yield hold

    def _opened(self, new: NewEvent, said: matching.ItemOpened) -> None:
        self._change(new, said, said.amount.amount)
        self._due(new, said)

    def _due(self, new: NewEvent, said: matching.ItemOpened | matching.DueDateExtended) -> None:
        origin_at = self._moments.of_origin(new.correlation)
        due = Due(self._moments.now, origin_at, said.due_on)
        self.dues.setdefault(said.item, []).append(due)

    def _change(self, new: NewEvent, said: Any, amount: Any) -> None:
        origin_at = self._moments.of_origin(new.correlation)
        change = Change(self._moments.now, origin_at, amount)
        self.changes.setdefault(said.item, []).append(change)
        is_less = isinstance(said, matching.ItemReduced | matching.ItemSettled)
        if is_less and said.source_kind == "credit":
            self._credited(said.item, said.amount.amount)

    def _credited(self, item: str, amount: Decimal) -> None:
        """What is credited is what was contested, as far as it goes."""
        for name, hold in self._standing.items():
            if name[0] == "disputed" and hold.about == item and hold.amount is not None:
                taken = min(amount, hold.amount)
                hold.amount, amount = hold.amount - taken, amount - taken

    def _stand(self, name: Name, hold: Hold) -> None:
        """It holds from here on, in the place of what held under its name."""
        self._over(*name)
        self._standing[name] = hold
        self.all.append(hold)

    def _over(self, *name: str) -> None:
        hold = self._standing.pop(name, None)
        if hold is not None:
            hold.over_at = self._moments.now

    def _new(self, kind: str, new: NewEvent, *, about: str = "", debtor: str = "") -> Hold:
        return Hold(kind, about, debtor, self._moments.of_origin(new.correlation))

    def _suspected(self, new: NewEvent, said: matching.SettlementSuspected) -> None:
        hold = self._new("suspected", new, about=said.item)
        self._stand(("suspected", said.item, said.by), hold)

    def _feed(self, new: NewEvent, said: Any, kind: str) -> None:
        statement = said.statement if kind == "open feed" else ""
        self._stand((kind, said.account, statement), self._new(kind, new))

    def _advanced(self, _: NewEvent, said: matching.FeedAdvanced) -> None:
        self._over("open feed", said.account, said.statement)

    def _covered(self, _: NewEvent, said: matching.LedgerCovered) -> None:
        self.covered.append((self._moments.now, said.through_on))

    def _import(self, new: NewEvent, said: ingestion.ImportStarted) -> None:
        self._stand(("open import", said.import_id), self._new("open import", new))

    def _disputed(self, new: NewEvent, said: dunning.DisputeOpened) -> None:
        hold = self._new("disputed", new, about=said.item)
        hold.amount = said.amount.amount if said.amount else None
        self._stand(("disputed", said.dispute), hold)

    def _resolved(self, _: NewEvent, said: dunning.DisputeResolved) -> None:
        """Only what was refused is asked again."""
        if said.resolution == "refused":
            self._over("disputed", said.dispute)

    def _promised(self, new: NewEvent, said: dunning.PromiseMade) -> None:
        self._promises[said.promise] = said.items
        for item in said.items:
            hold = self._new("promised", new, about=item)
            self._stand(("promised", said.promise, item), hold)

    def _promise_over(self, promise: str) -> None:
        for item in self._promises.get(promise, ()):
            self._over("promised", promise, item)

    def _planned(self, new: NewEvent, said: dunning.PlanAgreed | dunning.PlanMended) -> None:
        self._plans[said.plan] = said.items
        for item in said.items:
            self._stand(("planned", said.plan, item), self._new("planned", new, about=item))

    def _plan_ended(self, new: NewEvent, said: dunning.PlanEnded) -> None:
        """What is left of a merged debtor's plan is a promise of the debtor that it went into."""
        if said.reason == "merged":
            self._promises[said.plan] = self._plans[said.plan]
            for item in self._plans[said.plan]:
                hold = self._new("promised", new, about=item)
                self._stand(("promised", said.plan, item), hold)
        self._plan_over(said.plan)

    def _plan_over(self, plan: str) -> None:
        for item in self._plans.get(plan, ()):
            self._over("planned", plan, item)

    def _claimed(self, new: NewEvent, said: dunning.PaidClaimNoted) -> None:
        hold = self._new("already paid", new, about=said.item)
        hold.until_on = said.until_on - _ONE_DAY
        self._stand(("already paid", said.item), hold)

    def _withheld(self, new: NewEvent, said: dunning.ItemWithheld) -> None:
        hold = self._new("withheld", new, about=said.item)
        hold.until_on = said.until_on - _ONE_DAY if said.until_on else None
        self._stand(("withheld", said.item), hold)

    def _paused(self, new: NewEvent, said: dunning.DunningPaused) -> None:
        hold = self._new("paused", new, debtor=said.debtor)
        hold.until_on = said.until_on
        self._stand(("paused", said.debtor), hold)

    def _placed(self, new: NewEvent, said: handoff.PlacementRequested) -> None:
        for item in said.items:
            self._stand((PLACED, said.placement, item), self._new(PLACED, new, about=item))

    def _given_back(self, _: NewEvent, said: Any) -> None:
        self._back(said.placement, said.items)

    def _back(self, placement: str, items: Iterable[str]) -> None:
        for item in items:
            self._over(PLACED, placement, item)
