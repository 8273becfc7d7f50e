"""What the bank really booked, entry by entry, and what each payer meant by it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Literal

from libs.kernel.money import Money
from libs.testkit.interleave.truth.documents import EUR, FIRST_DAY, Invoice
from libs.testkit.interleave.truth.parties import Account, Creditor, Debtor, stranger
from libs.testkit.interleave.truth.remitting import Transfer
from services.matching.domain.statements.content import EntryContent, OriginalReferences

Kind = Literal["payment", "return", "debit"]
Manner = Literal[
    "reference", "references", "number", "numbers", "name", "account", "customer", "nothing"
]
"""How a payment says what it is for."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a payer meant, and how he says it."""

    manner: Manner = "nothing"
    meant: tuple[tuple[Invoice, Decimal], ...] = ()
    """What it is meant to pay, whether he says so or not."""
    payer: Debtor | None = None
    """None: nobody's customer."""

    @property
    def amount(self) -> Decimal:
        return sum((amount for _, amount in self.meant), Decimal(0))


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One booked movement."""

    place: int
    """In the bank's own order; no two entries have the same."""
    account: Account
    booked_on: date
    amount: Decimal
    """Signed: credits are positive."""
    kind: Kind
    content: EntryContent
    intent: Intent
    original: int = -1
    """Place of the entry that a return takes back."""


