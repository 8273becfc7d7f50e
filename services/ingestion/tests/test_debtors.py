"""Debtors: merged ones keep their own documents and forward the rest; invoices are cancelled."""

import pytest

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    DebtorChanged,
    DebtorMerged,
    DocumentForwarded,
    InvoiceCancelled,
    InvoiceRegistered,
    MergeDecided,
    NumberClaimed,
    PortfolioAssigned,
)
from libs.testkit.scenarios import like
from services.ingestion.domain.refusals import (
    AlreadyMerged,
    DebtorChangedMeanwhile,
    DebtorIsMerged,
    DebtorUnknown,
    InvoiceUnknown,
    MergeChainTooLong,
    MergedWithItself,
    MergeMakesRing,
)
from services.ingestion.tests.building import (
    a_buyer,
    a_credit_note,
    a_creditor,
    an_invoice,
    assigned,
    cancelled,
    credit_note_id,
    debtor_changes,
    debtor_of,
    ingestion,
    invoice_id,
    merged,
)

C1, C2, C3 = a_buyer("C-1"), a_buyer("C-2"), a_buyer("C-3")
two_debtors = (a_creditor(), an_invoice("F-1", buyer=C1), an_invoice("F-2", buyer=C2))


def test_an_invoice_is_cancelled_with_its_reason() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-1"))
        .when(cancelled("F-1", reason="wrong goods"))
        .then(like(InvoiceCancelled, invoice=invoice_id("F-1"), reason="wrong goods"))
        .then_answers(outcome="accepted", number="F-1")
    )


def test_an_invoice_is_cancelled_once() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-1"), cancelled("F-1"))
        .when(cancelled("F-1"))
        .then_nothing()
        .then_answers(outcome="duplicate")
    )


def test_an_invoice_that_is_not_there_is_not_cancelled() -> None:
    ingestion.given(a_creditor()).when(cancelled("F-1")).then_refused(InvoiceUnknown)


def test_an_invoice_of_another_debtor_is_not_cancelled_here() -> None:
    (
        ingestion.given(*two_debtors)
        .when(cancelled("F-1", customer_number="C-2"))
        .then_refused(InvoiceUnknown)
    )


def test_master_data_change_as_a_whole() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-1"))
        .when(debtor_changes("C-1", name="Janssens & Co"))
        .then(like(DebtorChanged, debtor=debtor_of("C-1"), creditor="bakery"))
    )


def test_a_change_may_be_of_what_was_looked_at_alone() -> None:
    known = ingestion.given(a_creditor(), an_invoice("F-1"))
    seen_first = debtor_changes("C-1", name="Janssens", if_revision=1)
    known.when(seen_first).then(like(DebtorChanged, revision=2))

    seen_first_too = debtor_changes("C-1", name="Jansen", if_revision=1)
    known.when(seen_first_too).then_refused(DebtorChangedMeanwhile)
    anybody = debtor_changes("C-1", name="Jansen")
    known.when(anybody).then(like(DebtorChanged, revision=3))


def test_a_debtor_that_is_not_there_is_not_changed() -> None:
    ingestion.when(debtor_changes("C-1", name="Janssens")).then_refused(DebtorUnknown)


def test_a_debtor_is_in_one_portfolio_at_a_time() -> None:
    (
        ingestion.given(*two_debtors, assigned("C-1", sales="sofie"))
        .when(assigned("C-1", sales="tom"))
        .then(like(PortfolioAssigned, debtor=debtor_of("C-1"), creditor="bakery", sales="tom"))
    )


def test_a_debtor_that_is_in_a_portfolio_already_stays_there() -> None:
    (
        ingestion.given(*two_debtors, assigned("C-1", sales="sofie"))
        .when(assigned("C-1", sales="sofie"))
        .then_nothing()
        .then_answers(outcome="duplicate", sales="sofie")
    )


def test_a_debtor_is_taken_out_of_a_portfolio() -> None:
    (
        ingestion.given(*two_debtors, assigned("C-1", sales="sofie"))
        .when(assigned("C-1", sales=""))
        .then(like(PortfolioAssigned, debtor=debtor_of("C-1"), sales=""))
    )


def test_a_debtor_that_is_not_there_is_in_no_portfolio() -> None:
    ingestion.when(assigned("C-1", sales="sofie")).then_refused(DebtorUnknown)


def test_a_merge_is_decided_at_one_key_and_closes_the_debtor() -> None:
    (
        ingestion.given(*two_debtors)
        .when(merged("C-1", into="C-2"))
        .then(
            like(MergeDecided, debtor=debtor_of("C-1"), into=debtor_of("C-2")),
            like(DebtorMerged, debtor=debtor_of("C-1"), into=debtor_of("C-2")),
        )
    )


