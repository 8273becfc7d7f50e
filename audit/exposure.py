"""What each debtor owes, told apart as risk tells it, from the topics of matching and dunning."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.cents import cents
from audit.ledger import Ledger
from audit.log import Fact

WHOLE = 10**15
"""More than any item: a dispute that names no amount is about all of it."""


@dataclass(slots=True)
class Owes:
    """In minor units; together it is all."""

    not_due: int = 0
    overdue: int = 0
    disputed: int = 0

    @property
    def total(self) -> int:
        return self.not_due + self.overdue + self.disputed


def exposures(
    ledger: Ledger, facts: Iterable[Fact], tenant: str, today: str
) -> Mapping[tuple[str, str], Owes]:
    """By debtor and currency, those who owe something. `today`: the last day that began.

    Of a dispute about an amount it is not followed what a credit note has answered.
    """
    contested, owed = _contested(facts, tenant), defaultdict[tuple[str, str], Owes](Owes)
    for item in ledger.items.values():
        is_open = ledger.open_of(item.id)
        if is_open <= 0:
            continue
        owes = owed[item.debtor, item.currency]
        disputed = min(is_open, contested.get(item.id, 0))
        owes.disputed += disputed
        if item.due_on < today:
            owes.overdue += is_open - disputed
        else:
            owes.not_due += is_open - disputed
    return dict(owed)


def _contested(facts: Iterable[Fact], tenant: str) -> Mapping[str, int]:
    """By item. One that was granted goes on: its credit note is waited for."""
    opened: dict[str, tuple[str, int]] = {}
    refused: set[str] = set()
    for one in facts:
        if one.tenant != tenant or one.service != "dunning":
            continue
        if one.name == "dispute_opened":
            amount = cents(one.fields["amount"]) if one.fields.get("amount") else WHOLE
            opened[one.fields["dispute"]] = (one.fields["item"], amount)
        elif one.name == "dispute_resolved" and one.fields["resolution"] == "refused":
            refused.add(one.fields["dispute"])
    found: dict[str, int] = defaultdict(int)
    for dispute, (item, amount) in opened.items():
        if dispute not in refused:
            found[item] += amount
    return found
