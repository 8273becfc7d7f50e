"""What is kept of a UBL file, and by which rule a file is refused."""

from dataclasses import replace
from datetime import date

import pytest

from libs.events.contracts.parties import Address, Contact, Identifier, PartyPersonal
from libs.kernel.money import Money
from services.ingestion.adapters.ubl.reader import read
from services.ingestion.domain.problems import DocumentRefused
from services.ingestion.tests.ubl_files import BUYER, File, a_credit_note_file

EUR = "EUR"


def rules_of(file: File) -> tuple[str, ...]:
    with pytest.raises(DocumentRefused) as refusal:
        read(file.raw())
    return tuple(problem.rule for problem in refusal.value.problems)


def warned_of(file: File) -> tuple[str, ...]:
    return tuple(problem.rule for problem in read(file.raw()).warnings)


def test_an_invoice_is_read_with_all_that_is_kept() -> None:
    found = read(File().raw())
    assert found.kind == "invoice"
    assert found.facts.number == "F-17"
    assert (found.facts.issued_on, found.facts.due_on) == (date(2026, 1, 5), date(2026, 2, 4))
    assert found.facts.payable_amount == Money.of("121.00", EUR)
    assert (found.facts.net, found.facts.tax) == (Money.of("100", EUR), Money.of("21", EUR))
    assert [line.text for line in found.facts.lines] == ["Bread 1", "Bread 2"]
    assert found.facts.payable.reference == "RF18539007547034"
    assert found.payee_iban == "BE68539007547034"
    assert [(one.kind, one.number) for one in found.facts.references] == [("buyer", "PO-9")]
    assert found.warnings == ()


def test_a_buyer_is_read_with_its_numbers_address_and_contact() -> None:
    buyer = read(File().raw()).buyer
    assert (buyer.customer_number, buyer.legal_id) == ("C-1", "vat:BE0987654321")
    assert (buyer.endpoint, buyer.kind, buyer.country) == ("0208:0987654321", "business", "BE")
    assert buyer.personal == PartyPersonal(
        name="Jansen BV",
        trading_name="Jansen's Shop",
        identifiers=(
            Identifier(scheme="vat", value="BE0987654321"),
            Identifier(scheme="0208", value="0987654321"),
        ),
        address=Address(
            lines=("Nieuwstraat 1",), postcode="1000", city="Brussel", region="", country="BE"
        ),
        contacts=(Contact(name="An Jansen", email="an@jansen.example", phone="+32 2 555 01 02"),),
    )


def test_a_person_is_named_by_first_and_family_name() -> None:
    person = (
        "<cac:Person><cbc:FirstName>Noor</cbc:FirstName>"
        "<cbc:FamilyName>Peeters</cbc:FamilyName></cac:Person>"
    )
    buyer = read(File(buyer=person).raw()).buyer
    assert (buyer.personal.name, buyer.kind) == ("Noor Peeters", "unknown")


@pytest.mark.parametrize(
    ("told", "kept"), [("fr-BE", "fr"), ("nl-BE", "nl"), ("de_AT", "de"), ("nl", "nl")]
)
def test_a_language_is_kept_by_its_two_letters(told: str, kept: str) -> None:
    language = f"<cac:Language><cbc:LocaleCode>{told}</cbc:LocaleCode></cac:Language>"
    spoken = BUYER.replace("<cac:PostalAddress>", language + "<cac:PostalAddress>")
    assert read(File(buyer=spoken).raw()).buyer.language == kept


def test_a_credit_note_names_its_invoice() -> None:
    found = read(a_credit_note_file(names=("F-17",)).raw())
    assert (found.kind, found.names_number) == ("credit_note", "F-17")
    assert found.facts.due_on == date(2026, 1, 5)
    assert found.warnings == ()


def test_an_invoice_with_a_credit_notes_type_code_is_one() -> None:
    assert read(File(type_code="381").raw()).kind == "credit_note"


def test_of_several_named_invoices_the_first_is_taken_and_that_is_said() -> None:
    file = a_credit_note_file(names=("F-17", "F-18"))
    assert read(file.raw()).names_number == "F-17"
    assert warned_of(file) == ("several_invoices_named",)


NEGATIVE = replace(
    File(lines=("-60.00", "-40.00"), tax="-21.00", names=("F-9",)),
    sums={
        "LineExtensionAmount": "-100.00",
        "TaxExclusiveAmount": "-100.00",
        "TaxInclusiveAmount": "-121.00",
        "PayableAmount": "-121.00",
    },
)


def test_an_invoice_below_zero_is_a_credit_note_with_positive_amounts() -> None:
    found = read(NEGATIVE.raw())
    assert (found.kind, found.names_number) == ("credit_note", "F-9")
    assert found.facts.payable_amount == Money.of("121.00", EUR)
    assert [line.net for line in found.facts.lines] == [Money.of("60", EUR), Money.of("40", EUR)]
    assert warned_of(NEGATIVE) == ("invoice_negative",)


