"""Random banks and careless uploaders, with the truth of which entry is which."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Literal

from libs.kernel.money import Money
from services.matching.domain.statements.facts import FactEntry, Facts

Kind = Literal["whole days", "numbered pages", "pages without numbers"]
KINDS: tuple[Kind, ...] = ("whole days", "numbered pages", "pages without numbers")

_FIRST_DAY = date(2026, 3, 2)
_MOVES = ((50, -50), (50, 50, -50, 30), (50, 30, -20, 7, -37))
"""Few amounts, so that balances recur and sums come to nothing."""


@dataclass(frozen=True)
class Moved:
    """One entry of the bank's own ledger."""

    day_on: date
    fingerprint: str
    amount: int


@dataclass(frozen=True)
class Upload:
    """A statement as it is offered, and which entries of the ledger it really holds."""

    facts: Facts
    slots: range


@dataclass(frozen=True)
class History:
    """What a bank booked, and what its customer uploads of it."""

    ledger: tuple[Moved, ...]
    uploads: tuple[Upload, ...]


@lru_cache(maxsize=4096)
def euros(amount: int) -> Money:
    return Money.of(amount, "EUR")


def a_history(seed: int, kind: Kind) -> History:
    """The history with this seed: the same for ever."""
    chance = Random(f"{kind}/{seed}")
    ledger = _ledger(chance)
    statements = _statements(ledger, chance, kind)
    uploads = [*statements, *_downloads(ledger, chance)]
    uploads += [_again(chance.choice(uploads), chance, at) for at in range(chance.randint(0, 3))]
    if chance.random() < 0.6:
        chance.shuffle(uploads)
    return History(tuple(ledger), tuple(uploads))


def _ledger(chance: Random) -> list[Moved]:
    """3 to 14 movements with twins; some accounts are swept to zero at the end of a day."""
    moves, day_on = chance.choice(_MOVES), _FIRST_DAY
    is_swept, ledger = chance.random() < 0.3, list[Moved]()
    for _ in range(chance.randint(3, 14)):
        amount = chance.choice(moves)
        text = f"{amount}" if chance.random() < 0.6 else f"{amount}.{chance.randint(0, 2)}"
        ledger.append(Moved(day_on, text, amount))
        if chance.random() < 0.45:
            left = sum(moved.amount for moved in ledger)
            if is_swept and left:
                ledger.append(Moved(day_on, f"sweep {left}", -left))
            day_on += timedelta(days=chance.choice((1, 1, 1, 2)))
    return ledger


def _statements(ledger: Sequence[Moved], chance: Random, kind: Kind) -> list[Upload]:
    """The bank's own statements: one or more whole days each, or pages of a day."""
    days = _day_starts(ledger)
    cuts = {at for at in days if chance.random() < 0.8}
    if kind != "whole days":
        cuts |= {at for at in range(1, len(ledger)) if chance.random() < 0.35}
    is_numbered = kind == "numbered pages" or (kind == "whole days" and chance.random() < 0.5)
    edges = [0, *sorted(cuts), len(ledger)]
    return [
        _statement(ledger, start, end, f"s{at}", at + 1 if is_numbered else None)
        for at, (start, end) in enumerate(pairwise(edges))
    ]


def _downloads(ledger: Sequence[Moved], chance: Random) -> list[Upload]:
    """Whole days over any range, without a number."""
    days, found = _day_starts(ledger), []
    for at in range(chance.randint(0, 3)):
        start, end = sorted((chance.choice([0, *days]), chance.choice([*days, len(ledger)])))
        if start < end:
            found.append(_statement(ledger, start, end, f"x{at}", None))
    return found


def _again(upload: Upload, chance: Random, at: int) -> Upload:
    """The same file, or an export of it under another id."""
    if chance.random() < 0.6:
        return upload
    other = replace(upload.facts, statement=f"y{at}-{upload.facts.statement}", bank_id=f"y{at}")
    return Upload(other, upload.slots)


def _day_starts(ledger: Sequence[Moved]) -> list[int]:
    return [at for at in range(1, len(ledger)) if ledger[at].day_on != ledger[at - 1].day_on]


def _statement(
    ledger: Sequence[Moved], start: int, end: int, bank_id: str, sequence: int | None
) -> Upload:
    opening = 100 + sum(moved.amount for moved in ledger[:start])
    entries = tuple(
        FactEntry(at, moved.day_on, moved.fingerprint, euros(moved.amount))
        for at, moved in enumerate(ledger[start:end])
    )
    facts = Facts(
        statement=bank_id,
        bank_id=bank_id,
        sequence=sequence,
        from_on=entries[0].day_on,
        to_on=entries[-1].day_on,
        opening=euros(opening),
        closing=euros(opening + sum(moved.amount for moved in ledger[start:end])),
        entries=entries,
    )
    return Upload(facts, range(start, end))