class Bank:
    """Books what it is told, day by day."""

    def __init__(self, random: Random, creditor: Creditor) -> None:
        self._random, self._creditor = random, creditor
        self._day = FIRST_DAY
        self.entries: list[BankEntry] = []
        self._balance = {account.identity: Decimal(0) for account in creditor.accounts}

    def end_day(self, days: int = 1) -> None:
        self._day += timedelta(days=days)

    def by_reference(
        self, invoice: Invoice, amount: Decimal | None = None, *, from_own_account: bool = False
    ) -> None:
        """A check digit tells the item, whatever the amount."""
        said = self._payer(invoice.debtor, structured=(invoice.reference,))
        if from_own_account:
            said = replace(said, counterparty_iban=invoice.debtor.iban)
        meant = ((invoice, invoice.amount if amount is None else amount),)
        self._pay(said, Intent("reference", meant, invoice.debtor))

    def by_references(self, invoices: Sequence[Invoice]) -> None:
        said = self._payer(invoices[0].debtor, text=" ".join(one.reference for one in invoices))
        self._pay(said, Intent("references", _in_full(invoices), invoices[0].debtor))

    def by_number(self, invoice: Invoice, amount: Decimal, payer: Debtor | None) -> None:
        text = self._random.choice(("factuur {}", "{}", "betaling {} dank"))
        said = self._payer(payer, text=text.format(invoice.number))
        self._pay(said, Intent("number", ((invoice, amount),), payer))

    def by_numbers(self, invoices: Sequence[Invoice]) -> None:
        """One transfer of a stranger over several invoices, often over several debtors."""
        said = self._payer(None, text=", ".join(one.number for one in invoices))
        self._pay(said, Intent("numbers", _in_full(invoices)))

    def by_account(self, invoice: Invoice) -> None:
        """From the debtor's own account, under a name that is not his: only that may be known."""
        debtor = invoice.debtor
        said = _said(name=f"Rekening {debtor.customer_number}", iban=debtor.iban)
        self._pay(said, Intent("account", _in_full((invoice,)), debtor))

    def by_name(self, invoice: Invoice, amount: Decimal | None = None) -> None:
        """Under the debtor's name, from an account that nobody knows, without a word."""
        meant = ((invoice, invoice.amount if amount is None else amount),)
        self._pay(self._payer(invoice.debtor), Intent("name", meant, invoice.debtor))

    def by_customer(self, invoice: Invoice) -> None:
        """A stranger who says the debtor's customer number."""
        said = self._payer(None, text=f"klant {invoice.debtor.customer_number}")
        self._pay(said, Intent("customer", _in_full((invoice,)), invoice.debtor))

    def by_nothing(self) -> None:
        self._pay(self._payer(None), Intent(), Decimal("7.00"))

    def remit(self, random: Random, transfer: Transfer) -> None:
        """An agency transfers what it recovered, from an account of its own."""
        content = replace(
            _said(name="Incasso", iban="BE68539007547034"),
            remittance=f"afrekening {transfer.reference}",
            bank_reference=f"BNK{len(self.entries):07d}",
        )
        account = random.choice(self._creditor.accounts)
        self._add(account, transfer.net, "payment", content, Intent())
        if transfer.is_taken_back:
            self.take_back(self.entries[-1])
        if transfer.comes_again:
            content = replace(content, bank_reference=f"BNK{len(self.entries):07d}")
            self._add(account, transfer.net, "payment", content, Intent())

    def twin(self, first: BankEntry) -> None:
        """The same payment again, perhaps on the same day: nothing differs."""
        self._add(first.account, first.amount, "payment", first.content, first.intent)

    def take_back(self, original: BankEntry) -> None:
        """The bank returns a payment."""
        said = original.content
        references = OriginalReferences(
            end_to_end_id=said.end_to_end_id, bank_reference=said.bank_reference
        )
        content = replace(
            said, bank_code="PMNT/ICDT/RRTN", return_reason="AC04", original=references
        )
        self._add(
            original.account,
            -original.amount,
            "return",
            content,
            Intent(),
            original=original.place,
        )

    def debit(self, amount: Decimal) -> None:
        account = self._random.choice(self._creditor.accounts)
        said = _said(name="Leverancier", text="onze factuur")
        self._add(account, amount, "debit", said, Intent())

    def sweep(self) -> None:
        """All that an account holds goes to another one of the creditor's."""
        account = self._random.choice(self._creditor.accounts)
        balance = self._balance[account.identity]
        if balance > 0:
            said = _said(name="Zichtrekening", text="sweep")
            self._add(account, -balance, "debit", said, Intent())

    def _payer(
        self, debtor: Debtor | None, *, text: str = "", structured: tuple[str, ...] = ()
    ) -> EntryContent:
        """A debtor under its own name, from an account that nobody knows; or a stranger."""
        name, iban = stranger(self._random)
        shown = name if debtor is None else debtor.name
        return _said(name=shown, iban=iban, text=text, structured=structured)

    def _pay(self, said: EntryContent, intent: Intent, amount: Decimal | None = None) -> None:
        account = self._random.choice(self._creditor.accounts)
        end_to_end_id, bank_reference = self._told()
        content = replace(said, end_to_end_id=end_to_end_id, bank_reference=bank_reference)
        self._add(account, amount or intent.amount, "payment", content, intent)

    def _told(self) -> tuple[str, str]:
        """EndToEndId and the bank's reference: both, or one of them."""
        draw, number = self._random.random(), len(self.entries)
        if draw < 0.4:
            return f"E2E-{number}-{self._random.randrange(10**6)}", f"BNK{number:07d}"
        if draw < 0.7:
            return "NOTPROVIDED", f"BNK{number:07d}"
        return f"E2E-{number}-{self._random.randrange(10**6)}", ""

    def _add(
        self,
        account: Account,
        amount: Decimal,
        kind: Kind,
        content: EntryContent,
        intent: Intent,
        *,
        original: int = -1,
    ) -> None:
        place = len(self.entries)
        booked = replace(content, amount=Money.of(amount, EUR), booked_on=self._day)
        entry = BankEntry(place, account, self._day, amount, kind, booked, intent, original)
        self.entries.append(entry)
        self._balance[account.identity] += amount


def _in_full(invoices: Sequence[Invoice]) -> tuple[tuple[Invoice, Decimal], ...]:
    return tuple((one, one.amount) for one in invoices)


def _said(
    *, name: str = "", iban: str = "", text: str = "", structured: tuple[str, ...] = ()
) -> EntryContent:
    return EntryContent(
        amount=Money.zero(EUR),
        booked_on=FIRST_DAY,
        bank_code="PMNT/RCDT/ESCT",
        counterparty_name=name,
        counterparty_iban=iban,
        remittance=text,
        structured=structured,
    )
