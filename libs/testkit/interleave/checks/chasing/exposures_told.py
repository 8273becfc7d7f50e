"""What risk says a debtor owes, and of its limit, held against the items that matching tells of."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from libs.events.contracts import risk
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.holds import Holds
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit

Owed = tuple[Decimal, Decimal, Decimal]
"""Not due, overdue, in dispute."""
Place = tuple[str, str]
"""A debtor and a currency."""

ZERO: Final = Decimal(0)
_NOTHING: Final[Owed] = (ZERO, ZERO, ZERO)


class ExposuresTold:
    """Exposures and limits, as the events of risk so far leave them."""

    def __init__(self, books: Books, holds: Holds) -> None:
        self._books, self._holds = books, holds
        self._owed: dict[Place, Owed] = {}
        self._limits: dict[str, risk.LimitGranted] = {}
        """Those that hold, by debtor."""
        self._breached: set[str] = set()
        """Limits that were said to be breached."""
        self._rules: Mapping[type[Event], Callable[[Any], None]] = {
            risk.ExposureChanged: self._exposed,
            risk.LimitGranted: self._granted,
            risk.LimitEnded: self._ended,
            risk.LimitBreached: lambda said: self._breached.add(said.limit),
            risk.BreachEnded: lambda said: self._breached.remove(said.limit),
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            rule = self._rules.get(type(new.event))
            if rule is not None:
                rule(new.event)

    def check(self, today_on: date) -> None:
        """When all has come to rest: what left with a merged debtor is owed where it came to.

        Raises Wrong.
        """
        true = self._true(today_on)
        for place in sorted(true.keys() | self._owed.keys()):
            owed, said = true.get(place, _NOTHING), self._owed.get(place, _NOTHING)
            debtor, currency = place
            must(
                owed == said,
                "exposure",
                f"{debtor} owes {_told(owed)} {currency} on {today_on}, risk says {_told(said)}",
                debtor,
            )
        for debtor, limit in self._limits.items():
            self._check_limit(debtor, limit, today_on)

    def _check_limit(self, debtor: str, limit: risk.LimitGranted, today_on: date) -> None:
        owed = sum(self._owed.get((debtor, limit.amount.currency), _NOTHING))
        must(
            limit.expires_on >= today_on,
            "limit",
            f"{debtor} has a limit through {limit.expires_on}, on {today_on} it has it still",
            debtor,
        )
        must(
            (owed > limit.amount.amount) == (limit.limit in self._breached),
            "limit",
            f"{debtor} owes {owed} with a limit of {limit.amount}, "
            f"which is {'' if limit.limit in self._breached else 'not '}said to be breached",
            debtor,
        )

    def _true(self, today_on: date) -> Mapping[Place, Owed]:
        """Of the debtors where items are now."""
        found: dict[Place, Owed] = {}
        for name, item in self._books.items.items():
            place = (item.debtor, item.event.amount.currency)
            not_due, overdue, disputed = found.get(place, _NOTHING)
            contested = self._contested(name, item.open)
            if self._holds.dues[name][-1].due_on < today_on:
                overdue += item.open - contested
            else:
                not_due += item.open - contested
            found[place] = (not_due, overdue, disputed + contested)
        return found

    def _contested(self, item: str, open_now: Decimal) -> Decimal:
        contested = ZERO
        for hold in self._holds.all:
            if hold.kind == "disputed" and hold.about == item and hold.over_at is None:
                contested += open_now if hold.amount is None else hold.amount
        return min(contested, open_now)

    def _exposed(self, event: risk.ExposureChanged) -> None:
        place = (event.debtor, event.not_due.currency)
        owed = (event.not_due.amount, event.overdue.amount, event.disputed.amount)
        self._owed[place] = owed

    def _granted(self, event: risk.LimitGranted) -> None:
        must(
            event.debtor not in self._limits,
            "limit",
            f"{event.debtor} is granted {event.limit} beside another limit",
            event.debtor,
        )
        self._limits[event.debtor] = event

    def _ended(self, event: risk.LimitEnded) -> None:
        ended = self._limits.pop(event.debtor, None)
        must(
            ended is not None and ended.limit == event.limit,
            "limit",
            f"{event.limit} ends, and another limit or none stood",
            event.debtor,
        )
        self._breached.discard(event.limit)


def _told(owed: Owed) -> str:
    return f"{owed[0]} not due, {owed[1]} overdue, {owed[2]} in dispute"
