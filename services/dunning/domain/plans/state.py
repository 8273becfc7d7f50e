"""What decisions see of a plan, and how it changes by what was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from libs.events.contracts.dunning import (
    InstalmentKept,
    PlanAgreed,
    PlanBroken,
    PlanEnded,
    PlanKept,
    PlanMended,
    PlanMoneyNoted,
    PlanProposed,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money, total
from services.dunning.domain.agreed_money import PromisedMoney, money_with, paid, paid_through

OVER_MAX: Final = 20
"""Plans that are over: so many are kept."""
PlanJudged = InstalmentKept | PlanMended | PlanKept | PlanBroken
PlanEvent = PlanProposed | PlanAgreed | PlanMoneyNoted | PlanJudged | PlanEnded
_STANDINGS: Final[Mapping[type[Event], str]] = {
    PlanAgreed: "agreed",
    PlanMended: "agreed",
    PlanKept: "kept",
    PlanEnded: "ended",
}


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment: money booked through `judged_from_on` is in time for it."""

    amount: Money
    due_on: date
    judged_from_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be paid, and when."""

    items: tuple[str, ...]
    dues: tuple[Due, ...]
    standing: str = "proposed"
    """Then `agreed`, `kept`, `broken` or `ended`; money that comes to light turns those between."""
    kept_count: int = 0
    """Instalments that were kept, from the first on."""
    money: dict[str, PromisedMoney] = field(default_factory=dict)
    """By `<source>#<item>`."""

    @property
    def currency(self) -> str:
        return self.dues[0].amount.currency

    @property
    def counts_money(self) -> bool:
        return self.standing in ("agreed", "kept", "broken")

    @property
    def next_due(self) -> Due | None:
        """The first instalment that was not judged."""
        return self.dues[self.kept_count] if self.kept_count < len(self.dues) else None

    @property
    def total(self) -> Money:
        return self.wanted_by(len(self.dues))

    @property
    def until_on(self) -> date:
        return self.dues[-1].due_on

    @property
    def paid(self) -> Money:
        return paid(self.money, self.currency)

    def paid_for(self, number: int) -> Money:
        """In time for instalment `number`, from 1."""
        return paid_through(self.money, self.dues[number - 1].judged_from_on, self.currency)

    def wanted_by(self, number: int) -> Money:
        """All that was to be paid with instalment `number` and those before."""
        return total((due.amount for due in self.dues[:number]), self.currency)


def evolve_plans(plans: Mapping[str, Plan], event: PlanEvent) -> dict[str, Plan]:
    if isinstance(event, PlanProposed):
        dues = tuple(Due(one.amount, one.due_on, one.judged_from_on) for one in event.instalments)
        return _newest({**plans, event.plan: Plan(event.items, dues)})
    known = plans.get(event.plan)
    return dict(plans) if known is None else {**plans, event.plan: _evolve(known, event)}


def _evolve(plan: Plan, event: PlanEvent) -> Plan:
    match event:
        case PlanMoneyNoted():
            return replace(plan, money=money_with(plan.money, event))
        case InstalmentKept():
            return replace(plan, kept_count=event.number)
        case PlanBroken():
            return replace(plan, standing="broken", kept_count=event.number - 1)
        case _:
            return replace(plan, standing=_STANDINGS[type(event)])


def _newest(plans: dict[str, Plan]) -> dict[str, Plan]:
    over = [name for name, one in plans.items() if one.standing not in ("proposed", "agreed")]
    return {name: one for name, one in plans.items() if name not in over[:-OVER_MAX]}
