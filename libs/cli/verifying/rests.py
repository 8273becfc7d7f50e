"""What is left of an item, a share or a credit note, and what was said last to be left of it.

With a merged debtor it goes on in another partition, and partitions are read one after the other,
whichever comes first. So movements are summed up, and what was said is kept for each debtor apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.kernel.money import Money


@dataclass(slots=True)
class Rest:
    """One's, wherever it went."""

    stream: str = ""
    """Where it began; empty: that was not read yet, or never was."""
    left: Money | None = None
    """The sum of all that moved it."""
    said: dict[str, Money] = field(default_factory=dict)
    """By debtor, what was said last there."""
    gone_from: set[str] = field(default_factory=set)
    """Debtors that it went on from."""
    first: str = ""
    """The first record that spoke of it and did not begin it."""

    def begin(self, stream: str, debtor: str, amount: Money) -> None:
        self.stream = stream
        self._add(amount)
        self.said[debtor] = amount

    def arrive(self, fact: Fact, came_from: str, debtor: str, left: Money) -> None:
        self.first = self.first or f"{fact.stream} at {fact.place}"
        self.gone_from.add(came_from)
        self.said[debtor] = left

    def move(self, fact: Fact, amount: Money) -> None:
        self.first = self.first or f"{fact.stream} at {fact.place}"
        self._add(amount)

    def say(self, fact: Fact, debtor: str, left: Money) -> None:
        self.first = self.first or f"{fact.stream} at {fact.place}"
        self.said[debtor] = left

    def differences(self, check: str, origin: str, where: str) -> Iterator[Difference]:
        """`origin`: what should have begun it; `where`: where what is left is."""
        if not self.stream or self.left is None:
            stream, _, place = self.first.partition(" at ")
            yield Difference(check, stream, origin, f"none at {place}")
            return
        said = next(one for debtor, one in self.said.items() if debtor not in self.gone_from)
        if self.left != said or self.left < Money.zero(said.currency):
            found = f"{said} said to be {where}"
            yield Difference(check, self.stream, f"{self.left} {where}", found)

    def _add(self, amount: Money) -> None:
        self.left = amount if self.left is None else self.left + amount
