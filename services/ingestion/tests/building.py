"""Documents, parties and messages as the tests of ingestion speak of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import CreditorFacts, DocumentFacts, DocumentReference
from libs.events.contracts.parties import Address, BankAccount, PartyPersonal
from libs.events.loop.days import day_path
from libs.kernel.ids import IdSecret
from libs.kernel.money import Money
from libs.testkit.scenarios import Heard, Scenarios, Told, announced, told
from services.ingestion.domain.commands import (
    AddDocuments,
    AssignPortfolio,
    CancelInvoice,
    ChangeCreditor,
    ChangeDebtor,
    CreditorChanges,
    EndImport,
    FinishImport,
    MergeDebtors,
    RegisterCreditor,
    StartImport,
)
from services.ingestion.domain.documents import ReadDocument
from services.ingestion.domain.draft import Buyer
from services.ingestion.domain.identity import (
    Upload,
    account_id,
    debtor_id,
    document_id,
    register_command,
)
from services.ingestion.domain.paths import (
    creditor_path,
    debtor_path,
    import_path,
    merges_path,
    number_path,
)
from services.ingestion.handlers.decider import IngestionDecider

SECRET = IdSecret(b"a secret of thirty-two bytes ...")
TENANT = "acme"
CREDITOR = "bakery"
UPLOAD = Upload(TENANT, CREDITOR)

ingestion = Scenarios(IngestionDecider(SECRET))


def an_account(iban: str = "BE68539007547034", **rest: Any) -> BankAccount:
    return BankAccount(account=account_id(SECRET, TENANT, iban), iban=iban, currency="EUR", **rest)


def creditor_facts(creditor: str = CREDITOR, **rest: Any) -> CreditorFacts:
    facts = {
        "creditor": creditor,
        "name": "De Bakker",
        "country": "BE",
        "zone": "Europe/Brussels",
        "feed": "required",
    }
    return CreditorFacts(**(facts | rest))


def a_creditor(creditor: str = CREDITOR, **rest: Any) -> Told:
    facts = creditor_facts(creditor, **rest)
    return told(creditor_path(TENANT, creditor), RegisterCreditor(facts=facts))


def creditor_changes(
    creditor: str = CREDITOR, *, if_revision: int | None = None, **changes: Any
) -> Told:
    command = ChangeCreditor(
        creditor=creditor, changes=CreditorChanges(**changes), if_revision=if_revision
    )
    return told(creditor_path(TENANT, creditor), command)


def a_buyer(customer_number: str = "C-1", *, name: str = "Jansen", **rest: Any) -> Buyer:
    personal = PartyPersonal(name=name, address=Address(postcode="1000", country="BE"))
    return Buyer(personal=personal, customer_number=customer_number, **rest)


def facts_of(number: str, amount: str, *, due: str, names: tuple[str, ...] = ()) -> DocumentFacts:
    payable, zero = Money.of(amount, "EUR"), Money.zero("EUR")
    return DocumentFacts(
        number=number,
        issued_on=date(2026, 1, 5),
        due_on=date.fromisoformat(due),
        currency="EUR",
        net=payable,
        tax=zero,
        gross=payable,
        prepaid=zero,
        rounding=zero,
        payable_amount=payable,
        lines_count=0,
        references=tuple(DocumentReference(kind="invoice", number=one) for one in names),
    )


def a_document(
    number: str,
    amount: str = "120.00",
    *,
    buyer: Buyer | None = None,
    due: str = "2026-02-04",
) -> ReadDocument:
    """An invoice as it was read."""
    return ReadDocument(
        kind="invoice",
        facts=facts_of(number, amount, due=due),
        buyer=buyer or a_buyer(),
        payee_iban="",
        names_number="",
        warnings=(),
    )


def uploaded(read: ReadDocument, *, original: str = "file-1", upload: Upload = UPLOAD) -> Told:
    """The command that an upload becomes, under its number's key."""
    path = number_path(SECRET, upload.tenant, upload.creditor, read.facts.number)
    return told(path, register_command(SECRET, upload, read, original))


def an_invoice(number: str, amount: str = "120.00", **rest: Any) -> Told:
    original = rest.pop("original", "file-1")
    return uploaded(a_document(number, amount, **rest), original=original)


def a_credit_note(
    number: str, amount: str = "20.00", *, names: str = "", buyer: Buyer | None = None
) -> Told:
    read = a_document(number, amount, buyer=buyer)
    return uploaded(
        replace(
            read,
            kind="credit_note",
            facts=facts_of(number, amount, due="2026-02-04", names=(names,) if names else ()),
            names_number=names,
        )
    )


def invoice_id(number: str) -> str:
    return document_id(SECRET, UPLOAD, "invoice", number)


def credit_note_id(number: str) -> str:
    return document_id(SECRET, UPLOAD, "credit_note", number)


def debtor_of(customer_number: str = "C-1") -> str:
    return debtor_id(SECRET, UPLOAD, a_buyer(customer_number))[0]


def cancelled(number: str, *, customer_number: str = "C-1", reason: str = "wrong goods") -> Told:
    debtor = debtor_of(customer_number)
    command = CancelInvoice(
        invoice=invoice_id(number), debtor=debtor, reason=reason, cancelled_by="ann"
    )
    return told(debtor_path(TENANT, debtor), command)


def debtor_changes(customer_number: str, *, name: str, if_revision: int | None = None) -> Told:
    debtor, personal = debtor_of(customer_number), PartyPersonal(name=name)
    command = ChangeDebtor(debtor=debtor, personal=personal, if_revision=if_revision)
    return told(debtor_path(TENANT, debtor), command)


def assigned(customer_number: str, *, sales: str) -> Told:
    """A debtor is in somebody's portfolio."""
    debtor = debtor_of(customer_number)
    command = AssignPortfolio(debtor=debtor, sales=sales, assigned_by="marc")
    return told(debtor_path(TENANT, debtor), command)


def merged(customer_number: str, *, into: str) -> Told:
    """The debtors of two customer numbers become one."""
    command = MergeDebtors(
        debtor=debtor_of(customer_number), into=debtor_of(into), decided_by="ann"
    )
    return told(merges_path(TENANT), command)


def import_started(import_id: str = "i1", creditor: str = CREDITOR) -> Told:
    command = StartImport(import_id=import_id, creditor=creditor, started_by="ann")
    return told(import_path(TENANT, import_id), command)


def documents_added(*originals: str, import_id: str = "i1", creditor: str = CREDITOR) -> Told:
    command = AddDocuments(import_id=import_id, creditor=creditor, originals=originals)
    return told(import_path(TENANT, import_id), command)


def import_ended(import_id: str = "i1") -> Told:
    command = EndImport(import_id=import_id, ended_by="client")
    return told(import_path(TENANT, import_id), command)


def import_at_rest(import_id: str = "i1") -> Told:
    return told(import_path(TENANT, import_id), FinishImport(import_id=import_id))


def day_started(day: str, *, zone: str = "Europe/Brussels") -> Heard:
    event = DayStarted(day_on=date.fromisoformat(day), zone=zone)
    path = day_path(None, zone)
    return announced("calendar", path, path, event)
