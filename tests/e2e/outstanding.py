"""Days sales outstanding, summed up from facts by code that no service shares."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from audit.cents import cents
from audit.log import Fact

WINDOW_DAYS = 90


@dataclass(frozen=True, slots=True)
class Sales:
    """What was invoiced and what was set against it, in cents of one currency, by day."""

    invoiced: Counter[date]
    settled: Counter[date]

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> "Sales":
        """Of one tenant's facts in which nothing is cancelled and nobody is merged."""
        invoiced: Counter[date] = Counter()
        net: Counter[tuple[str, str]] = Counter()
        booked_on: dict[tuple[str, str], date] = {}
        for fact in facts:
            said = fact.fields
            if fact.name == "item_opened":
                invoiced[date.fromisoformat(said["issued_on"])] += cents(said["amount"])
            elif fact.name == "payment_allocated":
                place = said["source"], said["item"]
                net[place] += cents(said["amount"])
                booked_on[place] = date.fromisoformat(said["booked_on"])
            elif fact.name == "allocation_reversed":
                net[said["source"], said["item"]] -= cents(said["amount"])
        settled: Counter[date] = Counter()
        for place, amount in net.items():
            settled[booked_on[place]] += amount
        return cls(invoiced, settled)


def dso_days(sales: Sales, on: date) -> str | None:
    """Open at the end of `on`, over what was invoiced in the 90 days that end then, times 90."""
    begins = on - timedelta(days=WINDOW_DAYS - 1)
    in_window = sum(amount for day, amount in sales.invoiced.items() if begins <= day <= on)
    if not in_window:
        return None
    came = sum(amount for day, amount in sales.invoiced.items() if day <= on)
    went = sum(amount for day, amount in sales.settled.items() if day <= on)
    return f"{float(Fraction(came - went, in_window) * WINDOW_DAYS):.1f}"
