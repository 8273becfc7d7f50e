"""Which bank files are fed in, and when: as they arrive, or as a careless person does it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from libs.simulator.days import bank_day_after
from libs.simulator.statements import Statement

_AGAIN_EVERY = 9
_SWAPPED_EVERY = 11
_OVERLAP_EVERY = 4


def uploads(statements: Sequence[Statement], *, careless: bool = False) -> list[Statement]:
    """In order of arrival. `careless`: some twice, some overlapping, some in the wrong order.

    What a careless person feeds in says the same in the end: no entry more, none less.
    """
    fed = list(statements)
    if careless:
        fed = [*_some_swapped(fed), *_some_again(fed), *_some_overlapping(fed)]
    return sorted(fed, key=lambda s: (s.arrives_on, s.account.iban, s.to_on, s.export))


def _some_swapped(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Two consecutive days of a numbered account come in the wrong order."""
    numbered = [s for s in statements if s.account.numbered]
    swapped: dict[Statement, Statement] = {}
    for place in range(3, len(numbered) - 1, _SWAPPED_EVERY):
        one, other = numbered[place : place + 2]
        swapped[one] = replace(one, arrives_on=other.arrives_on)
        swapped[other] = replace(other, arrives_on=one.arrives_on)
    for statement in statements:
        yield swapped.get(statement, statement)


def _some_again(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The same statement, exported again: another message id, the same content."""
    for place, statement in enumerate(statements):
        if place % _AGAIN_EVERY == 5:
            again_on = bank_day_after(statement.arrives_on, place % 3)
            yield replace(statement, arrives_on=again_on, export=1)


def _some_overlapping(statements: Sequence[Statement]) -> Iterator[Statement]:
    """A download of two whole weeks of an account without numbers."""
    weekly = [s for s in statements if not s.account.numbered]
    for place in range(1, len(weekly), _OVERLAP_EVERY):
        one, other = weekly[place - 1 : place + 1]
        entries = (*one.entries, *other.entries)
        yield replace(
            other,
            from_on=one.from_on,
            opening=one.opening,
            entries=tuple(replace(e, entry_reference=str(n)) for n, e in enumerate(entries, 1)),
            arrives_on=bank_day_after(other.arrives_on),
            export=2,
        )
