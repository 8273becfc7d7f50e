"""Plays a history against the rule and compares what is booked with what the bank booked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from services.matching.domain.statements.books import Books
from services.matching.domain.statements.facts import Facts
from services.matching.domain.statements.joining import Shelf, Step
from services.matching.domain.statements.judging import Accept, Again, Verdict, Wait
from services.matching.domain.statements.state import AccountChain, AccountDay
from services.matching.domain.statements.telling import readings, told
from services.matching.tests.statements.banks import History, Kind, Upload, a_history

Outcome = Literal["right", "asked", "waits", "doubled", "missing", "dropped"]
WRONG: frozenset[Outcome] = frozenset({"doubled", "missing", "dropped"})


@dataclass
class _Trial:
    """An account, and what the statements that it took really hold."""

    ledger: History
    chain: AccountChain = field(default_factory=AccountChain)
    days: dict[date, AccountDay] = field(default_factory=lambda: defaultdict(AccountDay))
    waiting: dict[str, Upload] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    got: set[int] = field(default_factory=set)
    again: set[int] = field(default_factory=set)
    asked_count: int = 0

    def upload(self, upload: Upload) -> None:
        facts = upload.facts
        if facts.statement in self.seen or facts.statement in self.waiting:
            return
        shelf = Shelf(self.chain, self.day, [one.facts for one in self.waiting.values()])
        known = {**self.waiting, facts.statement: upload}
        verdict = shelf.offer(facts)
        if isinstance(verdict, Wait) and verdict.reason == "new_or_again":
            self.asked_count += 1
            told = self._person(upload, shelf.books)
            if told is not None:
                shelf.steps.pop()
                shelf.take(facts, told)
                shelf.retry()
        for step in shelf.steps:
            self._note(known[step.facts.statement], step)
        self.chain = shelf.books.chain
        self.days.update({day_on: shelf.day(day_on) for day_on in shelf.booked_days})

    def day(self, day_on: date) -> AccountDay:
        return self.days[day_on]

    def _person(self, upload: Upload, books: Books) -> Accept | Again | None:
        """Knows whether it holds anything that is not booked, and says so."""
        new = [at for at, slot in enumerate(upload.slots) if slot not in self.got]
        if not new:
            return Again()
        ways = readings(upload.facts, books)
        return told(upload.facts, ways[0] if len(ways) == 1 else new, books)

    def _note(self, upload: Upload, step: Step) -> None:
        name = upload.facts.statement
        if isinstance(step.verdict, Wait):
            self.waiting[name] = upload
            return
        self.waiting.pop(name, None)
        self.seen.add(name)
        (self.again if isinstance(step.verdict, Again) else self.got).update(upload.slots)

    def wrong(self) -> Outcome | None:
        booked = Counter[tuple[date, str]]()
        for day_on, day in self.days.items():
            booked.update({(day_on, one): count for one, count in day.held.items()})
        entries = [self.ledger.ledger[slot] for slot in self.got]
        true = Counter((moved.day_on, moved.fingerprint) for moved in entries)
        if self.again - self.got:
            return "dropped"
        if booked - true:
            return "doubled"
        return "missing" if true - booked else None


def outcome_of(seed: int, kind: Kind) -> Outcome:
    """How the history with this seed ends: the first thing that goes wrong, else what is left."""
    history = a_history(seed, kind)
    trial = _Trial(history)
    for upload in history.uploads:
        trial.upload(upload)
        if wrong := trial.wrong():
            return wrong
    if len(trial.got) < len(history.ledger):
        return "waits"
    return "asked" if trial.asked_count else "right"


def outcomes(kind: Kind, count: int, start: int = 0) -> tuple[Counter[Outcome], dict[Outcome, int]]:
    """How many histories end how, and the first seed of each."""
    counts, first = Counter[Outcome](), dict[Outcome, int]()
    for seed in range(start, start + count):
        outcome = outcome_of(seed, kind)
        counts[outcome] += 1
        first.setdefault(outcome, seed)
    return counts, first


__all__ = ["WRONG", "Facts", "Outcome", "Verdict", "outcome_of", "outcomes"]
