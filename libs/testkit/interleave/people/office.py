"""The creditor's office: it registers, imports, credits, cancels and merges."""

from collections.abc import Sequence
from random import Random

from libs.events.contracts.ingestion import CreditorFacts
from libs.events.contracts.model import Command
from libs.events.contracts.parties import BankAccount
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.people.asking import Act, Asking, Edge
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.truth.documents import (
    EUR,
    CreditNote,
    Invoice,
    register_credit_note,
    register_invoice,
)
from libs.testkit.interleave.truth.scene import Scene
from services.ingestion.domain.commands import (
    AddDocuments,
    CancelInvoice,
    EndImport,
    MergeDebtors,
    RegisterCreditor,
    StartImport,
)
from services.ingestion.domain.paths import (
    creditor_path,
    debtor_path,
    import_path,
    merges_path,
    number_path,
)

UNKNOWN = "creditor_unknown"
IMPORTED = 0.25
"""How often all invoices come as an import."""


class Office:
    """Talks to ingestion."""

    def __init__(self, scene: Scene, edge: Edge, books: Books, random: Random) -> None:
        self._scene, self._edge, self._books, self._random = scene, edge, books, random
        self._days: Days | None = None
        self._tenant = scene.creditor.tenant
        self._creditor = scene.creditor.identity
        self._brought: dict[str, list[str]] = {}
        """Import to the ids of the commands that had brought its documents when it was ended."""
        self.registered = self._asking(creditor_path(self._tenant, self._creditor), self._facts())

    def keeps(self, days: Days) -> None:
        """What is entered later is entered by these days."""
        self._days = days

    def brought_by(self, name: str) -> list[str]:
        """Ids of the commands that brought an import's documents before its end."""
        return self._brought.get(name, [])

    def is_registered(self) -> bool:
        """Whether the creditor was told that it is registered."""
        return any(name in self._edge.answers for name in self.registered.ids)

    def threads(self) -> list[list[Act]]:
        """Each invoice with what follows from it; sometimes all of them as an import."""
        scene = self._scene
        if self._random.random() < IMPORTED:
            threads = [self._import(), *self._uploads_beside()]
        else:
            threads = [self._of_invoice(one) for one in scene.invoices]
        threads += [self._once_entered(one.identity, self._credit_note(one)) for one in scene.notes]
        is_free = scene.chase is None or not scene.chase.never_payers
        return [*threads, self._merges()] if is_free else threads

    def _facts(self) -> RegisterCreditor:
        creditor = self._scene.creditor
        chase = self._scene.chase
        accounts = tuple(
            BankAccount(
                account=one.identity,
                iban=one.iban,
                currency=EUR,
                cover="required" if one.covers else "no",
            )
            for one in creditor.accounts
        )
        return RegisterCreditor(
            facts=CreditorFacts(
                creditor=creditor.identity,
                name=creditor.name,
                country="BE",
                zone="Europe/Brussels",
                accounts=accounts,
                feed=chase.feed if chase else "required",
                suspicion_days_max=self._random.choice((0, 2, 5)),
                review=chase.review if chase else "none",
            )
        )

    def _asking(
        self, key: str, command: Command, again: str = "", *, is_bulk: bool = False
    ) -> Asking:
        return Asking(self._edge, "ingestion", key, command, again, is_bulk=is_bulk)

    def _of_invoice(self, invoice: Invoice) -> list[Act]:
        acts: list[Act] = [self._invoice(invoice)]
        if self._random.random() < 0.2:
            acts.append(self._invoice(invoice))
        if invoice.identity in self._scene.cancelled:
            acts += self._once_entered(invoice.identity, self._cancel(invoice))
        return acts

    def _once_entered(self, document: str, act: Act) -> list[Act]:
        """Where days are played: not before the day on which it happens to be entered."""
        days, chase = self._days, self._scene.chase
        if days is None or chase is None:
            return [act]
        on = chase.entered_on[document]
        return [lambda: days.has_come(on), act]

    def _invoice(self, invoice: Invoice, imported_by: str = "") -> Asking:
        key = number_path(self._scene.ids, self._tenant, self._creditor, invoice.number)
        command = register_invoice(self._scene.creditor, invoice, imported_by=imported_by)
        return self._asking(key, command, UNKNOWN, is_bulk=bool(imported_by))

    def _credit_note(self, note: CreditNote) -> Asking:
        key = number_path(self._scene.ids, self._tenant, self._creditor, note.number)
        return self._asking(key, register_credit_note(self._scene.creditor, note), UNKNOWN)

    def _cancel(self, invoice: Invoice) -> Act:
        """Under the debtor where the screen shows the invoice, once it does."""

        def cancel() -> bool:
            item = self._books.items.get(invoice.identity)
            if item is None:
                return False
            command = CancelInvoice(
                invoice=invoice.identity,
                debtor=item.debtor,
                reason="a mistake",
                cancelled_by="p1",
            )
            self._edge.ask("ingestion", debtor_path(self._tenant, item.debtor), command)
            return True

        return cancel

    def _import(self) -> list[Act]:
        """The invoices of an import, all of them in bulk together, and its end: sometimes while
        they lie there still."""
        identity = f"import{self._random.randrange(10**6)}"
        key = import_path(self._tenant, identity)
        start = StartImport(import_id=identity, creditor=self._creditor, started_by="p1")
        invoices = [self._invoice(one, identity) for one in self._scene.invoices]
        add = AddDocuments(
            import_id=identity,
            creditor=self._creditor,
            originals=tuple(f"original{n}" for n in range(len(invoices))),
        )
        end = self._asking(key, EndImport(import_id=identity, ended_by="client"))

        def ending() -> bool:
            self._brought.setdefault(identity, self._ids_of(invoices))
            return end()

        rest: list[Act] = [*invoices, ending]
        if self._random.random() < 0.5:
            rest = [ending, *invoices]
        return [
            self._asking(key, start, UNKNOWN),
            self._asking(key, add),
            *(one.ask for one in invoices),
            *rest,
        ]

    def _ids_of(self, askings: Sequence[Asking]) -> list[str]:
        first = [identity for asking in askings for identity in asking.ids]
        return [one for identity in first for one in self._edge.ids_of(identity)]

    def _uploads_beside(self) -> list[list[Act]]:
        """Some of what is imported comes a second time, alone: whichever is first, it is once."""
        return [[self._invoice(one)] for one in self._scene.invoices if self._random.random() < 0.2]

    def _merges(self) -> list[Act]:
        """Debtors of one customer, merged."""
        pairs = self._scene.merges
        merges = [
            MergeDebtors(debtor=debtor, into=into, decided_by="p1")
            for debtor, into in (self._drawn_merges() if pairs is None else pairs)
        ]
        acts: list[Act] = [self._asking(merges_path(self._tenant), one) for one in merges]
        return [self._is_time_to_merge, *acts] if acts else []

    def _is_time_to_merge(self) -> bool:
        on, days = self._scene.merged_on, self._days
        is_day = on is None or days is None or days.has_come(on)
        return is_day and len(self._books.payments) >= self._scene.merged_after

    def _drawn_merges(self) -> list[tuple[str, str]]:
        """Sometimes crossing ones, of which the second is refused."""
        random, alive = self._random, [one.identity for one in self._scene.creditor.debtors]
        merges: list[tuple[str, str]] = []
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            if len(alive) < 2:
                break
            gone = alive.pop(random.randrange(len(alive)))
            merges.append((gone, random.choice(alive)))
        if merges and random.random() < 0.2:
            merges.append((merges[-1][1], merges[-1][0]))
        return merges
