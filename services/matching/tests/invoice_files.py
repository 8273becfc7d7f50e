"""UBL invoices for tests of matching: number, amount, customer, reference."""

from dataclasses import dataclass

_SPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    number: str
    amount: str
    customer: str = "C-1001"
    name: str = "Jansen BV"
    reference: str = ""

    def raw(self) -> bytes:
        money = f'currencyID="EUR">{self.amount}<'
        means = (
            "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
            f"<cbc:PaymentID>{self.reference}</cbc:PaymentID></cac:PaymentMeans>"
            if self.reference
            else ""
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice {_SPACES}><cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>{self.number}</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate>
<cbc:DueDate>2026-03-03</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>De Bakker</cbc:Name>
</cac:PartyName></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>{self.customer}</cbc:ID>
</cac:PartyIdentification><cac:PartyName><cbc:Name>{self.name}</cbc:Name></cac:PartyName>
<cac:PostalAddress><cbc:PostalZone>1000</cbc:PostalZone><cac:Country>
<cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>{self.name}</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>{means}
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount {money}/cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount {money}/cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount {money}/cbc:TaxInclusiveAmount>
<cbc:PayableAmount {money}/cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount {money}/cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Bread</cbc:Name></cac:Item></cac:InvoiceLine></Invoice>""".encode()
