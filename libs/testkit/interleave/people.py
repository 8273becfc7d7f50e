"""What people do in one history: each thread in its own order, all of them mixed by chance."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from libs.events.contracts.ingestion import CreditorFacts
from libs.events.contracts.model import Command
from libs.events.contracts.parties import BankAccount
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.payments_told import Payment
from libs.testkit.interleave.outside import Act, Asking, Edge, Threads
from libs.testkit.interleave.truth.documents import (
    EUR,
    FIRST_DAY,
    CreditNote,
    Invoice,
    register_credit_note,
    register_invoice,
)
from libs.testkit.interleave.truth.scene import Scene
from services.calendar.domain.commands import AdvanceDay
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
from services.matching.domain.commands import Apply, SharePlan, Undo


class People:
    """The creditor's people, as far as they touch the ledger."""

    def __init__(self, scene: Scene, edge: Edge, books: Books, random: Random) -> None:
        self._scene, self._edge, self._books, self._random = scene, edge, books, random
        self.tenant = scene.creditor.tenant
        self.touched_items: set[str] = set()
        """Items that a person set money against, or took it off."""
        self.imports: dict[str, list[str]] = {}
        """Import to the ids of the commands that brought its documents."""
        self._registered = Asking(
            edge, "ingestion", creditor_path(self.tenant, scene.creditor.identity), self._creditor
        )

    def threads(self) -> Threads:
        random, threads = self._random, Threads(self._random)
        threads.add([self._registered])
        for acts in self._all():
            threads.add([self._is_known, *acts])
        if random.random() < 0.7:
            threads.add([self._day(n) for n in range(random.randint(1, 4))])
        return threads

    def _is_known(self) -> bool:
        """Whether the creditor was told that it is registered."""
        return all(name in self._edge.answers for name in self._registered.ids or [""])

    def _all(self) -> Sequence[Sequence[Act]]:
        random = self._random
        return [
            *self._documents(),
            self._merges(),
            *(
                [self._undo, self._apply][: random.randint(1, 2)]
                for _ in range(random.choice((0, 0, 1, 2)))
            ),
            [self._apply] if random.random() < 0.2 else [],
        ]

    def _creditor(self) -> RegisterCreditor:
        scene = self._scene
        accounts = tuple(
            BankAccount(
                account=one.identity,
                iban=one.iban,
                currency=EUR,
                cover="required" if one.covers else "no",
            )
            for one in scene.creditor.accounts
        )
        return RegisterCreditor(
            facts=CreditorFacts(
                creditor=scene.creditor.identity,
                name=scene.creditor.name,
                country="BE",
                zone="Europe/Brussels",
                accounts=accounts,
                feed="required",
                suspicion_days_max=self._random.choice((0, 2, 5)),
            )
        )

    def _documents(self) -> list[list[Act]]:
        """Each invoice with what follows from it; sometimes all of them as an import."""
        scene = self._scene
        threads = [self._of_invoice(one) for one in scene.invoices]
        if self._random.random() < 0.25:
            threads = [self._import(threads)]
        threads += [[self._credit_note(note)] for note in scene.notes]
        return threads

    def _of_invoice(self, invoice: Invoice) -> list[Act]:
        random = self._random
        acts: list[Act] = [self._invoice(invoice)]
        if random.random() < 0.2:
            acts.append(self._invoice(invoice))
        if invoice.identity in self._scene.cancelled:
            acts.append(self._cancel(invoice))
        return acts

    def _invoice(self, invoice: Invoice, imported_by: str = "") -> Asking:
        scene = self._scene
        key = number_path(scene.ids, self.tenant, scene.creditor.identity, invoice.number)
        return Asking(
            self._edge,
            "ingestion",
            key,
            lambda: register_invoice(scene.creditor, invoice, imported_by=imported_by),
            again="creditor_unknown",
        )

    def _credit_note(self, note: CreditNote) -> Asking:
        scene = self._scene
        key = number_path(scene.ids, self.tenant, scene.creditor.identity, note.number)
        return Asking(
            self._edge,
            "ingestion",
            key,
            lambda: register_credit_note(scene.creditor, note),
            again="creditor_unknown",
        )

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
            self._edge.ask("ingestion", debtor_path(self.tenant, item.debtor), command)
            return True

        return cancel

    def _import(self, threads: Sequence[Sequence[Act]]) -> list[Act]:
        """The invoices of an import, one after the other, then its end."""
        identity = f"import{self._random.randrange(10**6)}"
        key = import_path(self.tenant, identity)
        start = StartImport(
            import_id=identity, creditor=self._scene.creditor.identity, started_by="p1"
        )
        invoices = [self._invoice(one, identity) for one in self._scene.invoices]
        originals = tuple(f"original{n}" for n in range(len(invoices)))
        self._import_asked = invoices
        acts: list[Act] = [
            Asking(self._edge, "ingestion", key, lambda: start, again="creditor_unknown")
        ]
        acts += invoices
        creditor = self._scene.creditor.identity
        add = AddDocuments(import_id=identity, creditor=creditor, originals=originals)
        acts.append(Asking(self._edge, "ingestion", key, lambda: add))
        end = EndImport(import_id=identity, ended_by="client")
        acts.append(self._noting(identity, invoices))
        acts.append(Asking(self._edge, "ingestion", key, lambda: end))
        return acts

    def _noting(self, identity: str, invoices: Sequence[Asking]) -> Act:
        def note() -> bool:
            self.imports[identity] = [name for one in invoices for name in one.ids]
            return True

        return note

    def _merges(self) -> list[Act]:
        """Debtors of one customer, merged; rings are refused."""
        random, alive = self._random, list(self._scene.creditor.debtors)
        acts: list[Act] = []
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            if len(alive) < 2:
                break
            gone = alive.pop(random.randrange(len(alive)))
            into = random.choice(alive)
            command = MergeDebtors(debtor=gone.identity, into=into.identity, decided_by="p1")
            acts.append(self._asking(merges_path(self.tenant), command))
        return acts

    def _asking(self, key: str, command: Command) -> Asking:
        return Asking(self._edge, "ingestion", key, lambda: command)

    def _day(self, number: int) -> Asking:
        to_on = FIRST_DAY + timedelta(days=number * self._random.choice((1, 2, 6)))
        command = AdvanceDay(tenant=self.tenant, to_on=to_on)
        return Asking(self._edge, "calendar", day_path(self.tenant, EVERY_ZONE), lambda: command)

    def _undo(self) -> bool:
        """Take a share of a payment back, if any is booked."""
        shares = [
            (name, share)
            for name, share in self._books.shares.items()
            if share.place in ("booked", "on its way") and not share.recalled
        ]
        if shares:
            name, share = self._random.choice(shares)
            self.touched_items.add(share.item)
            self._books.payments[share.payment].touched = True
            command = Undo(payment=share.payment, share=name, decided_by="p1")
            self._edge.ask("matching", path_of(self.tenant, "payment", share.payment), command)
        return True

    def _apply(self) -> bool:
        """Use a payment that was not applied by itself for one or two open items."""
        free = [(name, one) for name, one in self._books.payments.items() if _is_free(one)]
        items = [name for name, one in self._books.items.items() if one.open > 0]
        if free and items:
            name, payment = self._random.choice(free)
            chosen = self._random.sample(items, min(len(items), self._random.randint(1, 2)))
            plans = self._plans(payment, chosen)
            payment.touched = True
            self.touched_items.update(plan.item for plan in plans)
            command = Apply(payment=name, shares=plans, decided_by="p1")
            self._edge.ask("matching", path_of(self.tenant, "payment", name), command)
        return True

    def _plans(self, payment: Payment, items: Sequence[str]) -> tuple[SharePlan, ...]:
        left, plans = payment.free, []
        for item in items:
            amount = min(left, self._books.items[item].open)
            if amount > 0:
                plans.append(SharePlan(item=item, amount=Money.of(amount, EUR)))
                left -= amount
        return tuple(plans)


def _is_free(payment: Payment) -> bool:
    tried = payment.outcome in ("suggested", "unidentified") or payment.touched
    return payment.is_credit and payment.free > 0 and tried and not payment.is_returned
