"""What is booked, as the rule asks for it: a day's entries, the balance before a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from libs.kernel.money import Money
from services.matching.domain.statements.facts import days_between
from services.matching.domain.statements.state import AccountChain, AccountDay

DayOf = Callable[[date], AccountDay]


class NotLoaded(LookupError):
    """A day was read that this decision did not load."""


@dataclass(frozen=True, slots=True)
class Books:
    """A chain and its days. Reading a day that was not loaded raises NotLoaded."""

    chain: AccountChain
    day: DayOf

    def balance_before(self, day_on: date) -> Money:
        """The balance before the first entry of `day_on`, a day after the chain's first one."""
        anchor_on = anchor_before(self.chain, day_on)
        balance = self.chain.anchors[anchor_on.isoformat()]
        for between_on in days_between(anchor_on, day_on):
            total = self.day(between_on).total
            if between_on < day_on and total is not None:
                balance = balance + total
        return balance


def anchor_before(chain: AccountChain, day_on: date) -> date:
    """The latest day, not after `day_on`, before which the balance is known."""
    known = (date.fromisoformat(anchor) for anchor in chain.anchors)
    return max((anchor_on for anchor_on in known if anchor_on <= day_on), default=chain.first_on)
