"""What a gate looks at, and what it says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from libs.kernel.money import Money, total
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.debtors.state import DebtorState
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.ladder import Next
from services.dunning.domain.now import Now
from services.dunning.domain.policies import PolicyVersion


@dataclass(frozen=True, slots=True)
class Wish:
    """What of a case could be asked for today, before the gates."""

    due: tuple[Next, ...]
    now: Now
    debtor: DebtorState
    case: CaseState
    policy: PolicyVersion
    """The newest version: gates are never pinned."""
    calendar: str

    @property
    def items(self) -> tuple[ItemState, ...]:
        return tuple(one.item for one in self.due)

    @property
    def currency(self) -> str:
        return self.due[0].item.open.currency

    @property
    def asked(self) -> Money:
        return total((item.asked for item in self.items), self.currency)

    def without(self, items: tuple[str, ...]) -> "Wish":
        """The same wish without these; with none named, without all."""
        left = tuple(one for one in self.due if items and one.item.item not in items)
        return replace(self, due=left)


@dataclass(frozen=True, slots=True)
class Hold:
    """What a gate holds: these items, or with none the whole case."""

    items: tuple[str, ...] = ()
    until_on: date | None = None
    """The day on which it ends by itself; None: something has to happen."""


Rule = Callable[[Wish], Hold | None]


def hold_each(
    wish: Wish,
    holds: Callable[[ItemState], bool],
    until: Callable[[ItemState], date | None] = lambda item: None,
) -> Hold | None:
    """Hold the items that `holds` says, until the first of their days."""
    held = [item for item in wish.items if holds(item)]
    if not held:
        return None
    days = [day for day in map(until, held) if day is not None]
    return Hold(tuple(item.item for item in held), min(days, default=None))