def test_a_final_bill_that_was_overpaid_is_a_credit_note_of_what_is_left() -> None:
    found = read(File().with_sums(PrepaidAmount="150.00", PayableAmount="-29.00").raw())
    assert found.kind == "credit_note"
    assert found.facts.payable_amount == Money.of("29.00", EUR)  # 150 - 121


def test_what_was_prepaid_is_not_due() -> None:
    facts = read(File().with_sums(PrepaidAmount="100.00", PayableAmount="21.00").raw()).facts
    assert (facts.prepaid, facts.payable_amount) == (Money.of("100", EUR), Money.of("21", EUR))


def test_claims_of_third_parties_are_collected_with_it() -> None:
    extra = (
        '<cac:PrepaidPayment><cbc:PaidAmount currencyID="EUR">9.00</cbc:PaidAmount>'
        "</cac:PrepaidPayment>"
    )
    found = read(replace(File(before_lines=extra).with_sums(PayableAmount="130.00")).raw())
    assert found.facts.payable_amount == Money.of("130.00", EUR)  # 121 + 9


def test_no_due_date_is_due_at_once_and_that_is_said() -> None:
    file = File(due="")
    assert read(file.raw()).facts.due_on == date(2026, 1, 5)
    assert warned_of(file) == ("due_date_absent",)


def test_sums_that_ubl_leaves_out_are_made_from_those_it_has() -> None:
    facts = read(File(sums={"PayableAmount": "121.00"}).raw()).facts
    assert (facts.net, facts.gross) == (Money.of("100", EUR), Money.of("121", EUR))


def test_yen_have_no_decimals() -> None:
    file = File(
        currency="JPY",
        lines=("100",),
        tax="10",
        sums={"LineExtensionAmount": "100.00", "PayableAmount": "110"},
    )
    assert read(file.raw()).facts.payable_amount == Money.of(110, "JPY")


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        (File(number=" "), ("number_absent",)),
        (File(number="F" * 101), ("number_too_long",)),
        (File(type_code="325"), ("not_a_claim",)),
        (File(currency="EURO"), ("currency_unknown",)),
        (File(currency="XYZ"), ("currency_unknown",)),
        (File(issued="1889-01-05"), ("date_out_of_range",)),
        (File(due="2026-01-04"), ("due_before_issue",)),
        (File(lines=("60.00", "40.03")), ("totals_lines",)),  # 100.03, 2 cents are two lines'
        (File().with_sums(AllowanceTotalAmount="5.00"), ("totals_net",)),  # 100 - 5 is not 100
        (File(tax="20.00"), ("totals_gross",)),  # 100 + 20 is not 121
        (File().with_sums(PayableAmount="120.00"), ("totals_payable",)),
        (File().with_sums(PayableAmount="121.001"), ("amount_invalid",)),
        (File().with_sums(PayableAmount="1" + "0" * 18), ("amount_invalid",)),
        (File(buyer="<cac:PartyIdentification><cbc:ID>C-1</cbc:ID></cac:PartyIdentification>"),
         ("buyer_name_absent",)),
        (a_credit_note_file(lines=("-60.00", "-40.00"), tax="-21.00", sums=NEGATIVE.sums),
         ("credit_note_negative",)),
        (File(due="2026-01-04", tax="20.00"), ("due_before_issue", "totals_gross")),
    ],
)  # fmt: skip
def test_a_file_is_refused_by_each_rule_that_it_breaks(file: File, rules: tuple[str, ...]) -> None:
    assert rules_of(file) == rules


def test_a_cent_of_rounding_is_let_pass_and_two_are_not() -> None:
    assert read(File(tax="20.99").raw()).facts.tax == Money.of("20.99", EUR)
    assert rules_of(File(tax="20.98")) == ("totals_gross",)


def test_a_refusal_says_what_does_not_add_up_and_where() -> None:
    with pytest.raises(DocumentRefused) as refusal:
        read(File(tax="20.00").raw())
    (problem,) = refusal.value.problems
    assert problem.message == "net 100.00 EUR + tax 20.00 EUR make 120.00 EUR, not 121.00 EUR"
    assert problem.position.startswith("/Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount")


def test_an_amount_in_another_currency_is_refused() -> None:
    raw = File().text().replace('<cbc:PayableAmount currencyID="EUR"', PAYABLE_IN_DOLLARS).encode()
    with pytest.raises(DocumentRefused, match="an amount in USD in a document in EUR"):
        read(raw)


PAYABLE_IN_DOLLARS = '<cbc:PayableAmount currencyID="USD"'


def test_a_tax_total_in_the_accounting_currency_is_passed_over() -> None:
    twice = '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">240.00</cbc:TaxAmount></cac:TaxTotal>'
    assert read(File(before_lines=twice).raw()).facts.tax == Money.of("21.00", EUR)


def test_two_hundred_lines_are_kept_and_all_are_counted() -> None:
    many = replace(File(lines=("0.50",) * 250, tax="0.00"), sums={"PayableAmount": "125.00"})
    facts = read(many.raw()).facts
    assert (len(facts.lines), facts.lines_count) == (200, 250)
