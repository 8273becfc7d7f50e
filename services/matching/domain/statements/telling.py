"""What of a waiting statement is new, once a person has said that something of it is."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from services.matching.domain.statements.books import Books
from services.matching.domain.statements.chain import moved_ends
from services.matching.domain.statements.facts import FactEntry, Facts, sum_of
from services.matching.domain.statements.judging import Accept


def readings(facts: Facts, books: Books) -> tuple[tuple[int, ...], ...]:
    """Which entries can be new, each way once: a person has to say which, if there are several.

    A statement is one stretch of the bank's ledger: of its first and its last day it may hold a
    part beside what is booked, so that all of that is new; days between it holds whole.
    """
    found: dict[tuple[int, ...], None] = {}
    for first_is_apart, last_is_apart in product((False, True), repeat=2):
        apart = {facts.from_on} if first_is_apart else set[date]()
        apart |= {facts.to_on} if last_is_apart else set[date]()
        found.setdefault(tuple(entry.position for entry in _new(facts, books, apart)))
    return tuple(found)


def told(facts: Facts, positions: Sequence[int], books: Books) -> Accept | None:
    """The statement with exactly these entries new; None when its balances do not come out."""
    new, chain = [facts.entries[at] for at in positions], books.chain
    if len(new) == len(facts.entries):
        if facts.opening == chain.last_close and facts.from_on >= chain.last_on:
            return Accept("after", tuple(positions))
        if facts.closing == chain.first_open and facts.to_on <= chain.first_on:
            return Accept("before", tuple(positions))
    if moved_ends(chain, facts, sum_of(new, facts.opening.currency)) is None:
        return None
    return Accept("declared", tuple(positions))


def _new(facts: Facts, books: Books, apart: set[date]) -> Iterable[FactEntry]:
    """What is not booked; on a day in `apart` all of it. Of equal entries the last are new."""
    for day_on, entries in facts.by_day.items():
        held = books.day(day_on).held
        for entry in entries:
            if day_on in apart or not held[entry.fingerprint]:
                yield entry
            else:
                held[entry.fingerprint] -= 1
