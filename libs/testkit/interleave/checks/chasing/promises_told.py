"""Every promise is judged, and only once the ledger is known far enough to tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from libs.events.contracts import dunning as say
from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Event
from libs.kernel.keys import is_copy
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.holds import Holds
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit

Standing = Literal["open", "kept", "broken", "ended"]


@dataclass(slots=True)
class Promise:
    """One promise."""

    event: say.PromiseMade | say.PromiseAdopted
    """Adopted where it is what is left of a merged debtor's plan."""
    standing: Standing = "open"


class PromisesTold:
    """Every promise, as the events so far leave it."""

    def __init__(self, moments: Moments, holds: Holds, *, needs_cover: bool) -> None:
        """`needs_cover`: bank statements come; else the day alone tells."""
        self._moments, self._holds, self._needs_cover = moments, holds, needs_cover
        self.promises: dict[str, Promise] = {}
        self.today_on: date | None = None
        self._rules: Mapping[type[Event], Callable[[Any], None]] = {
            say.PromiseMade: self._made,
            say.PromiseAdopted: self._adopted,
            say.PromiseKept: self._kept,
            say.PromiseBroken: self._broken,
            say.PromiseEnded: self._ended,
            DayStarted: self._day,
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            rule = self._rules.get(type(new.event))
            if rule is not None and not is_copy(new.stream):
                rule(new.event)

    @property
    def known_through_on(self) -> date | None:
        """Through which day anybody can tell what was paid."""
        return self._holds.covered_at(self._moments.now) if self._needs_cover else self.today_on

    def _day(self, event: DayStarted) -> None:
        self.today_on = max(event.day_on, self.today_on or event.day_on)

    def _made(self, event: say.PromiseMade) -> None:
        must(event.promise not in self.promises, "once", f"{event.promise} again", event.promise)
        self.promises[event.promise] = Promise(event)

    def _adopted(self, event: say.PromiseAdopted) -> None:
        """A promise that moves is the one that was made; what is left of a plan is one only now."""
        if event.promise not in self.promises:
            self.promises[event.promise] = Promise(event, event.standing)

    def _kept(self, event: say.PromiseKept) -> None:
        self.promises[event.promise].standing = "kept"

    def _broken(self, event: say.PromiseBroken) -> None:
        promise, known_on = self.promises[event.promise], self.known_through_on
        must(
            known_on is not None and known_on >= promise.event.judged_from_on,
            "promise",
            f"{event.promise} is broken with the ledger known through {known_on}, it needs "
            f"{promise.event.judged_from_on}",
            event.promise,
            *promise.event.items,
        )
        promise.standing = "broken"

    def _ended(self, event: say.PromiseEnded) -> None:
        self.promises[event.promise].standing = "ended"


def check_promises(told: PromisesTold, books: Books, spoiled: set[str]) -> None:
    """The end: what can be judged is judged, and as the money lies.

    `spoiled`: items of which somebody took money away again. Raises Wrong.
    """
    known_on = told.known_through_on
    for name, promise in told.promises.items():
        event = promise.event
        is_due = known_on is not None and known_on >= event.judged_from_on
        must(
            promise.standing != "open" or not is_due,
            "promise",
            f"{name} is never judged, the ledger is known through {known_on}",
            name,
            *event.items,
        )
        is_clear = isinstance(event, say.PromiseMade) and not spoiled.intersection(event.items)
        if promise.standing in ("kept", "broken") and is_clear:
            _check_judgement(name, promise, books)


def _check_judgement(name: str, promise: Promise, books: Books) -> None:
    """Where the truth leaves no doubt: all was paid in time by the bank, or nothing was."""
    event = promise.event
    assert isinstance(event, say.PromiseMade)
    booked = [
        books.payments[books.shares[source].payment].booked_on if not told.is_credit else None
        for source, told in books.sources.items()
        for item, amount in told.allocated.items()
        if item in event.items and amount > 0
    ]
    if None in booked or any(books.items[one].is_cancelled for one in event.items):
        return
    days = [on for on in booked if on is not None]
    is_paid = all(books.items[one].open == 0 for one in event.items)
    if is_paid and all(on <= event.pay_by_on for on in days):
        must(promise.standing == "kept", "promise", f"{name} was paid in time", name, *event.items)
    if not any(on <= event.judged_from_on for on in days):
        must(
            promise.standing == "broken",
            "promise",
            f"{name} is kept, and nothing was paid in time",
            name,
            *event.items,
        )
