"""A UBL 2.1 file to what is kept of it: safe XML, then the schema, then reading, then our rules."""

from datetime import date
from typing import Final

from libs.events.contracts.ingestion import DocumentReference, Payable
from services.ingestion.adapters.ubl.fields import (
    Element,
    Fields,
    every,
    first,
    position_of,
    text,
    text_of,
)
from services.ingestion.adapters.ubl.parsing import tree_of
from services.ingestion.adapters.ubl.parties import buyer_of
from services.ingestion.adapters.ubl.safety import checked
from services.ingestion.adapters.ubl.schemas import kind_of_root, refuse_by_schema
from services.ingestion.adapters.ubl.sums import lines_of, tax_total_of, taxes_of, totals_of
from services.ingestion.domain.currencies import is_currency
from services.ingestion.domain.documents import ReadDocument, kept
from services.ingestion.domain.draft import Draft
from services.ingestion.domain.problems import DocumentRefused, refused

_CREDIT_NOTE_TYPES: Final = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""UNTDID 1001, as EN 16931 allows them for credit notes; some writers put them into Invoice."""

_REFERENCES_MAX: Final = 50
_NOTE_LENGTH_MAX: Final = 2000
_NOT_SAID: Final = "NA"
"""What Peppol asks for where an order reference is mandatory and there is none."""


def read(raw: bytes) -> ReadDocument:
    """The document in `raw`. Raises DocumentRefused with every broken rule of the first layer
    that refuses it; never anything else, whatever the bytes."""
    root = tree_of(checked(raw))
    kind = kind_of_root(root)
    refuse_by_schema(root, kind)
    return kept(_draft(root, kind))


def _draft(root: Element, kind: str) -> Draft:
    fields = Fields(_currency(root))
    lines = lines_of(root, fields)
    type_code = text(root, "cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode", length_max=10)
    due = first(
        root,
        "cbc:DueDate",
        "cac:PaymentMeans/cbc:PaymentDueDate",
        "cac:PaymentTerms/cbc:PaymentDueDate",
    )
    draft = Draft(
        is_credit_note=kind == "CreditNote" or type_code in _CREDIT_NOTE_TYPES,
        number=text(root, "cbc:ID", length_max=1000),
        type_code=type_code,
        currency=fields.currency,
        issued_on=fields.day(first(root, "cbc:IssueDate")) or date.min,
        due_on=fields.day(due),
        totals=totals_of(root, fields, lines.sum),
        taxes=taxes_of(root, fields),
        lines=lines.kept,
        lines_count=lines.count,
        lines_sum=lines.sum,
        buyer=buyer_of(root),
        payable=_payable(root),
        payee_iban=_payee_iban(root),
        references=_references(root, fields),
        customization=text(root, "cbc:CustomizationID"),
        profile=text(root, "cbc:ProfileID"),
        note=text(root, "cbc:Note", length_max=_NOTE_LENGTH_MAX),
        positions=_positions(root, fields, due),
    )
    if fields.problems:
        raise DocumentRefused(tuple(dict.fromkeys(fields.problems)))
    return draft


def _currency(root: Element) -> str:
    """The document's currency (BT-5), else that of what is due. Raises DocumentRefused."""
    payable = first(root, "cac:LegalMonetaryTotal/cbc:PayableAmount")
    said = first(root, "cbc:DocumentCurrencyCode")
    code = text_of(said) or ("" if payable is None else payable.get("currencyID", ""))
    if not is_currency(code):
        where = position_of(payable if said is None else said)
        raise refused("currency_unknown", f"{code!r} is no currency of ISO 4217", where)
    return code


def _payable(root: Element) -> Payable:
    means = first(root, "cac:PaymentMeans")
    terms = (text_of(node, 1000) for node in every(root, "cac:PaymentTerms/cbc:Note"))
    return Payable(
        means_code=text(means, "cbc:PaymentMeansCode", length_max=10),
        reference=text(root, "cac:PaymentMeans/cbc:PaymentID", length_max=140),
        mandate=text(root, "cac:PaymentMeans/cac:PaymentMandate/cbc:ID", length_max=60),
        terms=" ".join(one for one in terms if one)[:1000],
    )


def _payee_iban(root: Element) -> str:
    account = text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", length_max=60)
    return account.replace(" ", "").upper()


def _references(root: Element, fields: Fields) -> tuple[DocumentReference, ...]:
    """Every document that this one names, by kind; invoices as many as it names."""
    found: list[DocumentReference] = []

    def add(kind: str, number: Element | None, issued_on: date | None = None) -> None:
        if (said := text_of(number, 100)) and said != _NOT_SAID:
            reference = {"kind": kind, "number": said, "issued_on": issued_on}
            found.append(DocumentReference.model_validate(reference))

    for node in every(root, "cac:BillingReference/cac:InvoiceDocumentReference"):
        add("invoice", first(node, "cbc:ID"), fields.day(first(node, "cbc:IssueDate")))
    add("order", first(root, "cac:OrderReference/cbc:ID"))
    add("contract", first(root, "cac:ContractDocumentReference/cbc:ID"))
    add("buyer", first(root, "cbc:BuyerReference"))
    add("project", first(root, "cac:ProjectReference/cbc:ID"))
    add("despatch", first(root, "cac:DespatchDocumentReference/cbc:ID"))
    return tuple(dict.fromkeys(found))[:_REFERENCES_MAX]


def _positions(root: Element, fields: Fields, due: Element | None) -> dict[str, str]:
    """Where the fields stand that a rule may complain of."""
    sums = first(root, "cac:LegalMonetaryTotal")
    nodes = {
        "number": first(root, "cbc:ID"),
        "type_code": first(root, "cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
        "issued_on": first(root, "cbc:IssueDate"),
        "due_on": due,
        "lines": first(sums, "cbc:LineExtensionAmount"),
        "net": first(sums, "cbc:TaxExclusiveAmount"),
        "tax": first(tax_total_of(root, fields), "cbc:TaxAmount"),
        "gross": first(sums, "cbc:TaxInclusiveAmount"),
        "payable": first(sums, "cbc:PayableAmount"),
        "buyer": first(root, "cac:AccountingCustomerParty"),
    }
    return {name: position_of(node if node is not None else sums) for name, node in nodes.items()}
