"""How a debtor pays: when, in which manner, and what the transfer says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final, TypeVar


class Manner(StrEnum):
    EACH = "each"
    """One transfer an invoice."""
    LUMP = "lump"
    """One transfer a month for all that is open."""
    PARTS = "parts"
    """Two or three transfers an invoice."""
    DEBIT = "debit"
    """The creditor collects by direct debit."""
    NEVER = "never"
    SITES = "sites"
    """Two sites, two equal invoices, two equal transfers on one day."""
    GROUP = "group"
    """A parent company pays for two debtors by one transfer."""


class Wording(StrEnum):
    REFERENCE = "reference"
    NUMBER = "number"
    CUSTOMER = "customer_number"
    NOTHING = "nothing"
    UNREADABLE = "unreadable_number"


class Spelling(StrEnum):
    PLAIN = "plain"
    LOWER = "lower"
    SPACED = "spaced"
    SQUASHED = "squashed"
    SEPARATOR = "other_separator"
    LETTER_O = "letter_o"
    LETTER_I = "letter_i"
    ZEROS_DROPPED = "zeros_dropped"


@dataclass(frozen=True, slots=True)
class Habit:
    manner: Manner
    delay_days: int
    """After the due date; early payers have a negative one."""
    spread_days: int
    wording: Wording
    spelling: Spelling


_TIMINGS: Final = ((-9, 3), (-4, 2), (0, 1), (0, 1), (1, 2), (3, 3), (6, 4), (12, 6), (25, 10))

# What twenty debtors say: the first word of most of their transfers.
_WORDINGS: Final = (
    *[Wording.REFERENCE] * 8,
    *[Wording.NUMBER] * 6,
    *[Wording.CUSTOMER] * 2,
    *[Wording.NOTHING] * 3,
    Wording.UNREADABLE,
)

_Card = TypeVar("_Card")


def deck(rng: Random, cards: Sequence[_Card]) -> Iterator[_Card]:
    """All `cards` in random order, again and again: rare ones come even in short lives."""
    while True:
        yield from rng.sample(cards, len(cards))


def manners(count: int) -> list[Manner]:
    """The manners of `count` debtors in fixed shares; pairs of a group stand together."""
    pairs = max(1, count // 40) if count >= 10 else 0
    special = [Manner.GROUP] * (2 * pairs)
    if count >= 10:
        special += [Manner.SITES] * max(1, count // 25)
        special += [Manner.DEBIT] * max(2, count // 9)
        special += [Manner.LUMP] * max(1, count // 7)
        special += [Manner.PARTS] * max(1, count // 14)
        special += [Manner.NEVER] * max(1, count // 25)
    return special + [Manner.EACH] * (count - len(special))


def habits(rng: Random, count: int) -> list[Habit]:
    """Habits of `count` debtors, in the order of `manners`."""
    timings, wordings = deck(rng, _TIMINGS), deck(rng, _WORDINGS)
    spellings = deck(rng, tuple(Spelling))
    return [
        Habit(manner, *next(timings), next(wordings), next(spellings)) for manner in manners(count)
    ]


def words_for(rng: Random, habit: Habit, has_reference: bool) -> Wording:
    """What this transfer says: mostly the habit, else what the invoice asks to quote."""
    asked = Wording.REFERENCE if has_reference else Wording.NUMBER
    wording = habit.wording if rng.random() < 0.8 else asked
    return asked if wording is Wording.REFERENCE else wording
