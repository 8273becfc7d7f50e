"""The truth adds up: each invoice, each payment, each account, to the cent."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from libs.kernel.money import Money, total
from libs.simulator.camt import statement_xml
from libs.simulator.economy import live
from libs.simulator.payments import Case
from libs.simulator.tests.files import read_statement
from libs.simulator.tests.lives import SEEDS, STARTS_ON, life
from libs.simulator.truth import PaymentKey

ZERO = Money.zero("EUR")


@pytest.mark.parametrize("seed", SEEDS)
def test_each_invoice_is_credited_paid_or_open(seed: int) -> None:
    economy = life(seed)
    documents = {invoice.number: invoice for invoice in economy.invoices}
    assert {true.number for true in economy.truth.invoices} == set(documents)
    for true in economy.truth.invoices:
        assert true.amount == documents[true.number].payable
        assert true.amount + true.over == true.credited + true.paid + true.open
        assert true.open >= ZERO
        assert true.over >= ZERO
        assert true.open.is_zero or true.over.is_zero


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_paid_for_invoices_is_what_payments_were_meant_for(seed: int) -> None:
    truth = life(seed).truth
    paid: dict[str, Money] = defaultdict(lambda: ZERO)
    for payment in truth.payments:
        for part in () if payment.returned_on else payment.split:
            paid[part.invoice] = paid[part.invoice] + part.amount
    assert {true.number: true.paid for true in truth.invoices if not true.paid.is_zero} == paid


@pytest.mark.parametrize("seed", SEEDS)
def test_each_payment_is_split_whole(seed: int) -> None:
    economy = life(seed)
    owners = {i.number: i.debtor.customer_number for i in economy.invoices}
    for payment in economy.truth.payments:
        assert bool(payment.split) is (payment.case not in (Case.NOBODY, Case.RETURN_ENTRY))
        if payment.split:
            amount = total((part.amount for part in payment.split), "EUR")
            assert amount == payment.key.amount
            assert all(part.debtor == owners[part.invoice] for part in payment.split)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_account_is_its_opening_and_all_movements(seed: int) -> None:
    economy = life(seed)
    for account in economy.creditor.accounts:
        keys = [p.key for p in economy.truth.payments if p.key.account == account.iban]
        closings = {b.day: b.closing for b in economy.truth.balances if b.account == account.iban}
        assert closings[economy.ends_on] == account.opening + total((k.amount for k in keys), "EUR")
        for day, closing in closings.items():
            until = total((k.amount for k in keys if k.booked_on <= day), "EUR")
            assert closing == account.opening + until


@pytest.mark.parametrize("seed", SEEDS)
def test_the_keys_of_the_truth_are_what_a_stranger_reads_in_the_files(seed: int) -> None:
    economy = life(seed)
    read: list[PaymentKey] = []
    nth: Counter[tuple[str, date, Money, str]] = Counter()
    for statement in economy.statements:
        for movement in read_statement(statement_xml(statement, economy.creditor.name)):
            nth[movement.same] += 1
            read.append(PaymentKey(*movement.same, nth[movement.same]))
    assert read == [payment.key for payment in economy.truth.payments]
    assert len(set(read)) == len(read)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_return_entry_takes_back_one_payment(seed: int) -> None:
    payments = life(seed).truth.payments
    returned = [(p.returned_on, -p.key.amount, p.key.account) for p in payments if p.returned_on]
    entries = [p.key for p in payments if p.case is Case.RETURN_ENTRY]
    assert returned
    assert Counter(returned) == Counter((k.booked_on, k.amount, k.account) for k in entries)


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_amounts_of_different_debtors_are_common(seed: int) -> None:
    owners: dict[Money, set[str]] = defaultdict(set)
    for true in life(seed).truth.invoices:
        owners[true.amount].add(true.debtor)
    shared = [t for t in life(seed).truth.invoices if len(owners[t.amount]) > 1]
    assert len(shared) > len(life(seed).invoices) / 5


def test_three_lives_show_every_case() -> None:
    seen = {payment.case for seed in SEEDS for payment in life(seed).truth.payments}
    assert seen == set(Case)


def test_the_demo_s_life_has_two_hundred_invoices_and_two_hundred_and_fifty_entries() -> None:
    economy = life(1)
    assert len(economy.invoices) == 200
    assert len(economy.debtors) == 40
    assert sum(len(statement.entries) for statement in economy.statements) == 250
    assert (economy.starts_on, economy.ends_on) == (STARTS_ON, date(2026, 4, 2))


def test_a_tiny_life_is_a_life() -> None:
    economy = live(3, invoices=1, debtors=1, starts_on=STARTS_ON, months=1)
    assert len(economy.invoices) == len(economy.truth.invoices) == 1
    assert len(economy.creditor.accounts) == 1


@pytest.mark.parametrize("wrong", [{"invoices": 0}, {"invoices": 5, "debtors": 0}])
def test_a_life_of_nobody_or_nothing_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one invoice"):
        live(1, starts_on=STARTS_ON, **wrong)
