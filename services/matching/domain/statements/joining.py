"""What a statement that arrives leads to: itself, and those that waited for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from libs.kernel.money import Money
from services.matching.domain.statements.books import Books, DayOf, NotLoaded
from services.matching.domain.statements.chain import (
    extended,
    new_by_day,
    restarted,
    total_of,
    with_booking,
)
from services.matching.domain.statements.facts import Facts
from services.matching.domain.statements.judging import (
    Accept,
    Again,
    Rule,
    Verdict,
    Wait,
    judge,
    whole_days_tell_what_is_new,
)
from services.matching.domain.statements.state import AccountChain, AccountDay


@dataclass(frozen=True, slots=True)
class Step:
    """A statement and what becomes of it, on the books as the steps before have left them."""

    facts: Facts
    verdict: Verdict


class Shelf:
    """A chain, its days and what waits for it, while one decision is made."""

    def __init__(
        self, chain: AccountChain, day: DayOf, waiting: Iterable[Facts], *, is_cut: bool = False
    ) -> None:
        self._chain = chain
        self._day = day
        self._booked: dict[date, AccountDay] = {}
        self._waiting = {facts.statement: facts for facts in waiting}
        self.steps: list[Step] = []
        self.dropped: set[str] = set()
        self.is_cut = is_cut
        """Whether something that waits was not looked at."""

    @property
    def books(self) -> Books:
        return Books(self._chain, self.day)

    @property
    def booked_days(self) -> tuple[date, ...]:
        """Days on which this decision books something, in their order."""
        return tuple(sorted(self._booked))

    def day(self, day_on: date) -> AccountDay:
        return self._booked[day_on] if day_on in self._booked else self._day(day_on)

    def offer(self, facts: Facts) -> Verdict:
        """Judge a statement that arrives, and then all that wait."""
        verdict = judge(facts, self.books)
        if isinstance(verdict, Wait):
            self._waiting[facts.statement] = facts
            joined = self.retry()
            if facts.statement not in joined:
                self.steps.append(Step(facts, verdict))
            return next((s.verdict for s in self.steps if s.facts is facts), verdict)
        self.take(facts, verdict)
        self.retry()
        return verdict

    def take(self, facts: Facts, verdict: Accept | Again) -> None:
        """Put a statement where its verdict says."""
        self._waiting.pop(facts.statement, None)
        self.steps.append(Step(facts, verdict))
        if isinstance(verdict, Again):
            return
        new = [facts.entries[at] for at in verdict.positions]
        for day_on, entries in new_by_day(new).items():
            fingerprints = [entry.fingerprint for entry in entries]
            total = total_of(entries, facts.opening.currency)
            self._booked[day_on] = with_booking(
                self.day(day_on), facts.statement, facts.sequence, fingerprints, total
            )
        self._chain = extended(
            self._chain, verdict.place, facts, total_of(new, facts.opening.currency)
        )

    def drop(self, statement: str) -> None:
        """Leave a statement out for good."""
        self._waiting.pop(statement, None)
        self.dropped.add(statement)

    def restart(self, opening: Money) -> None:
        """Go on behind a gap."""
        self._chain = restarted(self._chain, opening)

    def retry(self) -> set[str]:
        """Take whatever of the waiting can be told now, until nothing more can."""
        taken: set[str] = set()
        while found := self._next_of_waiting():
            for facts, verdict in found:
                self.take(facts, verdict)
                taken.add(facts.statement)
        return taken

    def _next_of_waiting(self) -> Sequence[tuple[Facts, Accept | Again]]:
        waiting = sorted(self._waiting.values(), key=_in_order)
        for facts in waiting:
            verdict = self._told(judge, facts)
            if isinstance(verdict, Accept | Again):
                return [(facts, verdict)]
        for group in _groups(waiting):
            if not self._reaches(group):
                continue
            if isinstance(self._told(whole_days_tell_what_is_new, _as_one(group)), Accept | Again):
                return [(facts, self._as_member(facts)) for facts in group]
        return []

    def _reaches(self, group: Sequence[Facts]) -> bool:
        """Whether it shares time with the chain: whole days can tell nothing of any other."""
        chain = self._chain
        return group[0].from_on <= chain.last_on and group[-1].to_on >= chain.first_on

    def _told(self, rule: Rule, facts: Facts) -> Verdict | None:
        """What the rule says; nothing when it would have to see a day that is not loaded."""
        try:
            return rule(facts, self.books)
        except NotLoaded:
            self.is_cut = True
            return None

    def _as_member(self, facts: Facts) -> Accept | Again:
        """A member's part of a verdict over whole days: what stands on days without bookings."""
        new = [entry for entry in facts.entries if not self.day(entry.day_on).bookings]
        return Accept("around", tuple(entry.position for entry in new)) if new else Again()


def _in_order(facts: Facts) -> tuple[date, int, date, str]:
    return (facts.from_on, facts.sequence or 0, facts.to_on, facts.statement)


def _groups(waiting: Sequence[Facts]) -> Iterable[Sequence[Facts]]:
    """Statements that chain among themselves, in consecutive numbers if they have numbers."""
    for first in waiting:
        group = [first]
        while after := next((one for one in waiting if _chains(group[-1], one)), None):
            group.append(after)
            yield tuple(group)


def _chains(before: Facts, after: Facts) -> bool:
    if after.from_on <= before.to_on or after.opening != before.closing:
        return False
    if before.sequence is None or after.sequence is None:
        return before.sequence is after.sequence
    return after.sequence == before.sequence + 1


def _as_one(group: Sequence[Facts]) -> Facts:
    """The group as one statement without a number; its positions mean nothing."""
    return replace(
        group[0],
        sequence=None,
        to_on=group[-1].to_on,
        closing=group[-1].closing,
        entries=tuple(entry for facts in group for entry in facts.entries),
    )


def still_waiting(waiting: Mapping[str, object], steps: Iterable[Step]) -> set[str]:
    """Ids of what waits once all steps are taken."""
    left = set(waiting)
    for step in steps:
        if isinstance(step.verdict, Wait):
            left.add(step.facts.statement)
        else:
            left.discard(step.facts.statement)
    return left
