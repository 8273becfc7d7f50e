"""What debtors say: known invoices, at a time that makes sense, and true to what they pay."""

from collections import Counter
from datetime import timedelta

import pytest

from libs.simulator.answering import Answer, Kind
from libs.simulator.habits import Manner
from libs.simulator.parties import Reach
from libs.simulator.tests.lives import SEEDS, life
from libs.simulator.truth import TruePayment

LADDER_DAYS = 45
"""From the due day to the end of a usual ladder."""


def payments_of(seed: int, answer: Answer) -> list[TruePayment]:
    truth = life(seed).truth
    return [p for p in truth.payments if answer.invoice in {part.invoice for part in p.split}]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_answer_is_about_an_overdue_invoice_of_its_debtor(seed: int) -> None:
    economy = life(seed)
    invoices = {invoice.number: invoice for invoice in economy.invoices}
    assert economy.answers
    for answer in economy.answers:
        invoice = invoices[answer.invoice]
        assert invoice.debtor.customer_number == answer.debtor
        assert invoice.due_on < answer.day <= economy.ends_on
    assert [answer.day for answer in economy.answers] == sorted(a.day for a in economy.answers)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_promise_is_kept_exactly_when_its_money_is_booked_by_its_day(seed: int) -> None:
    promises = [answer for answer in life(seed).answers if answer.kind is Kind.PROMISE]
    assert {promise.leads_to for promise in promises} == {"kept", "broken"}
    for promise in promises:
        assert promise.pay_by is not None
        assert promise.day < promise.pay_by
        came_on = [p.key.booked_on for p in payments_of(seed, promise)]
        is_kept = any(promise.day < on <= promise.pay_by for on in came_on)
        assert is_kept is (promise.leads_to == "kept")


@pytest.mark.parametrize("seed", SEEDS)
def test_who_says_that_it_is_paid_is_right_or_not(seed: int) -> None:
    for answer in life(seed).answers:
        if answer.kind is Kind.PAID_ALREADY:
            assert bool(payments_of(seed, answer)) is (answer.leads_to == "true")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dispute_comes_before_its_resolution_and_both_lead_to_the_same(seed: int) -> None:
    answers = life(seed).answers
    disputes = {a.invoice: a for a in answers if a.kind is Kind.DISPUTE}
    assert disputes
    for answer in answers:
        if answer.kind is Kind.RESOLUTION:
            assert disputes[answer.invoice].day < answer.day
            assert disputes[answer.invoice].leads_to == answer.leads_to


def test_lives_show_every_answer() -> None:
    seen = Counter((a.kind, a.leads_to) for seed in SEEDS for a in life(seed).answers)
    assert len(seen) == 8  # a promise, a claim, a dispute and its resolution, each in two ways


@pytest.mark.parametrize("seed", SEEDS)
def test_some_never_pay_nor_say_a_word_and_have_time_for_the_whole_ladder(seed: int) -> None:
    economy = life(seed)
    spoken_of = {answer.invoice for answer in economy.answers}
    meant = {part.invoice for p in economy.truth.payments for part in p.split}
    silent = [
        invoice
        for invoice in economy.invoices
        if invoice.number not in spoken_of | meant and invoice.debtor.reach is Reach.READS
    ]
    assert any(invoice.debtor.habit.manner is Manner.NEVER for invoice in silent)
    latest = economy.ends_on - timedelta(days=LADDER_DAYS)
    assert any(invoice.due_on <= latest for invoice in silent)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_address_bounces_and_one_debtor_has_none(seed: int) -> None:
    economy = life(seed)
    reach = {one.customer_number: one.reach for one in economy.debtors}
    assert Counter(reach.values())[Reach.BOUNCES] == Counter(reach.values())[Reach.NOWHERE] == 1
    invoiced = Counter(invoice.debtor.reach for invoice in economy.invoices)
    assert invoiced[Reach.BOUNCES] > 1
    assert invoiced[Reach.NOWHERE] > 1
    assert {i.debtor.reach for i in economy.invoices} == set(reach.values())


def test_a_small_life_has_no_answers_and_reaches_everybody() -> None:
    economy = life(1, invoices=20)
    assert economy.answers == ()
    assert {debtor.reach for debtor in economy.debtors} == {Reach.READS}
