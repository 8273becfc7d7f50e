"""Invoices and credit notes as a story needs them: a number, an amount, a debtor."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from libs.simulator.checkdigits import ogm
from libs.simulator.invoices import CreditNote, Invoice, Line
from libs.simulator.parties import Creditor, Debtor
from libs.simulator.ubl import invoice_xml
from tests.e2e.builders.parties import JANSEN, a_creditor, eur

ISSUED_ON = date(2026, 2, 2)
DUE_ON = date(2026, 3, 4)
REFERENCE = ogm(1234567890)


@dataclass(frozen=True, slots=True)
class Papers:
    """What a creditor writes."""

    creditor: Creditor = field(default_factory=a_creditor)

    def invoice(
        self, number: str, amount: str, debtor: Debtor = JANSEN, *, reference: str = ""
    ) -> Invoice:
        """Of one line without tax, so that its amount is what is written."""
        return Invoice(
            number=number,
            debtor=debtor,
            issued_on=ISSUED_ON,
            due_on=DUE_ON,
            arrives_on=ISSUED_ON,
            lines=(_line(amount),),
            reference=reference,
            account=self.creditor.accounts[0].iban,
            order=f"PO-{number}",
            payable=eur(amount),
        )

    def credit_note(self, number: str, amount: str, invoice: Invoice) -> CreditNote:
        """Names the invoice that it is for."""
        return CreditNote(number, invoice, ISSUED_ON, (_line(amount),), eur(amount))

    def written(self, document: Invoice | CreditNote) -> bytes:
        """As a UBL file."""
        return invoice_xml(document, self.creditor)


def exported_at(raw: bytes, at: str) -> bytes:
    """The same invoice as a later export has it: another time, profile and layout."""
    time = f"<cbc:IssueTime>{at}</cbc:IssueTime>\n  <cbc:DueDate>".encode()
    changed = raw.replace(b"<cbc:DueDate>", time).replace(b"poacc:billing:01", b"poacc:billing:02")
    assert changed != raw
    return changed.replace(b"<cbc:ID>", b"<!-- exported again --><cbc:ID>", 1)


def _line(amount: str) -> Line:
    return Line("Bread", Decimal(1), "C62", eur(amount), Decimal(0))
