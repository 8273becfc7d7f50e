"""Statements chain to the cent, are numbered or not, and say who paid."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from libs.kernel.money import Money, total
from libs.simulator.days import bank_day_after
from libs.simulator.economy import Economy, live
from libs.simulator.entries import NOT_PROVIDED, Kind
from libs.simulator.statements import Statement
from libs.simulator.tests.lives import SEEDS, life
from libs.simulator.uploads import uploads


def _of(economy: Economy, *, numbered: bool) -> list[Statement]:
    return [s for s in economy.statements if s.account.numbered is numbered]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("numbered", [True, False])
def test_each_opening_is_the_closing_before(seed: int, numbered: bool) -> None:
    statements = _of(life(seed), numbered=numbered)
    assert statements[0].opening == statements[0].account.opening
    for before, after in pairwise(statements):
        assert after.opening == before.closing
        assert after.from_on == bank_day_after(before.to_on)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_closing_is_the_opening_and_the_entries(seed: int) -> None:
    for statement in life(seed).statements:
        moved = total((entry.amount for entry in statement.entries), "EUR")
        assert statement.closing == statement.opening + moved
        days = [entry.booked_on for entry in statement.entries]
        assert days == sorted(days)
        assert all(statement.from_on <= day <= statement.to_on for day in days)


@pytest.mark.parametrize("seed", SEEDS)
def test_transactions_sum_to_their_entry(seed: int) -> None:
    for statement in life(seed).statements:
        for entry in statement.entries:
            inside = total((transaction.amount for transaction in entry.transactions), "EUR")
            assert inside == abs(entry.amount)


def test_numbers_follow_one_another_and_begin_anew_each_year() -> None:
    economy = live(5, invoices=60, starts_on=date(2025, 12, 15), months=2)
    numbers = [(s.to_on.year, s.number) for s in _of(economy, numbered=True)]
    assert (2026, 1) in numbers
    for (year, number), (next_year, next_number) in pairwise(numbers):
        assert number is not None
        assert next_number == (number + 1 if year == next_year else 1)
    assert {s.number for s in _of(economy, numbered=False)} == {None}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sweep_leaves_one_account_and_enters_the_other(seed: int) -> None:
    sides: Counter[date] = Counter()
    moved = Money.zero("EUR")
    for statement in life(seed).statements:
        for entry in statement.entries:
            if entry.kind is Kind.SWEEP:
                sides[entry.booked_on] += 1
                moved = moved + entry.amount
    assert len(sides) > 5
    assert set(sides.values()) == {2}
    assert moved.is_zero


@pytest.mark.parametrize("seed", SEEDS)
def test_bank_references_are_unique_where_given_and_a_return_carries_the_original_s(
    seed: int,
) -> None:
    economy = life(seed)
    references = [e.bank_reference for s in _of(economy, numbered=True) for e in s.entries]
    assert len(set(references)) == len(references)
    assert not any(e.bank_reference for s in _of(economy, numbered=False) for e in s.entries)
    booked = [(e, t) for s in economy.statements for e in s.entries for t in e.transactions]
    returns = [(e, t) for e, t in booked if e.takes_back]
    assert returns
    for entry, back in returns:
        originals = [
            e
            for e, t in booked
            if not e.takes_back and t.end_to_end_id == back.end_to_end_id != NOT_PROVIDED
        ]
        assert [original.account for original in originals] == [entry.account]
        assert originals[0].booked_on < entry.booked_on
        assert back.return_reason


@pytest.mark.parametrize("seed", SEEDS)
def test_twins_cannot_be_told_apart_by_what_the_payer_said(seed: int) -> None:
    booked = [
        (e.account.iban, e.booked_on, t.amount, t.party, t.remittance, t.end_to_end_id)
        for s in life(seed).statements
        for e in s.entries
        for t in e.transactions
        if e.kind is Kind.TRANSFER
    ]
    assert [count for count in Counter(booked).values() if count == 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_careless_person_says_the_same_in_the_end(seed: int) -> None:
    economy = life(seed)
    fed = uploads(economy.statements, careless=True)
    assert uploads(economy.statements) == list(economy.statements)
    assert len(fed) > len(economy.statements)
    assert {s.number for s in fed} == {s.number for s in economy.statements}
    days = {(s.account.iban, e.booked_on): [] for s in fed for e in s.entries}  # type: ignore[var-annotated]
    for statement in economy.statements:
        for entry in statement.entries:
            days[entry.account.iban, entry.booked_on].append(entry.amount)
    for statement in fed:
        for day in {entry.booked_on for entry in statement.entries}:
            said = [e.amount for e in statement.entries if e.booked_on == day]
            assert said == days[statement.account.iban, day]
        moved = total((entry.amount for entry in statement.entries), "EUR")
        assert statement.closing == statement.opening + moved


def test_some_files_of_a_careless_person_are_repeated_overlap_or_come_too_early() -> None:
    fed = uploads(life(1).statements, careless=True)
    messages = {s.message_id for s in fed}
    repeated = [s for s in fed if s.export == 1]
    overlapping = [s for s in fed if s.export == 2]
    numbers = [s.number for s in fed if s.number is not None and not s.export]
    assert len(messages) == len(fed)
    assert len(repeated) > 5
    assert len(overlapping) >= 3
    assert numbers != sorted(numbers)
