"""A number is claimed once, by one content; a credit note follows the invoice that it names."""

from dataclasses import replace

from libs.events.contracts.ingestion import (
    CreditNoteAwaited,
    CreditNoteRegistered,
    DebtorRegistered,
    InvoiceRegistered,
    NumberClaimed,
)
from libs.testkit.scenarios import like
from services.ingestion.domain.identity import Upload
from services.ingestion.domain.refusals import CreditorUnknown, NumberTaken
from services.ingestion.tests.building import (
    a_buyer,
    a_credit_note,
    a_creditor,
    a_document,
    an_invoice,
    credit_note_id,
    debtor_of,
    ingestion,
    invoice_id,
    uploaded,
)


def test_an_invoice_claims_its_number_and_is_entered_under_its_debtor() -> None:
    (
        ingestion.given(a_creditor())
        .when(an_invoice("F-17", "120.00"))
        .then(
            like(NumberClaimed, number="F-17", document=invoice_id("F-17"), debtor=debtor_of()),
            like(DebtorRegistered, debtor=debtor_of(), found_by="customer_number"),
            like(InvoiceRegistered, invoice=invoice_id("F-17"), debtor=debtor_of()),
        )
        .then_answers(
            outcome="accepted",
            kind="invoice",
            document=invoice_id("F-17"),
            debtor=debtor_of(),
            number="F-17",
        )
    )


def test_a_debtor_is_registered_once() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17"))
        .when(an_invoice("F-18"))
        .then(like(NumberClaimed, number="F-18"), like(InvoiceRegistered, debtor=debtor_of()))
    )


def test_the_same_kept_fields_are_a_duplicate_whatever_the_file() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17", original="file-1"))
        .when(an_invoice("F-17", original="an export with another time stamp"))
        .then_nothing()
        .then_answers(outcome="duplicate", document=invoice_id("F-17"), debtor=debtor_of())
    )


def test_an_export_under_another_profile_is_a_duplicate() -> None:
    read = a_document("F-17")
    facts = read.facts.model_copy(update={"customization": "urn:other", "profile": "01"})
    (
        ingestion.given(a_creditor(), uploaded(read))
        .when(uploaded(replace(read, facts=facts)))
        .then_nothing()
        .then_answers(outcome="duplicate")
    )


def test_another_amount_under_the_same_number_is_a_conflict_that_names_both() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17", "120.00", original="file-1"))
        .when(an_invoice("F-17", "121.00", original="file-2"))
        .then_refused(
            NumberTaken,
            number="F-17",
            document=invoice_id("F-17"),
            original="file-1",
            offered="file-2",
        )
    )


def test_another_buyer_under_the_same_number_is_a_conflict() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17"))
        .when(an_invoice("F-17", buyer=a_buyer("C-2")))
        .then_refused(NumberTaken)
    )


def test_a_changed_address_under_the_same_number_is_a_conflict() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17"))
        .when(an_invoice("F-17", buyer=a_buyer(name="Janssens")))
        .then_refused(NumberTaken)
    )


def test_a_credit_note_cannot_take_the_number_of_an_invoice() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17"))
        .when(a_credit_note("F-17", "120.00"))
        .then_refused(NumberTaken, kind="invoice")
    )


def test_two_creditors_may_use_the_same_number() -> None:
    brewery = Upload("acme", "brewery")
    (
        ingestion.given(a_creditor(), a_creditor("brewery"), an_invoice("F-17"))
        .when(uploaded(a_document("F-17", "99.00"), upload=brewery))
        .then_among(like(InvoiceRegistered, creditor="brewery"))
    )


def test_two_tenants_may_use_the_same_creditor_and_number() -> None:
    here = uploaded(a_document("F-17"))
    there = uploaded(a_document("F-17"), upload=Upload("other", "bakery"))
    assert here.key != there.key
    ingestion.given(a_creditor(), here).when(there).then_refused(CreditorUnknown)