def test_new_documents_of_a_merged_debtor_are_forwarded() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(an_invoice("F-3", buyer=C1))
        .then(
            like(NumberClaimed, number="F-3", debtor=debtor_of("C-1")),
            like(DocumentForwarded, debtor=debtor_of("C-1"), into=debtor_of("C-2")),
            like(InvoiceRegistered, invoice=invoice_id("F-3"), debtor=debtor_of("C-2")),
        )
    )


def test_a_document_is_forwarded_along_a_chain_of_merges() -> None:
    (
        ingestion.given(
            *two_debtors,
            an_invoice("F-3", buyer=C3),
            merged("C-1", into="C-2"),
            merged("C-2", into="C-3"),
        )
        .when(an_invoice("F-4", buyer=C1))
        .then_among(
            like(DocumentForwarded, debtor=debtor_of("C-1"), into=debtor_of("C-2")),
            like(DocumentForwarded, debtor=debtor_of("C-2"), into=debtor_of("C-3")),
            like(InvoiceRegistered, invoice=invoice_id("F-4"), debtor=debtor_of("C-3")),
        )
    )


def test_a_merged_debtor_keeps_credit_notes_that_name_its_own_invoices() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(a_credit_note("G-1", names="F-1", buyer=C1))
        .then_among(
            like(CreditNoteRegistered, debtor=debtor_of("C-1"), names_invoice=invoice_id("F-1"))
        )
    )


def test_a_credit_note_follows_an_invoice_that_was_forwarded() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"), an_invoice("F-3", buyer=C1))
        .when(a_credit_note("G-1", names="F-3", buyer=C1))
        .then_among(
            like(DocumentForwarded, document=credit_note_id("G-1"), into=debtor_of("C-2")),
            like(CreditNoteRegistered, debtor=debtor_of("C-2"), names_invoice=invoice_id("F-3")),
        )
    )


def test_a_merged_debtors_credit_note_without_an_invoice_is_forwarded() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(a_credit_note("G-1", buyer=C1))
        .then_among(like(CreditNoteRegistered, debtor=debtor_of("C-2")))
    )


def test_a_credit_note_that_waited_at_the_merged_debtor_is_no_strangers() -> None:
    (
        ingestion.given(
            *two_debtors,
            merged("C-1", into="C-2"),
            a_credit_note("G-1", names="F-3", buyer=C1),
        )
        .when(an_invoice("F-3", buyer=C2))
        .then_among(like(InvoiceRegistered, debtor=debtor_of("C-2"), awaited_credit_note=""))
    )


def test_a_merged_debtors_own_invoice_is_cancelled_where_it_is() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(cancelled("F-1", customer_number="C-1"))
        .then(like(InvoiceCancelled, debtor=debtor_of("C-1")))
    )


def test_master_data_of_a_merged_debtor_no_longer_change() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(debtor_changes("C-1", name="Janssens"))
        .then_refused(DebtorIsMerged, into=debtor_of("C-2"))
    )


def test_the_same_merge_again_is_a_duplicate() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(merged("C-1", into="C-2"))
        .then_nothing()
        .then_answers(outcome="duplicate")
    )


def test_a_debtor_is_merged_once() -> None:
    (
        ingestion.given(*two_debtors, merged("C-1", into="C-2"))
        .when(merged("C-1", into="C-3"))
        .then_refused(AlreadyMerged, into=debtor_of("C-2"))
    )


def test_a_debtor_is_not_merged_into_itself() -> None:
    ingestion.when(merged("C-1", into="C-1")).then_refused(MergedWithItself)


@pytest.mark.parametrize("last", ["C-2", "C-3"])
def test_merges_make_no_ring(last: str) -> None:
    (
        ingestion.given(merged("C-1", into="C-2"), merged("C-2", into="C-3"))
        .when(merged("C-3", into="C-1"))
        .then_refused(MergeMakesRing)
    )
    ingestion.given(merged("C-1", into=last)).when(merged(last, into="C-1")).then_refused(
        MergeMakesRing
    )


def test_a_chain_of_four_merges_is_the_longest() -> None:
    chain = [merged(f"C-{n}", into=f"C-{n + 1}") for n in range(1, 5)]
    (
        ingestion.given(*chain)
        .when(merged("C-5", into="C-6"))
        .then_refused(MergeChainTooLong, length="5", end=debtor_of("C-6"))
    )
    (
        ingestion.given(*chain)
        .when(merged("C-0", into="C-1"))
        .then_refused(MergeChainTooLong, length="5", end=debtor_of("C-5"))
    )
    ingestion.given(*chain).when(merged("C-0", into="C-5")).then_among(like(MergeDecided))


def test_the_longest_of_several_branches_counts() -> None:
    branches = [
        merged("C-1", into="C-2"),
        merged("C-2", into="C-3"),
        merged("C-3", into="C-4"),
        merged("C-9", into="C-4"),
    ]
    (
        ingestion.given(*branches, merged("C-4", into="C-5"))
        .when(merged("C-5", into="C-6"))
        .then_refused(MergeChainTooLong, length="5")
    )
