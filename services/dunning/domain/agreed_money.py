"""Money that came for what was agreed: a promise, or a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from libs.events.contracts.dunning import PlanMoneyNoted, PromiseMoneyNoted
from libs.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class PromisedMoney:
    """Money of a source that was set against an item since it was agreed about."""

    amount: Money
    booked_on: date | None


Noted = Mapping[str, PromisedMoney]
"""By `<source>#<item>`."""


def paid(money: Noted, currency: str) -> Money:
    return total((one.amount for one in money.values()), currency)


def paid_through(money: Noted, day_on: date, currency: str) -> Money:
    """What was booked through a day; what nobody said the day of is in time."""
    in_time = (
        one.amount for one in money.values() if one.booked_on is None or one.booked_on <= day_on
    )
    return total(in_time, currency)


def money_with(money: Noted, event: PromiseMoneyNoted | PlanMoneyNoted) -> dict[str, PromisedMoney]:
    """A source that is taken off whole is not kept."""
    name = f"{event.source}#{event.item}"
    before = money.get(name)
    amount = event.amount if before is None else before.amount + event.amount
    booked_on = event.booked_on if before is None else before.booked_on
    others = {one: known for one, known in money.items() if one != name}
    now = {} if amount.is_zero else {name: PromisedMoney(amount, booked_on)}
    return {**others, **now}
