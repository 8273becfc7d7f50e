"""What is new in a statement, given what is booked: the rule of the chain, sentence by sentence.

Whether the very same statement was seen before, by id and content, is looked at before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from libs.events.contracts.matching import StatementWait
from libs.kernel.money import Money
from services.matching.domain.statements.books import Books
from services.matching.domain.statements.facts import FactEntry, Facts, days_between, sum_of
from services.matching.domain.statements.sequence import (
    is_further_back,
    is_further_on,
    is_next,
    is_previous,
)


@dataclass(frozen=True, slots=True)
class Accept:
    """It joins the chain; the entries at these positions of its content are new."""

    place: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """It holds nothing new."""


@dataclass(frozen=True, slots=True)
class Wait:
    """It cannot be joined now."""

    reason: StatementWait
    expected: Money
    found: Money


Verdict = Accept | Again | Wait
Rule = Callable[[Facts, Books], Verdict | None]


def judge(facts: Facts, books: Books) -> Verdict:
    """The first rule that answers decides."""
    for rule in RULES:
        verdict = rule(facts, books)
        if verdict is not None:
            return verdict
    return _wait(facts, books)


def the_first_begins_the_chain(facts: Facts, books: Books) -> Verdict | None:
    return None if books.chain.is_begun else Accept("first", _positions(facts.entries))


def the_same_number_with_the_same_entries_is_again(facts: Facts, books: Books) -> Verdict | None:
    if facts.sequence is None or not facts.entries:
        return None
    for day_on, counts in facts.counts_by_day.items():
        if books.day(day_on).held_by_number(facts.sequence) != counts:
            return None
    return Again()


def the_next_joins_the_end(facts: Facts, books: Books) -> Verdict | None:
    chain = books.chain
    if facts.opening != chain.last_close or facts.from_on < chain.last_on:
        return None
    if facts.sequence is not None and chain.last_sequence is not None:
        follows = is_next(facts.sequence, facts.from_on, chain.last_sequence, chain.last_on)
    else:
        follows = facts.from_on > chain.last_on
    return Accept("after", _positions(facts.entries)) if follows else None


def the_previous_joins_the_beginning(facts: Facts, books: Books) -> Verdict | None:
    chain = books.chain
    if facts.closing != chain.first_open or facts.to_on > chain.first_on:
        return None
    if facts.sequence is not None and chain.first_sequence is not None:
        leads = is_previous(facts.sequence, facts.to_on, chain.first_sequence, chain.first_on)
    else:
        leads = facts.to_on < chain.first_on
    return Accept("before", _positions(facts.entries)) if leads else None


def a_number_further_on_waits(facts: Facts, books: Books) -> Verdict | None:
    """Although its balances may fit: what lies between may come to nothing."""
    chain, sequence = books.chain, facts.sequence
    if sequence is None:
        return None
    if (
        chain.last_sequence is not None
        and facts.from_on >= chain.last_on
        and is_further_on(sequence, facts.from_on, chain.last_sequence, chain.last_on)
    ):
        return Wait("sequence", chain.last_close, facts.opening)
    if (
        chain.first_sequence is not None
        and facts.to_on <= chain.first_on
        and is_further_back(sequence, facts.to_on, chain.first_sequence, chain.first_on)
    ):
        return Wait("sequence", chain.first_open, facts.closing)
    return None


def whole_days_tell_what_is_new(facts: Facts, books: Books) -> Verdict | None:
    """Each of its booked days holds exactly what it says: the others are new, or all is again."""
    if not _booked_days_are_the_same(facts, books):
        return None
    new = [entry for entry in facts.entries if not books.day(entry.day_on).bookings]
    if not _both_ends_come_out(facts, new, books):
        return None
    if new:
        return Accept("around", _positions(new))
    if _was_booked_by_other_numbers(facts, books) or _may_be_a_page_of_net_zero(facts, books):
        return None
    return Again()


def a_part_of_a_day_is_asked(facts: Facts, books: Books) -> Verdict | None:
    """A part of a booked day, or more of one: nobody can tell."""
    chain = books.chain
    joins = (facts.opening == chain.last_close and facts.from_on >= chain.last_on) or (
        facts.closing == chain.first_open and facts.to_on <= chain.first_on
    )
    if joins or any(books.day(day_on).bookings for day_on in facts.by_day):
        return Wait("new_or_again", chain.last_close, facts.opening)
    return None


RULES: Final[tuple[Rule, ...]] = (
    the_first_begins_the_chain,
    the_same_number_with_the_same_entries_is_again,
    the_next_joins_the_end,
    the_previous_joins_the_beginning,
    a_number_further_on_waits,
    whole_days_tell_what_is_new,
    a_part_of_a_day_is_asked,
)


def _wait(facts: Facts, books: Books) -> Wait:
    chain = books.chain
    if facts.to_on < chain.first_on:
        return Wait("before_gap", chain.first_open, facts.closing)
    return Wait("gap", chain.last_close, facts.opening)


def _booked_days_are_the_same(facts: Facts, books: Books) -> bool:
    for day_on in days_between(facts.from_on, facts.to_on):
        held = books.day(day_on).held
        if held and held != facts.counts_by_day.get(day_on):
            return False
    return True


def _both_ends_come_out(facts: Facts, new: list[FactEntry], books: Books) -> bool:
    """New days beyond the ends move them; in a hole of the chain they must come to nothing.

    Where the statement reaches an end of the chain, that end tells; its other end follows, as
    all days between are the same.
    """
    chain, currency = books.chain, facts.opening.currency
    if facts.to_on < chain.first_on or facts.from_on > chain.last_on:
        return False
    head = sum_of((entry for entry in new if entry.day_on < chain.first_on), currency)
    tail = sum_of((entry for entry in new if entry.day_on > chain.last_on), currency)
    if sum_of(new, currency) != head + tail:
        return False
    at_the_end, at_the_beginning = facts.to_on >= chain.last_on, facts.from_on <= chain.first_on
    if at_the_end and facts.closing != chain.last_close + tail:
        return False
    if at_the_beginning and facts.opening != chain.first_open - head:
        return False
    if at_the_end or at_the_beginning:
        return True
    return facts.opening == books.balance_before(facts.from_on)


def _was_booked_by_other_numbers(facts: Facts, books: Books) -> bool:
    return facts.sequence is not None and any(
        booking.sequence is not None
        for day_on in facts.by_day
        for booking in books.day(day_on).bookings
    )


def _may_be_a_page_of_net_zero(facts: Facts, books: Books) -> bool:
    """On an account with several statements a day, one that comes to nothing at the end."""
    chain = books.chain
    return (
        chain.has_pages
        and facts.from_on >= chain.last_on
        and facts.opening == chain.last_close == facts.closing
    )


def _positions(entries: Iterable[FactEntry]) -> tuple[int, ...]:
    return tuple(entry.position for entry in entries)
