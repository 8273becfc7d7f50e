"""UBL files as a small writer makes them: valid, until a test asks for something else."""

from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape

_SPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)

_SUMS = (
    "LineExtensionAmount",
    "TaxExclusiveAmount",
    "TaxInclusiveAmount",
    "AllowanceTotalAmount",
    "ChargeTotalAmount",
    "PrepaidAmount",
    "PayableRoundingAmount",
    "PayableAmount",
)
"""In the order of the schema."""

BUYER = """
      <cbc:EndpointID schemeID="0208">0987654321</cbc:EndpointID>
      <cac:PartyIdentification><cbc:ID>C-1</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name>Jansen's Shop</cbc:Name></cac:PartyName>
      <cac:PostalAddress>
        <cbc:StreetName>Nieuwstraat 1</cbc:StreetName><cbc:CityName>Brussel</cbc:CityName>
        <cbc:PostalZone>1000</cbc:PostalZone>
        <cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country>
      </cac:PostalAddress>
      <cac:PartyTaxScheme>
        <cbc:CompanyID>BE 0987.654.321</cbc:CompanyID>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:PartyTaxScheme>
      <cac:PartyLegalEntity>
        <cbc:RegistrationName>Jansen BV</cbc:RegistrationName>
        <cbc:CompanyID schemeID="0208">0987654321</cbc:CompanyID>
      </cac:PartyLegalEntity>
      <cac:Contact><cbc:Name>An Jansen</cbc:Name><cbc:Telephone>+32 2 555 01 02</cbc:Telephone>
        <cbc:ElectronicMail>an@jansen.example</cbc:ElectronicMail></cac:Contact>"""


@dataclass(frozen=True)
class File:
    """What varies between the tests; amounts as text, in `currency`."""

    kind: str = "Invoice"
    number: str = "F-17"
    type_code: str = "380"
    issued: str = "2026-01-05"
    due: str = "2026-02-04"
    currency: str = "EUR"
    lines: tuple[str, ...] = ("60.00", "40.00")
    sums: dict[str, str] = field(
        default_factory=lambda: {
            "LineExtensionAmount": "100.00",
            "TaxExclusiveAmount": "100.00",
            "TaxInclusiveAmount": "121.00",
            "PayableAmount": "121.00",
        }
    )
    tax: str = "21.00"
    buyer: str = BUYER
    names: tuple[str, ...] = ()
    means: str = (
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
        "<cbc:PaymentID>RF18539007547034</cbc:PaymentID><cac:PayeeFinancialAccount>"
        "<cbc:ID>BE68 5390 0754 7034</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"
    )
    before_lines: str = ""
    """Elements between the totals of tax and of money."""

    def with_sums(self, **sums: str) -> "File":
        return replace(self, sums={**self.sums, **sums})

    def text(self) -> str:
        kind = self.kind
        due = f"<cbc:DueDate>{self.due}</cbc:DueDate>" if self.due and kind == "Invoice" else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<{kind} {_SPACES.format(kind=kind)}>\n"
            f"  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>\n"
            f"  <cbc:ID>{escape(self.number)}</cbc:ID>\n"
            f"  <cbc:IssueDate>{self.issued}</cbc:IssueDate>{due}\n"
            f"  <cbc:{kind}TypeCode>{self.type_code}</cbc:{kind}TypeCode>\n"
            f"  <cbc:DocumentCurrencyCode>{self.currency}</cbc:DocumentCurrencyCode>\n"
            f"  <cbc:BuyerReference>PO-9</cbc:BuyerReference>\n"
            f"  {self._names()}\n"
            "  <cac:AccountingSupplierParty><cac:Party><cac:PartyName>"
            "<cbc:Name>De Bakker</cbc:Name></cac:PartyName></cac:Party>"
            "</cac:AccountingSupplierParty>\n"
            f"  <cac:AccountingCustomerParty><cac:Party>{self.buyer}</cac:Party>"
            "</cac:AccountingCustomerParty>\n"
            f"  {self.means}\n  {self.before_lines}\n"
            f"  <cac:TaxTotal>{self._money('TaxAmount', self.tax)}</cac:TaxTotal>\n"
            f"  <cac:LegalMonetaryTotal>{self._sums()}</cac:LegalMonetaryTotal>\n"
            f"  {self._lines()}\n</{kind}>\n"
        )

    def raw(self) -> bytes:
        return self.text().encode()

    def _money(self, name: str, amount: str) -> str:
        return f'<cbc:{name} currencyID="{self.currency}">{amount}</cbc:{name}>'

    def _sums(self) -> str:
        named = [(name, self.sums[name]) for name in _SUMS if name in self.sums]
        return "\n    ".join(self._money(name, amount) for name, amount in named)

    def _names(self) -> str:
        return "".join(
            "<cac:BillingReference><cac:InvoiceDocumentReference>"
            f"<cbc:ID>{escape(number)}</cbc:ID>"
            "</cac:InvoiceDocumentReference></cac:BillingReference>"
            for number in self.names
        )

    def _lines(self) -> str:
        quantity = "InvoicedQuantity" if self.kind == "Invoice" else "CreditedQuantity"
        return "\n  ".join(
            f"<cac:{self.kind}Line><cbc:ID>{n}</cbc:ID>"
            f'<cbc:{quantity} unitCode="C62">2</cbc:{quantity}>'
            f"{self._money('LineExtensionAmount', net)}"
            f"<cac:Item><cbc:Name>Bread {n}</cbc:Name></cac:Item></cac:{self.kind}Line>"
            for n, net in enumerate(self.lines, start=1)
        )


def a_credit_note_file(**fields: Any) -> File:
    note = File(kind="CreditNote", type_code="381", number="G-3", due="")
    return replace(note, **fields)
