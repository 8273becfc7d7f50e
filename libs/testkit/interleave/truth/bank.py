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
from services.matching.domain.statements.content import EntryContent, OriginalReferences

Kind = Literal["payment", "return", "debit"]
Manner = Literal[
    "reference", "references", "number", "numbers", "amount", "known payer", "nothing", "customer"
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
    intent: Intent = Intent()
    original: int = -1
    """Place of the entry that a return takes back."""


class Booking:
    """Lets a bank book, day by day."""

    def __init__(
        self,
        random: Random,
        creditor: Creditor,
        invoices: Sequence[Invoice],
        *,
        with_regular: bool = False,
    ) -> None:
        """`with_regular`: one debtor pays from one account, mostly without a word."""
        self._random, self._creditor, self._invoices = random, creditor, invoices
        self._day = FIRST_DAY
        self.entries: list[BankEntry] = []
        self._balance = {account.identity: Decimal(0) for account in creditor.accounts}
        self._regular = self._drawn_regular() if with_regular else None

    def _drawn_regular(self) -> Debtor | None:
        """Whoever has an invoice with a reference, for the first time."""
        able = [one.debtor for one in self._invoices if one.reference]
        return self._random.choice(able) if able else None

    def book(self) -> tuple[BankEntry, ...]:
        """Two to seven movements, some of them twins, some sweeps, some coming back."""
        for _ in range(self._random.randint(2, 7)):
            self._book_one()
            if self._random.random() < 0.4:
                self._end_of_day()
        return tuple(self.entries)

    def _book_one(self) -> None:
        random = self._random
        draw = random.random()
        payments = [one for one in self.entries if one.kind == "payment"]
        returned = {one.original for one in self.entries if one.kind == "return"}
        left = [one for one in payments if one.place not in returned]
        if draw < 0.12 and left:
            self._book_return(random.choice(left))
        elif draw < 0.2 and payments:
            told_by_account = [one for one in payments if one.intent.manner == "known payer"]
            self._book_twin(random.choice(told_by_account or payments))
        elif draw < 0.28:
            self._book_debit()
        else:
            self._book_payment()

    def _end_of_day(self) -> None:
        random = self._random
        account = random.choice(self._creditor.accounts)
        balance = self._balance[account.identity]
        if random.random() < 0.3 and balance > 0:
            said = _said(name="Zichtrekening", text="sweep")
            self._add(account, -balance, "debit", said)
        self._day += timedelta(days=random.choice((1, 1, 1, 3)))

    def _book_payment(self) -> None:
        random = self._random
        if self._regular is not None and random.random() < 0.65:
            self._by_regular(self._regular)
            return
        draw = random.random()
        with_reference = [one for one in self._invoices if one.reference]
        if draw < 0.22 and with_reference:
            self._by_reference(random.choice(with_reference))
        elif draw < 0.3 and len(with_reference) > 1:
            self._by_references(random.sample(with_reference, 2))
        elif draw < 0.55:
            self._by_number(random.choice(self._invoices))
        elif draw < 0.68:
            self._by_numbers(random.sample(self._invoices, 2))
        elif draw < 0.92:
            self._by_amount(random.choice(self._invoices))
        else:
            self._by_nothing()

    def _by_regular(self, debtor: Debtor) -> None:
        """First with a reference, from then on with the amount alone, perhaps twice at once."""
        random = self._random
        invoices = [one for one in self._invoices if one.debtor == debtor]
        told = [one for one in self._entries_of(debtor) if one.intent.manner == "reference"]
        if not told:
            invoice = random.choice([one for one in invoices if one.reference])
            said = _said(name=debtor.name, iban=debtor.iban, structured=(invoice.reference,))
            self._pay(said, Intent("reference", _in_full((invoice,)), debtor))
            return
        meant = _in_full((random.choice(invoices),))
        for _ in range(random.choice((1, 2))):
            said = _said(name=f"Rekening {debtor.customer_number}", iban=debtor.iban)
            self._pay(said, Intent("known payer", meant, debtor))

    def _entries_of(self, debtor: Debtor) -> list[BankEntry]:
        return [one for one in self.entries if one.intent.payer == debtor]

    def _by_reference(self, invoice: Invoice) -> None:
        """Whatever the amount: a check digit tells the item."""
        amount = self._random.choice((invoice.amount, invoice.amount, Decimal("10.00")))
        said = self._payer(invoice.debtor, structured=(invoice.reference,))
        self._pay(said, Intent("reference", ((invoice, amount),), invoice.debtor))

    def _by_references(self, invoices: Sequence[Invoice]) -> None:
        said = self._payer(invoices[0].debtor, text=" ".join(one.reference for one in invoices))
        self._pay(said, Intent("references", _in_full(invoices), invoices[0].debtor))

    def _by_number(self, invoice: Invoice) -> None:
        """By a stranger with the open amount; by the debtor perhaps with a smaller one."""
        random = self._random
        by_stranger = random.random() < 0.4
        amount = invoice.amount
        if not by_stranger and random.random() < 0.3:
            amount = Decimal("10.00")
        text = random.choice(("factuur {}", "{}", "betaling {} dank")).format(invoice.number)
        payer = None if by_stranger else invoice.debtor
        said = self._payer(payer, text=text)
        self._pay(said, Intent("number", ((invoice, amount),), payer))

    def _by_numbers(self, invoices: Sequence[Invoice]) -> None:
        """One transfer over two invoices, often over two debtors."""
        said = self._payer(None, text=", ".join(one.number for one in invoices))
        self._pay(said, Intent("numbers", _in_full(invoices)))

    def _by_amount(self, invoice: Invoice) -> None:
        """Its amount alone speaks for it, or whose account it comes from, a name, a customer."""
        debtor, draw = invoice.debtor, self._random.random()
        meant = _in_full((invoice,))
        if draw < 0.55:
            said = _said(name=f"Rekening {debtor.customer_number}", iban=debtor.iban)
            self._pay(said, Intent("known payer", meant, debtor))
        elif draw < 0.75:
            self._pay(self._payer(debtor), Intent("amount", meant, debtor))
        else:
            said = self._payer(None, text=f"klant {debtor.customer_number}")
            self._pay(said, Intent("customer", meant, debtor))

    def _by_nothing(self) -> None:
        self._pay(self._payer(None), Intent(), Decimal("7.00"))

    def _payer(
        self, debtor: Debtor | None, *, text: str = "", structured: tuple[str, ...] = ()
    ) -> EntryContent:
        """A debtor under its own name, from an account that nobody knows; or a stranger.

        Only who pays by reference also uses the debtor's own account: that is how it is learned.
        """
        name, iban = stranger(self._random)
        if debtor is None:
            return _said(name=name, iban=iban, text=text, structured=structured)
        known = debtor.iban if structured and self._random.random() < 0.7 else iban
        return _said(name=debtor.name, iban=known, text=text, structured=structured)

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

    def _book_twin(self, first: BankEntry) -> None:
        """The same payment again, perhaps on the same day: nothing differs."""
        self._add(first.account, first.amount, "payment", first.content, first.intent)

    def _book_return(self, original: BankEntry) -> None:
        said = original.content
        references = OriginalReferences(
            end_to_end_id=said.end_to_end_id, bank_reference=said.bank_reference
        )
        content = replace(
            said, bank_code="PMNT/ICDT/RRTN", return_reason="AC04", original=references
        )
        self._add(original.account, -original.amount, "return", content, place=original.place)

    def _book_debit(self) -> None:
        account = self._random.choice(self._creditor.accounts)
        amount = Decimal(self._random.choice(("-12.50", "-50.00")))
        self._add(account, amount, "debit", _said(name="Leverancier", text="onze factuur"))

    def _add(
        self,
        account: Account,
        amount: Decimal,
        kind: Kind,
        content: EntryContent,
        intent: Intent = Intent(),
        *,
        place: int = -1,
    ) -> None:
        booked = replace(content, amount=Money.of(amount, EUR), booked_on=self._day)
        self.entries.append(
            BankEntry(
                place=len(self.entries),
                account=account,
                booked_on=self._day,
                amount=amount,
                kind=kind,
                content=booked,
                intent=intent,
                original=place,
            )
        )
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
