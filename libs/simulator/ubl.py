"""Invoices and credit notes as UBL 2.1, in the shape of EN 16931 and Peppol BIS Billing 3.0."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from libs.kernel.money import Money, total
from libs.simulator.invoices import CreditNote, Invoice, Line, Tax, taxes
from libs.simulator.parties import Address, BankAccount, Creditor, Debtor, LegalIds
from libs.simulator.xml_text import Element, branch, document, leaf, maybe

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"
_CUSTOMIZATION: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_LEGAL_SCHEMES: Final = {"BE": "0208", "FR": "0002", "NL": "0106"}


def invoice_xml(issued: Invoice | CreditNote, creditor: Creditor) -> bytes:
    """A UBL Invoice (type 380) or CreditNote (381) as UTF-8 bytes, valid by the UBL 2.1 XSD."""
    if isinstance(issued, CreditNote):
        return document(_credit_note(issued, creditor))
    return document(_invoice(issued, creditor))


def _invoice(invoice: Invoice, creditor: Creditor) -> Element:
    terms_days = (invoice.due_on - invoice.issued_on).days
    return _document(
        "Invoice",
        leaf("cbc:ID", invoice.number),
        leaf("cbc:IssueDate", invoice.issued_on),
        leaf("cbc:DueDate", invoice.due_on),
        leaf("cbc:InvoiceTypeCode", "380"),
        leaf("cbc:DocumentCurrencyCode", invoice.payable.currency),
        leaf("cbc:BuyerReference", invoice.debtor.customer_number),
        branch("cac:OrderReference", leaf("cbc:ID", invoice.order)),
        _supplier(creditor),
        _customer(invoice.debtor),
        _payment_means(_account(invoice, creditor), invoice.reference or invoice.number),
        branch("cac:PaymentTerms", leaf("cbc:Note", f"Net {terms_days} days")),
        *_totals(invoice.lines),
        *_lines(invoice.lines, "Invoice", "Invoiced"),
    )


def _credit_note(note: CreditNote, creditor: Creditor) -> Element:
    return _document(
        "CreditNote",
        leaf("cbc:ID", note.number),
        leaf("cbc:IssueDate", note.issued_on),
        leaf("cbc:CreditNoteTypeCode", "381"),
        leaf("cbc:DocumentCurrencyCode", note.payable.currency),
        leaf("cbc:BuyerReference", note.invoice.debtor.customer_number),
        branch("cac:OrderReference", leaf("cbc:ID", note.invoice.order)),
        branch(
            "cac:BillingReference",
            branch(
                "cac:InvoiceDocumentReference",
                leaf("cbc:ID", note.invoice.number),
                leaf("cbc:IssueDate", note.invoice.issued_on),
            ),
        ),
        _supplier(creditor),
        _customer(note.invoice.debtor),
        _payment_means(_account(note.invoice, creditor)),
        *_totals(note.lines),
        *_lines(note.lines, "CreditNote", "Credited"),
    )


def _document(name: str, *inside: Element | None) -> Element:
    return Element(
        name,
        (
            leaf("cbc:CustomizationID", _CUSTOMIZATION),
            leaf("cbc:ProfileID", _PROFILE),
            *(element for element in inside if element),
        ),
        (
            ("xmlns", f"{_UBL}:{name}-2"),
            ("xmlns:cac", f"{_UBL}:CommonAggregateComponents-2"),
            ("xmlns:cbc", f"{_UBL}:CommonBasicComponents-2"),
        ),
    )


def _supplier(creditor: Creditor) -> Element:
    contact = branch(
        "cac:Contact",
        leaf("cbc:Name", "Comptabilité clients"),
        leaf("cbc:ElectronicMail", "billing@example.com"),
    )
    return branch(
        "cac:AccountingSupplierParty",
        _party(creditor.name, creditor.address, creditor.ids, contact),
    )


def _customer(debtor: Debtor) -> Element:
    contact = branch(
        "cac:Contact",
        leaf("cbc:Name", debtor.contact_name),
        maybe("cbc:ElectronicMail", debtor.mail),
    )
    own = (debtor.customer_number, debtor.mail_language)
    return branch(
        "cac:AccountingCustomerParty",
        _party(debtor.name, debtor.address, debtor.ids, contact, own),
    )


def _party(
    name: str,
    address: Address,
    ids: LegalIds,
    contact: Element,
    own: tuple[str, str] = ("", ""),
) -> Element:
    """`own`: a customer's number and language."""
    customer_number, language = own
    scheme = _LEGAL_SCHEMES.get(address.country)
    legal_scheme = {"schemeID": scheme} if scheme else {}
    return branch(
        "cac:Party",
        leaf("cbc:EndpointID", ids.endpoint, schemeID=ids.scheme),
        branch("cac:PartyIdentification", leaf("cbc:ID", customer_number))
        if customer_number
        else None,
        branch("cac:PartyName", leaf("cbc:Name", name)),
        branch("cac:Language", leaf("cbc:ID", language)) if language else None,
        branch(
            "cac:PostalAddress",
            leaf("cbc:StreetName", address.street),
            leaf("cbc:CityName", address.town),
            leaf("cbc:PostalZone", address.postcode),
            branch("cac:Country", leaf("cbc:IdentificationCode", address.country)),
        ),
        branch("cac:PartyTaxScheme", leaf("cbc:CompanyID", ids.vat), _vat_scheme()),
        branch(
            "cac:PartyLegalEntity",
            leaf("cbc:RegistrationName", name),
            leaf("cbc:CompanyID", ids.legal, **legal_scheme),
        ),
        contact,
    )


