"""From what was demanded and what is known of the parties to a letter in its envelope."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from libs.chassis.objects import ObjectErased, ObjectMissing, Objects
from libs.events.contracts.dunning import DemandedItem
from libs.events.contracts.notifications import DemandNoted
from libs.events.contracts.parties import Contact, PartyPersonal
from services.notifications.adapters.composing.choosing import language_for
from services.notifications.adapters.composing.composed import Copy, Envelope
from services.notifications.adapters.composing.letter import (
    Attached,
    Letter,
    Line,
    Payee,
    Sums,
)
from services.notifications.adapters.composing.templates import languages_of
from services.notifications.adapters.originals import (
    ALL_BYTES_MAX,
    FILES_MAX,
    file_name,
    pdf_of,
)
from services.notifications.adapters.recipients import NOBODY, copies, recipient
from services.notifications.views.reading import CreditorSeen, DebtorSeen, DocumentSeen, PartiesSeen

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name mail goes out, beside the creditor's."""

    address: str
    reply_to: str = ""
    """Where answers go; empty: to the sender's address."""
    domain: str = ""
    """Behind the @ of Message-IDs; empty: that of the sender's address."""
    reply_to_by_creditor: dict[str, str] = field(default_factory=dict)
    domain_by_creditor: dict[str, str] = field(default_factory=dict)

    def message_id(self, tenant: str, creditor: str, message: str) -> str:
        """The same for every attempt; the message's own id makes it unique."""
        own = self.domain or self.address.rpartition("@")[2]
        return f"<{message}.{tenant}@{self.domain_by_creditor.get(creditor, own)}>"


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter is made of, when all of it is known."""

    noted: DemandNoted
    creditor: CreditorSeen
    debtor: DebtorSeen
    documents: dict[str, DocumentSeen]
    """By item, in the order of the demand."""
    sales: Contact = NOBODY
    """Of the creditor's own people who has the debtor, where a step asks for a copy."""

    @property
    def contact(self) -> Contact:
        """Whom it is for; an empty one: nobody has an e-mail address."""
        return recipient(self._contacts, self.noted.to)

    @property
    def copies(self) -> tuple[Copy, ...]:
        return copies(self._contacts, self.noted.copy_to, self.contact, self.sales)

    @property
    def _contacts(self) -> tuple[Contact, ...]:
        return self.debtor.personal.contacts if self.debtor.personal else ()

    @property
    def language(self) -> str:
        """The debtor's own, else that of the first document that says one, else its country's."""
        told = (self.debtor.language, *(one.language for one in self.documents.values()))
        personal = self.debtor.personal
        address = personal.address if personal else PartyPersonal(name="").address
        country = self.debtor.country or address.country
        written = languages_of(self.noted.template)
        return language_for(next(filter(None, told), ""), country, address.postcode, written)

    @property
    def iban(self) -> str:
        """What the documents name, when they name one; else the first account in the currency."""
        accounts = self.creditor.accounts
        named = {one.account for one in self.documents.values() if one.account}
        of_documents = [one for one in accounts if one.account in named]
        if len(named) == 1 and of_documents:
            return of_documents[0].iban
        fits = [one for one in accounts if one.currency == self.noted.net.currency]
        return next((one.iban for one in sorted(fits, key=_is_spare)), "")

    def line_of(self, item: DemandedItem) -> Line:
        document = self.documents.get(item.item)
        return Line(
            number=item.number,
            issued_on=item.issued_on,
            due_on=item.due_on,
            overdue_days=item.overdue_days,
            asked=item.asked,
            reference=document.reference if document else "",
        )


def _is_spare(account: object) -> bool:
    return getattr(account, "cover", "required") != "required"


def known(noted: DemandNoted, parties: PartiesSeen, sales: Contact = NOBODY) -> Known | None:
    """None: a party or the document of an invoice has not been heard of yet."""
    if parties.creditor is None or parties.debtor is None:
        return None
    invoices = {one.item for one in noted.items if one.kind == "invoice"}
    if not invoices <= parties.documents.keys():
        return None
    found, items = parties.documents, [one.item for one in noted.items]
    documents = {item: found[item] for item in items if item in found}
    return Known(noted, parties.creditor, parties.debtor, documents, sales)


def letter_of(facts: Known, attached: Sequence[Attached]) -> Letter:
    noted, personal = facts.noted, facts.debtor.personal
    return Letter(
        template=noted.template,
        language=facts.language,
        day_on=noted.day_on,
        payee=Payee(facts.creditor.name, facts.iban),
        to_name=facts.contact.name,
        debtor_name=personal.name if personal else "",
        lines=tuple(facts.line_of(item) for item in noted.items),
        sums=Sums(noted.total, noted.credit, noted.net),
        attached=tuple(attached),
    )


def envelope_of(facts: Known, sender: Sender, tenant: str) -> Envelope:
    noted, contact = facts.noted, facts.contact
    name = contact.name or (facts.debtor.personal.name if facts.debtor.personal else "")
    return Envelope(
        message_id=sender.message_id(tenant, noted.creditor, noted.message),
        sender_name=facts.creditor.name,
        sender_address=sender.address,
        reply_to=sender.reply_to_by_creditor.get(noted.creditor, sender.reply_to),
        to_name=name,
        to_address=contact.email.strip(),
        copies=facts.copies,
    )


async def attachments(facts: Known, objects: Objects, tenant: str) -> list[Attached]:
    """The PDFs that the invoices carry, as many as a mail takes; erased ones are left out."""
    found: list[Attached] = []
    room_bytes = ALL_BYTES_MAX
    for document in list(facts.documents.values())[:FILES_MAX]:
        try:
            content = pdf_of(await objects.get(tenant, document.original))
        except ObjectErased:
            continue
        except ObjectMissing:  # a mail without the copy is better than none
            log.warning("original_missing", object=document.original)
            continue
        if content and len(content) <= room_bytes:
            room_bytes -= len(content)
            found.append(Attached(file_name(document.number), content))
    return found
