"""Every instalment is judged in its order, and only once the ledger is known far enough to tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from libs.events.contracts import dunning as say
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit


@dataclass(slots=True)
class Plan:
    """One plan."""

    event: say.PlanProposed
    standing: str = "proposed"
    kept_count: int = 0


class PlansTold:
    """Every plan, as the events so far leave it."""

    def __init__(self, known_through_on: Callable[[], date | None]) -> None:
        """`known_through_on`: through which day anybody can tell what was paid."""
        self._known_through_on = known_through_on
        self.plans: dict[str, Plan] = {}
        self._rules: Mapping[type[Event], Callable[[Any], None]] = {
            say.PlanProposed: self._proposed,
            say.PlanAgreed: lambda said: self._stands(said.plan, "agreed"),
            say.PlanMended: lambda said: self._stands(said.plan, "agreed"),
            say.InstalmentKept: self._kept,
            say.PlanKept: self._all_kept,
            say.PlanBroken: self._broken,
            say.PlanEnded: lambda said: self._stands(said.plan, "ended"),
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            rule = self._rules.get(type(new.event))
            if rule is not None:
                rule(new.event)

    def _proposed(self, event: say.PlanProposed) -> None:
        must(event.plan not in self.plans, "once", f"{event.plan} again", event.plan)
        parts = sum((one.amount.amount for one in event.instalments), Decimal(0))
        must(parts == event.total.amount, "plan", f"{event.plan} is not whole", event.plan)
        self.plans[event.plan] = Plan(event)

    def _stands(self, plan: str, standing: str) -> None:
        self.plans[plan].standing = standing

    def _kept(self, event: say.InstalmentKept) -> None:
        plan = self.plans[event.plan]
        must(
            event.number == plan.kept_count + 1,
            "plan",
            f"instalment {event.number} of {event.plan} is kept, {plan.kept_count} were before",
            event.plan,
        )
        self._check_known(plan, event.number)
        plan.kept_count = event.number

    def _all_kept(self, event: say.PlanKept) -> None:
        plan = self.plans[event.plan]
        must(
            plan.kept_count == len(plan.event.instalments),
            "plan",
            f"{event.plan} is kept with {plan.kept_count} instalments",
            event.plan,
        )
        plan.standing = "kept"

    def _broken(self, event: say.PlanBroken) -> None:
        plan = self.plans[event.plan]
        self._check_known(plan, event.number)
        plan.kept_count, plan.standing = event.number - 1, "broken"

    def _check_known(self, plan: Plan, number: int) -> None:
        known_on, needs_on = self._known_through_on(), self._needs(plan, number)
        must(
            known_on is not None and known_on >= needs_on,
            "plan",
            f"instalment {number} of {plan.event.plan} is judged with the ledger known through "
            f"{known_on}, it needs {needs_on}",
            plan.event.plan,
            *plan.event.items,
        )

    @staticmethod
    def _needs(plan: Plan, number: int) -> date:
        return plan.event.instalments[number - 1].judged_from_on

    def check(self, books: Books) -> None:
        """The end: what can be judged is judged; unpaid it is broken. Raises Wrong."""
        known_on = self._known_through_on()
        for name, plan in self.plans.items():
            if plan.standing != "agreed" or known_on is None:
                continue
            following = plan.kept_count + 1
            must(
                following > len(plan.event.instalments) or known_on < self._needs(plan, following),
                "plan",
                f"instalment {following} of {name} is never judged, known is {known_on}",
                name,
            )
            is_moved = any(books.items[one].open < plan_open(plan, one) for one in plan.event.items)
            must(
                plan.kept_count == 0 or is_moved,
                "plan",
                f"{plan.kept_count} instalments of {name} are kept, and nothing was paid",
                name,
            )


def plan_open(plan: Plan, item: str) -> Decimal:
    """What was open of the only item of a plan when it was drawn up."""
    assert plan.event.items == (item,)
    return plan.event.total.amount