def _account(invoice: Invoice, creditor: Creditor) -> BankAccount:
    return next(account for account in creditor.accounts if account.iban == invoice.account)


def _payment_means(account: BankAccount, quote: str = "") -> Element:
    return branch(
        "cac:PaymentMeans",
        leaf("cbc:PaymentMeansCode", "30", name="Credit transfer"),
        maybe("cbc:PaymentID", quote),
        branch(
            "cac:PayeeFinancialAccount",
            leaf("cbc:ID", account.iban),
            branch("cac:FinancialInstitutionBranch", leaf("cbc:ID", account.bic)),
        ),
    )


def _totals(lines: Sequence[Line]) -> tuple[Element, Element]:
    by_rate, currency = taxes(lines), lines[0].price.currency
    net = total((tax.base for tax in by_rate), currency)
    vat = total((tax.tax for tax in by_rate), currency)
    return (
        branch("cac:TaxTotal", _amount("TaxAmount", vat), *map(_subtotal, by_rate)),
        branch(
            "cac:LegalMonetaryTotal",
            _amount("LineExtensionAmount", net),
            _amount("TaxExclusiveAmount", net),
            _amount("TaxInclusiveAmount", net + vat),
            _amount("PayableAmount", net + vat),
        ),
    )


def _subtotal(tax: Tax) -> Element:
    return branch(
        "cac:TaxSubtotal",
        _amount("TaxableAmount", tax.base),
        _amount("TaxAmount", tax.tax),
        _tax_category("cac:TaxCategory", tax.rate_percent, explained=True),
    )


def _tax_category(name: str, rate_percent: Decimal, *, explained: bool = False) -> Element:
    """Standard rate, or reverse charge between two countries of the Union."""
    reverse = not rate_percent
    return branch(
        name,
        leaf("cbc:ID", "AE" if reverse else "S"),
        leaf("cbc:Percent", rate_percent),
        leaf("cbc:TaxExemptionReasonCode", "VATEX-EU-AE") if explained and reverse else None,
        _vat_scheme(),
    )


def _vat_scheme() -> Element:
    return branch("cac:TaxScheme", leaf("cbc:ID", "VAT"))


def _lines(lines: Sequence[Line], kind: str, quantity: str) -> list[Element]:
    return [
        branch(
            f"cac:{kind}Line",
            leaf("cbc:ID", place),
            leaf(f"cbc:{quantity}Quantity", line.quantity, unitCode=line.unit),
            _amount("LineExtensionAmount", line.net),
            branch(
                "cac:Item",
                leaf("cbc:Name", line.description),
                _tax_category("cac:ClassifiedTaxCategory", line.rate_percent),
            ),
            branch("cac:Price", _amount("PriceAmount", line.price)),
        )
        for place, line in enumerate(lines, start=1)
    ]


def _amount(name: str, money: Money) -> Element:
    return leaf(f"cbc:{name}", money.amount, currencyID=money.currency)
