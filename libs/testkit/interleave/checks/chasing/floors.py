"""What is due and held by nothing has left by its day, once nothing disturbs any more."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from libs.events.contracts.dunning import PolicyStep
from libs.kernel.days import add_business_days, is_business_day
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.bands_told import BandsTold
from libs.testkit.interleave.checks.chasing.demands_told import DemandsTold
from libs.testkit.interleave.checks.chasing.holds import Holds
from libs.testkit.interleave.checks.chasing.wrongful import is_lagging
from libs.testkit.interleave.checks.items_told import Item
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.chase import Chase

_COUNTRY: Final = "BE"
_PROPOSALS_MAX: Final = 3
_ONE_DAY: Final = timedelta(days=1)


class Floors:
    """Asked on every day on which all has come to rest."""

    def __init__(
        self,
        chase: Chase,
        holds: Holds,
        demands: DemandsTold,
        bands: BandsTold,
        books: Books,
        is_addressed: Callable[[str], bool],
    ) -> None:
        """`is_addressed`: whether an address of a debtor was ever told."""
        self._chase, self._holds, self._demands, self._books = chase, holds, demands, books
        self._bands = bands
        self._is_addressed = is_addressed
        self.looked_count = 0
        """How often an item was found that nothing held."""

    def check(self, today_on: date, moment: int) -> None:
        """Raises Wrong when something could have been asked for until today, and was not."""
        if not is_business_day(today_on, _COUNTRY):
            return
        covered_on = self._holds.covered_at(moment)
        if is_lagging(covered_on, today_on, self._chase.feed_days_max):
            return
        for name, item in self._books.items.items():
            if item.open > 0 and self._is_free(name, item, today_on):
                self.looked_count += 1
                self._check_item(name, item, today_on)

    def check_ladder(self, today_on: date) -> None:
        """Behind the tail: who never paid has had every mail of a ladder of mails alone."""
        steps = self._chase.policy.steps
        if not self._chase.tail or any(one.channel != "email" for one in steps):
            return
        for name, item in self._books.items.items():
            if item.debtor not in self._chase.never_payers:
                continue
            for step in steps:
                if step.anchor == "after_due":
                    must(
                        (name, step.step) in self._demands.taken,
                        "floor",
                        f"{name} is never paid, and by {today_on} it has not had {step.step}",
                        name,
                    )

    def _is_free(self, name: str, item: Item, today_on: date) -> bool:
        for hold in self._holds.of(name, item.debtor):
            is_over = hold.over_at is not None or (
                hold.until_on is not None and today_on > hold.until_on
            )
            if not is_over:
                return False
        changes = self._holds.changes[name]
        if item.debtor in self._demands.bounced or not self._is_addressed(item.debtor):
            return False  # there is nobody to write to
        if any(later.open > before.open for before, later in pairwise(changes)):
            return False  # it reopened, and may have grace
        credit = sum(
            (one.on_account for one in self._books.sources.values() if one.debtor == item.debtor),
            Decimal(0),
        )
        return credit == 0

    def _check_item(self, name: str, item: Item, today_on: date) -> None:
        steps = self._steps_of(name, item.debtor)
        place = self._next(name, steps, today_on)
        if place is None:
            return
        due_on = self._due_on(name, steps, place)
        if due_on is None or due_on > today_on or self._is_busy(item.debtor, today_on):
            return
        if any(name in call.items for call in self._demands.open_calls):
            return  # it is on the worklist, whatever the band is by now
        must(
            self._is_called(item.debtor, steps[place]),
            "floor",
            f"{name} was due for {steps[place].step} on {due_on}, nothing holds it on {today_on}",
            name,
            item.debtor,
        )

    def _steps_of(self, name: str, debtor: str) -> Sequence[PolicyStep]:
        """Those for its debtor's band, and what it has had in another one: nobody goes down."""
        meant = self._bands.steps_of(debtor)
        return tuple(
            one
            for one in self._chase.policy.steps
            if one in meant or (name, one.step) in self._demands.taken
        )

    def _next(self, name: str, steps: Sequence[PolicyStep], today_on: date) -> int | None:
        """The first above those that it has had; a notice lapses when the item is due."""
        had = [n for n, step in enumerate(steps) if (name, step.step) in self._demands.taken]
        for place in range(max(had, default=-1) + 1, len(steps)):
            is_notice = steps[place].anchor == "before_due"
            if not is_notice or today_on <= self._holds.dues[name][-1].due_on:
                return place
        return None

    def _due_on(self, name: str, steps: Sequence[PolicyStep], place: int) -> date | None:
        """When it was due at the latest; None: a step before it was never taken."""
        step = steps[place]
        item_due_on = self._holds.dues[name][-1].due_on
        by_due = item_due_on + timedelta(days=_from_due(step))
        before = [
            (one, taken.taken_on)
            for one in steps[:place]
            if (taken := self._demands.taken.get((name, one.step))) is not None
        ]
        if step.anchor != "after_previous":
            # A step that came late moves those behind it.
            late = [on + timedelta(days=_from_due(step) - _from_due(one)) for one, on in before]
            earliest = [by_due] if step.anchor == "before_due" else [by_due, item_due_on + _ONE_DAY]
            return max([*earliest, *late])
        if not before:
            return None
        taken_on = before[-1][1]
        if step.days == "business":
            by_step = add_business_days(taken_on, step.offset_days, _COUNTRY)
        else:
            by_step = taken_on + timedelta(days=step.offset_days)
        return max(by_step, item_due_on + _ONE_DAY)

    def _is_busy(self, debtor: str, today_on: date) -> bool:
        """A mail waits for people, keeps its distance, a day has its limits: tomorrow will do."""
        if any(draft.debtor == debtor for draft in self._demands.open_drafts):
            return True
        distance = timedelta(days=self._chase.policy.message_every_days_min)
        of_debtor = [
            demand for demand in self._demands.demands.values() if demand.event.debtor == debtor
        ]
        if any(not one.ended or one.ended[-1].outcome == "uncertain" for one in of_debtor):
            return True
        sent = [one.event.day_on for one in of_debtor if one.ended[-1].outcome != "withdrawn"]
        today = [one for one in of_debtor if one.event.day_on == today_on]
        is_near = any(on + distance > today_on for on in sent)
        return is_near or today_on in sent or len(today) >= _PROPOSALS_MAX

    def _is_called(self, debtor: str, step: PolicyStep) -> bool:
        """A call is done for now when one is on the worklist; there is one a case at a time."""
        return step.channel == "call" and any(
            call.debtor == debtor for call in self._demands.open_calls
        )


def _from_due(step: PolicyStep) -> int:
    """Days behind the due date; of a step that goes by another one, its own alone."""
    return -step.offset_days if step.anchor == "before_due" else step.offset_days