def test_an_invoice_of_an_unknown_creditor_is_refused() -> None:
    ingestion.when(an_invoice("F-17")).then_refused(CreditorUnknown, creditor="bakery")


def test_a_credit_note_goes_to_the_debtor_where_its_invoice_was_entered() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-17", buyer=a_buyer("C-1")))
        .when(a_credit_note("G-3", names="F-17", buyer=a_buyer("C-2")))
        .then(
            like(NumberClaimed, number="G-3", kind="credit_note"),
            like(
                CreditNoteRegistered,
                debtor=debtor_of("C-1"),
                names_number="F-17",
                names_invoice=invoice_id("F-17"),
            ),
        )
    )


def test_a_credit_note_that_names_none_goes_by_its_own_party() -> None:
    (
        ingestion.given(a_creditor())
        .when(a_credit_note("G-3", buyer=a_buyer("C-2")))
        .then(
            like(NumberClaimed, number="G-3"),
            like(DebtorRegistered, debtor=debtor_of("C-2")),
            like(CreditNoteRegistered, debtor=debtor_of("C-2"), names_number="", names_invoice=""),
        )
    )


def test_a_number_that_is_not_claimed_yet_remembers_who_named_it() -> None:
    (
        ingestion.given(a_creditor())
        .when(a_credit_note("G-3", names="F-17", buyer=a_buyer("C-1")))
        .then(
            like(NumberClaimed, number="G-3"),
            like(
                CreditNoteAwaited,
                number="F-17",
                credit_note=credit_note_id("G-3"),
                debtor=debtor_of("C-1"),
            ),
            like(DebtorRegistered, debtor=debtor_of("C-1")),
            like(CreditNoteRegistered, names_number="F-17", names_invoice=""),
        )
    )


def test_an_invoice_that_another_debtors_credit_note_named_says_so() -> None:
    (
        ingestion.given(a_creditor(), a_credit_note("G-3", names="F-17", buyer=a_buyer("C-2")))
        .when(an_invoice("F-17", buyer=a_buyer("C-1")))
        .then_among(like(InvoiceRegistered, awaited_credit_note=credit_note_id("G-3")))
    )


def test_an_invoice_that_its_own_debtors_credit_note_named_opens_without_suspicion() -> None:
    (
        ingestion.given(a_creditor(), a_credit_note("G-3", names="F-17", buyer=a_buyer("C-1")))
        .when(an_invoice("F-17", buyer=a_buyer("C-1")))
        .then_among(like(InvoiceRegistered, awaited_credit_note=""))
    )


def test_of_several_credit_notes_that_waited_the_strangers_is_told() -> None:
    (
        ingestion.given(
            a_creditor(),
            a_credit_note("G-3", names="F-17", buyer=a_buyer("C-1")),
            a_credit_note("G-4", names="F-17", buyer=a_buyer("C-2")),
        )
        .when(an_invoice("F-17", buyer=a_buyer("C-1")))
        .then_among(like(InvoiceRegistered, awaited_credit_note=credit_note_id("G-4")))
    )


def test_a_credit_note_that_names_a_credit_note_goes_by_its_own_party() -> None:
    (
        ingestion.given(a_creditor(), a_credit_note("G-3", buyer=a_buyer("C-1")))
        .when(a_credit_note("G-4", names="G-3", buyer=a_buyer("C-2")))
        .then(
            like(NumberClaimed, number="G-4"),
            like(DebtorRegistered, debtor=debtor_of("C-2")),
            like(CreditNoteRegistered, debtor=debtor_of("C-2"), names_invoice=""),
        )
    )


def test_a_credit_note_that_names_itself_names_no_invoice() -> None:
    (
        ingestion.given(a_creditor())
        .when(a_credit_note("G-3", names="G-3"))
        .then_among(like(CreditNoteRegistered, debtor=debtor_of(), names_invoice=""))
    )
