"""What agencies reported and transferred, held against the ledger; by events and the bank alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from libs.events.contracts.handoff import RecoveryReported, RemittanceReported
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.bank import BankEntry
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.premises import Commit

ZERO: Final = Decimal(0)


class AgenciesTold:
    """The words of agencies, as handoff recorded them."""

    def __init__(self) -> None:
        self.recoveries: dict[str, RecoveryReported] = {}
        self.remittances: dict[str, RemittanceReported] = {}

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            match new.event:
                case RecoveryReported() as said:
                    must(said.recovery not in self.recoveries, "once", f"{said.recovery} again")
                    self.recoveries[said.recovery] = said
                case RemittanceReported() as said:
                    must(said.remittance not in self.remittances, "once", said.remittance)
                    self.remittances[said.remittance] = said

    def check(self, scene: Scene, books: Books, found: Mapping[int, str]) -> None:
        """At the end. Raises Wrong."""
        self._check_recoveries(books)
        self._check_remitted_once()
        self._check_clearing(scene, books, found)

    def _check_recoveries(self, books: Books) -> None:
        """Each reduced the debt of its debtor once, by what was reported."""
        collected = {name: one for name, one in books.payments.items() if one.is_collected}
        for name in sorted(self.recoveries.keys() | collected.keys()):
            said, payment = self.recoveries.get(name), collected.get(name)
            must(
                said is not None and payment is not None,
                "recovery",
                f"recovery {name} is {'not in the ledger' if said else 'in the ledger alone'}",
                name,
            )
            assert said is not None
            assert payment is not None
            meant = Counter({one.item: one.amount.amount for one in said.items})
            sent = Counter({one.item: one.amount for one in payment.shares.values()})
            must(
                payment.received == said.amount.amount and meant == sent,
                "recovery",
                f"recovery {name} is {dict(sent)} in the ledger, it was {dict(meant)}",
                name,
            )

    def _check_remitted_once(self) -> None:
        named = Counter(
            one.recovery for said in self.remittances.values() for one in said.recoveries
        )
        for name, times in named.items():
            must(times == 1, "recovery", f"{name} is in {times} remittances", name)

    def _check_clearing(self, scene: Scene, books: Books, found: Mapping[int, str]) -> None:
        """An agency has what it reported, less the gross of what has come and stayed."""
        has: dict[str, Decimal] = defaultdict(Decimal)
        for recovery in self.recoveries.values():
            has[recovery.agency] += recovery.amount.amount
        for name, said in self.remittances.items():
            transfers = list(_transfers(scene, books, found, said))
            if any(books.payments[one].touched for one in transfers):
                # A person has used one of them: where its money lies is told by what he said.
                has[said.agency] -= books.settled.get(name, ZERO)
            elif transfers:
                has[said.agency] -= said.gross.amount
        for agency in sorted({*has, *books.clearing}):
            must(
                has[agency] == books.clearing.get(agency, ZERO),
                "clearing",
                f"{books.clearing.get(agency, ZERO)} lie with {agency}, it should be {has[agency]}",
                agency,
                *self.remittances,
            )


def _transfers(
    scene: Scene, books: Books, found: Mapping[int, str], said: RemittanceReported
) -> Iterator[str]:
    """Payments with its reference and exactly its net amount that the bank did not take back."""
    back = {one.original for one in scene.entries if one.kind == "return"}
    for entry in scene.entries:
        if entry.place in back or entry.place not in found:
            continue
        if _names(entry, said) and not books.payments[found[entry.place]].has_bounced:
            yield found[entry.place]


def _names(entry: BankEntry, said: RemittanceReported) -> bool:
    return said.reference in entry.content.remittance and entry.amount == said.net.amount
