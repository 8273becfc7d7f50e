"""Who and what a document is: ids that are the same whenever the same document comes again.

A debtor's id is the keyed hash of the first of: the creditor's customer number, a legal id, the
electronic address, name and postcode. Another combination is another debtor, until a person
merges them.
"""

import json
from dataclasses import dataclass
from typing import Final

from libs.events.contracts.ingestion import DocumentKind, FoundBy
from libs.kernel.ids import IdSecret
from services.ingestion.domain.commands import DocumentEntry, RegisterCreditNote, RegisterInvoice
from services.ingestion.domain.documents import ReadDocument
from services.ingestion.domain.draft import Buyer

KEPT_VERSION: Final = "1"
"""Version of what `kept_hash` is the hash of; another version compares with none."""

_HOW_NOT_WHAT: Final = {"customization", "profile"}
"""Fields that say how a document is written: an export under another profile is the same one."""
_SAID_BY_PEOPLE: Final = {"contacts": {"__all__": {"role"}}}
"""No document says it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Where a document came from: its creditor, its tenant, its import if it has one."""

    tenant: str
    creditor: str
    imported_by: str = ""


def account_id(secret: IdSecret, tenant: str, iban: str) -> str:
    """The id of a bank account, `iban` in any spelling."""
    return secret.hashed(tenant, "account", iban.replace(" ", "").upper())


def creditor_id(secret: IdSecret, tenant: str, *, legal_id: str, vat: str, name: str) -> str:
    """The id of a creditor: of the first of its legal id, VAT number and name."""
    found = next(text for text in (_plain(legal_id), _plain(vat), _plain(name)) if text)
    return secret.hashed(tenant, "creditor", found)


def document_id(secret: IdSecret, upload: Upload, kind: DocumentKind, number: str) -> str:
    return secret.hashed(upload.tenant, "document", upload.creditor, kind, number)


def debtor_id(secret: IdSecret, upload: Upload, buyer: Buyer) -> tuple[str, FoundBy]:
    """The debtor of a document, and what its id is the hash of."""
    found_by, value = _found(buyer)
    return secret.hashed(upload.tenant, "debtor", upload.creditor, found_by, value), found_by


def register_command(
    secret: IdSecret, upload: Upload, read: ReadDocument, original: str
) -> RegisterInvoice | RegisterCreditNote:
    """The command for a document that was read, its file kept as `original`."""
    debtor, found_by = debtor_id(secret, upload, read.buyer)
    payable = read.facts.payable
    if read.payee_iban:
        account = account_id(secret, upload.tenant, read.payee_iban)
        payable = payable.model_copy(update={"account": account})
    entry = DocumentEntry(
        document=document_id(secret, upload, read.kind, read.facts.number),
        creditor=upload.creditor,
        debtor=debtor,
        found_by=found_by,
        facts=read.facts.model_copy(update={"payable": payable}),
        original=original,
        names_number=read.names_number,
        customer_number=read.buyer.customer_number,
        debtor_kind=read.buyer.kind,
        country=read.buyer.country,
        language=read.buyer.language,
        imported_by=upload.imported_by,
    )
    command = RegisterInvoice if read.kind == "invoice" else RegisterCreditNote
    return command(
        entry=entry,
        personal=read.buyer.personal,
        kept_hash=kept_hash(secret, upload.tenant, entry, read.buyer),
    )


def kept_hash(secret: IdSecret, tenant: str, entry: DocumentEntry, buyer: Buyer) -> str:
    """Keyed hash of the fields that are kept, so that it tells nothing of a person."""
    kept = {
        "facts": entry.facts.model_dump(mode="json", exclude=_HOW_NOT_WHAT),
        "names_number": entry.names_number,
        "debtor": entry.debtor,
        "customer_number": entry.customer_number,
        "country": entry.country,
        "language": entry.language,
        "buyer": buyer.personal.model_dump(mode="json", exclude=_SAID_BY_PEOPLE),
    }
    text = json.dumps(kept, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return f"{KEPT_VERSION}:{secret.hashed(tenant, 'kept', text)}"


def _found(buyer: Buyer) -> tuple[FoundBy, str]:
    if buyer.customer_number:
        return "customer_number", buyer.customer_number
    if buyer.legal_id:
        return "legal_id", buyer.legal_id
    if buyer.endpoint:
        return "endpoint", buyer.endpoint
    personal = buyer.personal
    return "name_and_postcode", f"{_plain(personal.name)}|{_plain(personal.address.postcode)}"


def _plain(text: str) -> str:
    """Without case and spaces: how a name is typed makes no other debtor."""
    return "".join(text.casefold().split())
