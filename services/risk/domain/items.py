"""What decisions see of an item: what is open of it, when it is due, what of it is contested."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.model import Event
from libs.events.contracts.risk import ContestNoted, ItemLeft, ItemNoted
from libs.kernel.money import Money, smaller
from services.risk.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class Contest:
    """An objection to an item; `amount` None: to all of it."""

    amount: Money | None
    resolution: str = ""
    """Empty until somebody resolves it; only after `refused` the amount is owed again."""

    @property
    def holds(self) -> bool:
        return self.resolution != "refused" and (self.amount is None or self.amount.is_positive)


@dataclass(frozen=True, slots=True)
class ItemState:
    """An open position as risk follows it; `item` is empty until the ledger has spoken of it.

    Its disputes may be heard of before.
    """

    item: str = ""
    open: Money = NO_MONEY
    due_on: date = NO_DAY
    contests: dict[str, Contest] = field(default_factory=dict)
    debtor: str = ""
    into: str = ""
    """The debtor that it left for; empty: none."""

    @property
    def is_open(self) -> bool:
        return bool(self.item) and self.open.is_positive

    @property
    def disputed(self) -> Money:
        """What of the open amount is contested."""
        contested = Money.zero(self.open.currency)
        for contest in self.contests.values():
            if contest.holds:
                contested = contested + (self.open if contest.amount is None else contest.amount)
        return smaller(contested, self.open)

    @property
    def is_wholly_contested(self) -> bool:
        return self.disputed == self.open


def evolve_item(state: ItemState, event: Event) -> ItemState:
    return _evolve(replace(state, debtor=getattr(event, "debtor", state.debtor)), event)


def _evolve(state: ItemState, event: Event) -> ItemState:
    match event:
        case ItemNoted():
            contests = _answered(state.contests, event.credited)
            return replace(
                state, item=event.item, open=event.open, due_on=event.due_on, contests=contests
            )
        case ItemLeft():
            return replace(state, into=event.into)
        case ContestNoted(resolution=None):
            opened = Contest(event.amount)
            return replace(state, contests={**state.contests, event.dispute: opened})
        case ContestNoted():
            before = state.contests.get(event.dispute, Contest(event.amount))
            resolved = replace(before, resolution=event.resolution or "")
            return replace(state, contests={**state.contests, event.dispute: resolved})
        case _:
            return state


def _answered(contests: dict[str, Contest], credited: Money | None) -> dict[str, Contest]:
    """A credit note answers what is contested of an amount, the oldest dispute first."""
    rest, left = dict(contests), credited
    for name, contest in contests.items():
        if left is None or not left.is_positive:
            break
        if contest.holds and contest.amount is not None:
            answered = smaller(left, contest.amount)
            rest[name] = replace(contest, amount=contest.amount - answered)
            left = left - answered
    return rest
