"""What the truth calls certain, a clerk who reads only the files applies exactly."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random

import pytest

from libs.simulator.camt import statement_xml
from libs.simulator.economy import Economy
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.scoring import Score, score
from libs.simulator.tests.clerk import Clerk
from libs.simulator.tests.files import read_statement
from libs.simulator.tests.lives import SEEDS, life
from libs.simulator.ubl import invoice_xml


def _clerk(economy: Economy) -> Clerk:
    return Clerk(
        (invoice.number for invoice in economy.invoices),
        (debtor.customer_number for debtor in economy.debtors),
        {account.iban for account in economy.creditor.accounts},
    )


def _day_by_day(economy: Economy) -> Score:
    clerk, creditor = _clerk(economy), economy.creditor
    days: dict[date, tuple[list[bytes], list[bytes]]] = defaultdict(lambda: ([], []))
    for document in _documents(economy):
        days[document.arrives_on][0].append(invoice_xml(document, creditor))
    for statement in economy.statements:
        days[statement.arrives_on][1].append(statement_xml(statement, creditor.name))
    for _, (papers, statements) in sorted(days.items()):
        for paper in papers:
            clerk.file_document(paper)
        for xml in statements:
            clerk.file_statement(xml)
    return score(economy.truth, clerk.applied, day_by_day=True)


def _documents(economy: Economy) -> list[Invoice | CreditNote]:
    return [*economy.invoices, *economy.credit_notes]


def _in_any_order(economy: Economy, seed: int) -> Score:
    """All invoices first; then credit notes and the bank's transactions as chance has it."""
    clerk, creditor, rng = _clerk(economy), economy.creditor, Random(seed)
    for invoice in economy.invoices:
        clerk.file_document(invoice_xml(invoice, creditor))
    filings: list[Callable[[], None]] = [
        partial(clerk.file_document, invoice_xml(note, creditor)) for note in economy.credit_notes
    ]
    for statement in economy.statements:
        movements = read_statement(statement_xml(statement, creditor.name))
        filings += [partial(clerk.file_movement, movement) for movement in movements]
    for file in rng.sample(filings, len(filings)):
        file()
    return score(economy.truth, clerk.applied)


def _assert_certain_is_exact(result: Score) -> None:
    assert not result.unknown
    faults = [(s.payment, s.applied) for s in result.scored if s.counts and s.result != "exact"]
    assert not faults
    assert result.sum.certain > 150


@pytest.mark.parametrize("seed", SEEDS)
def test_day_by_day_all_that_is_certain_is_applied_exactly(seed: int) -> None:
    result = _day_by_day(life(seed))
    _assert_certain_is_exact(result)
    assert all(scored.payment.may_mislead for scored in result.wrong)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("order", range(2))
def test_in_any_order_all_that_is_certain_in_any_order_is_applied_exactly(
    seed: int, order: int
) -> None:
    _assert_certain_is_exact(_in_any_order(life(seed), order))


@pytest.mark.parametrize("seed", SEEDS)
def test_most_payments_can_be_known_and_some_cannot(seed: int) -> None:
    payments = [payment for payment in life(seed).truth.payments if payment.split]
    certain = [payment for payment in payments if payment.certain is True]
    depends = [payment for payment in payments if payment.certain == "order-dependent"]
    assert 0.6 < len(certain) / len(payments) < 0.95
    assert depends
    assert len(certain) + len(depends) < len(payments)
