"""How a bank cuts its books into statements, and in what state they reach us."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from libs.kernel.money import Money
from libs.testkit.interleave.truth.bank import BankEntry
from libs.testkit.interleave.truth.documents import EUR
from libs.testkit.interleave.truth.parties import Account
from services.matching.domain.statements.content import StatementContent, encode_content

OPENING = Decimal("1000.00")


@dataclass(frozen=True, slots=True)
class Statement:
    """One file of one account; `entries` are its truth, in the bank's order."""

    account: Account
    content: StatementContent
    entries: tuple[BankEntry, ...]

    @property
    def raw(self) -> bytes:
        return encode_content(self.content)

    @property
    def content_hash(self) -> str:
        """Where the object store keeps it."""
        return hashlib.blake2b(self.raw, digest_size=13).hexdigest()


class Cutting:
    """Cuts the entries of one account into statements of whole days."""

    def __init__(
        self,
        account: Account,
        entries: Sequence[BankEntry],
        *,
        from_on: date | None = None,
        to_on: date | None = None,
    ) -> None:
        """`from_on`, `to_on`: every day from the one to the other, else those with an entry."""
        self._account = account
        self._entries = [one for one in entries if one.account == account]
        self._days = sorted({one.booked_on for one in self._entries})
        if from_on is not None and to_on is not None:
            count = (to_on - from_on).days + 1
            self._days = [from_on + timedelta(days=n) for n in range(count)]

    def statements(self, random: Random) -> list[Statement]:
        """All days, each once, in order."""
        edges = [0, *(n for n in range(1, len(self._days)) if random.random() < 0.7)]
        ends = [*edges[1:], len(self._days)]
        return [
            self._statement(first, end, name=f"S{number}", sequence=number)
            for number, (first, end) in enumerate(zip(edges, ends, strict=True), start=1)
            if self._days
        ]

    def by_day(self) -> list[Statement]:
        """Each day a statement of its own."""
        return [
            self._statement(number, number + 1, name=f"S{number + 1}", sequence=number + 1)
            for number in range(len(self._days))
        ]

    def between(self, edges: Sequence[date]) -> list[Statement]:
        """One from each edge to the day before the next."""
        places = [sum(day < edge for day in self._days) for edge in edges]
        return [
            self._statement(first, end, name=f"S{number}", sequence=number)
            for number, (first, end) in enumerate(pairwise(places), start=1)
            if first < end
        ]

    def download(self, random: Random, name: str) -> Statement | None:
        """Some whole days as a person downloads them: no number, days that came before too."""
        if not self._days:
            return None
        first = random.randrange(len(self._days))
        end = random.randint(first + 1, len(self._days))
        return self._statement(first, end, name=name, sequence=None)

    def _statement(self, first: int, end: int, *, name: str, sequence: int | None) -> Statement:
        days = self._days[first:end]
        before = sum((e.amount for e in self._entries if e.booked_on < days[0]), OPENING)
        entries = tuple(one for one in self._entries if one.booked_on in days)
        closing = sum((one.amount for one in entries), before)
        content = StatementContent(
            account_number=self._account.iban,
            currency=EUR,
            bank_id=name,
            from_on=days[0],
            to_on=days[-1],
            opening=Money.of(before, EUR),
            closing=Money.of(closing, EUR),
            entries=tuple(one.content for one in entries),
            sequence=sequence if self._account.is_numbered else None,
        )
        return Statement(self._account, content, entries)


def exported_again(statement: Statement, name: str) -> Statement:
    """The same movements under another id of the bank."""
    return replace(statement, content=replace(statement.content, bank_id=name))


@dataclass(frozen=True, slots=True)
class Uploads:
    """What somebody uploads for one account."""

    files: tuple[Statement, ...]
    withheld: tuple[BankEntry, ...] = ()
    """Of a statement that never comes."""


def uploads(random: Random, account: Account, entries: Sequence[BankEntry]) -> Uploads:
    """A careless person's files: again, overlapping, out of order; sometimes one never comes."""
    cutting = Cutting(account, entries)
    own = cutting.statements(random)
    if random.random() < 0.08 and len(own) > 2 and _is_missed(own):
        return Uploads((own[0], *own[2:]), own[1].entries)
    files = list(own)
    for number in range(random.choice((0, 0, 1, 2))):
        downloaded = cutting.download(random, f"X{number}")
        if downloaded is not None:
            files.insert(random.randint(0, len(files)), downloaded)
    for number in range(random.choice((0, 1, 1, 2))):
        if files:
            place = random.randrange(len(files))
            again = files[place]
            if random.random() < 0.4:
                again = exported_again(again, f"Y{number}")
            files.insert(random.randint(place + 1, len(files)), again)
    if random.random() < 0.3:
        random.shuffle(files)
    return Uploads(tuple(files))


def _is_missed(own: Sequence[Statement]) -> bool:
    """Whether anybody can see that the second never came: by numbers, or by all balances behind."""
    first, _, *later = (one.content for one in own)
    return first.sequence is not None or all(one.opening != first.closing for one in later)
