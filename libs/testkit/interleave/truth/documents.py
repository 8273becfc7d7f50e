"""Invoices and credit notes as they were really issued, and as the edge writes them."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from libs.events.contracts.ingestion import DocumentFacts, Payable
from libs.events.contracts.parties import Contact, PartyPersonal
from libs.kernel.ids import IdSecret
from libs.kernel.money import Money
from libs.simulator.checkdigits import rf
from libs.testkit.interleave.truth.parties import Creditor, Debtor
from services.ingestion.domain.commands import (
    DocumentEntry,
    RegisterCreditNote,
    RegisterInvoice,
)

EUR = "EUR"
FIRST_DAY = date(2026, 3, 2)
AMOUNTS = ("50.00", "50.00", "50.00", "30.00", "20.00")
"""Few, so that amounts fit two items."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a debtor owes."""

    number: str
    identity: str
    debtor: Debtor
    amount: Decimal
    reference: str
    """An RF reference; empty: it has none."""
    issued_on: date


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What a debtor owes less, of one invoice."""

    number: str
    identity: str
    names: Invoice
    debtor: Debtor
    """The party that it is written to; the invoice's debtor, or another by mistake."""
    amount: Decimal


def invoice_of(
    ids: IdSecret,
    creditor: Creditor,
    debtor: Debtor,
    amount: Decimal,
    place: int,
    *,
    has_reference: bool = True,
) -> Invoice:
    """The invoice at `place` in the creditor's numbers; later places are due later."""
    number = f"F2026-{170 + place * 7:04d}"
    return Invoice(
        number=number,
        identity=ids.hashed(creditor.tenant, "document", creditor.identity, "invoice", number),
        debtor=debtor,
        amount=amount,
        reference=rf(number.replace("F", "").replace("-", "")) if has_reference else "",
        issued_on=FIRST_DAY - timedelta(days=40 - place),
    )


def new_invoices(
    random: Random, ids: IdSecret, creditor: Creditor, *, amounts_alike: bool
) -> tuple[Invoice, ...]:
    """Three to eight; with amounts alike, most amounts fit several of them."""
    count = random.randint(3, 6 if random.random() < 0.7 else 8)
    share = 0.3 if amounts_alike else 0.9
    return tuple(_invoice(random, ids, creditor, number, odd=share) for number in range(count))


def _invoice(
    random: Random, ids: IdSecret, creditor: Creditor, place: int, *, odd: float
) -> Invoice:
    amount = Decimal(random.choice(AMOUNTS))
    if random.random() < odd:
        amount = Decimal(random.randrange(1111, 9999)) / 100  # of its own, for lump sums
    return invoice_of(
        ids,
        creditor,
        random.choice(creditor.debtors),
        amount,
        place,
        has_reference=random.random() < 0.6,
    )


def new_credit_note(
    random: Random, ids: IdSecret, creditor: Creditor, invoice: Invoice, place: int
) -> CreditNote:
    """Of the whole, a part, or (a mistake of the creditor's) more than the invoice."""
    number = f"G2026-{900 + place:04d}"
    whole = invoice.amount
    amount = random.choice((whole, whole, Decimal("10.00"), whole + 5))
    elsewhere = random.random() < 0.15
    return CreditNote(
        number=number,
        identity=ids.hashed(creditor.tenant, "document", creditor.identity, "credit_note", number),
        names=invoice,
        debtor=random.choice(creditor.debtors) if elsewhere else invoice.debtor,
        amount=amount,
    )


def register_invoice(
    creditor: Creditor, invoice: Invoice, *, imported_by: str = ""
) -> RegisterInvoice:
    """The command as the edge writes it for the file of `invoice`."""
    facts = _facts(invoice.number, invoice.amount, invoice.issued_on, invoice.reference)
    entry = _entry(creditor, invoice.debtor, invoice.identity, facts)
    return RegisterInvoice(
        entry=entry.model_copy(update={"imported_by": imported_by}),
        personal=_personal(invoice.debtor),
        kept_hash=_kept(facts),
    )


def register_credit_note(creditor: Creditor, note: CreditNote) -> RegisterCreditNote:
    facts = _facts(note.number, note.amount, note.names.issued_on, "")
    entry = _entry(creditor, note.debtor, note.identity, facts)
    return RegisterCreditNote(
        entry=entry.model_copy(update={"names_number": note.names.number}),
        personal=_personal(note.debtor),
        kept_hash=_kept(facts),
    )


def _personal(debtor: Debtor) -> PartyPersonal:
    contacts = (Contact(email=debtor.email),) if debtor.email else ()
    return PartyPersonal(name=debtor.name, contacts=contacts)


def _facts(number: str, amount: Decimal, issued_on: date, reference: str) -> DocumentFacts:
    money = Money.of(amount, EUR)
    zero = Money.zero(EUR)
    return DocumentFacts(
        number=number,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=30),
        currency=EUR,
        net=money,
        tax=zero,
        gross=money,
        prepaid=zero,
        rounding=zero,
        payable_amount=money,
        lines_count=0,
        payable=Payable(reference=reference),
    )


def _entry(
    creditor: Creditor, debtor: Debtor, document: str, facts: DocumentFacts
) -> DocumentEntry:
    return DocumentEntry(
        document=document,
        creditor=creditor.identity,
        debtor=debtor.identity,
        found_by="customer_number",
        facts=facts,
        original=hashlib.blake2b(document.encode(), digest_size=13).hexdigest(),
        customer_number=debtor.customer_number,
        debtor_kind="business",
        country="BE",
        language="nl",
    )


def _kept(facts: DocumentFacts) -> str:
    return "1:" + hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()
