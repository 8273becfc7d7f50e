"""Account statements: entries in the bank's order, balances that chain, numbers where given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import groupby
from random import Random

from libs.kernel.money import Money, total
from libs.simulator.days import bank_day_after, bank_days
from libs.simulator.entries import Entry, Transaction
from libs.simulator.parties import BankAccount


@dataclass(frozen=True, slots=True)
class Statement:
    account: BankAccount
    from_on: date
    to_on: date
    number: int | None
    """Begins anew each year; None where the bank does not number."""
    opening: Money
    closing: Money
    entries: tuple[Entry, ...]
    arrives_on: date
    """The bank day after the last day that it covers."""
    export: int = 0
    """Greater when the same content was exported again, under another message id."""

    @property
    def statement_id(self) -> str:
        counted = f"{self.number:05d}" if self.number is not None else f"{self.from_on:%m%d}"
        return f"{self.account.iban[-8:]}-{self.to_on:%Y%m%d}-{counted}"

    @property
    def message_id(self) -> str:
        return f"{self.account.bic[:4]}{self.created_at:%Y%m%d%H%M%S}{self.account.iban[-4:]}"

    @property
    def created_at(self) -> datetime:
        return datetime.combine(self.arrives_on, time(5, 30, self.export), UTC)


def statements(
    rng: Random, accounts: Sequence[BankAccount], entries: Iterable[Entry], days: Sequence[date]
) -> list[Statement]:
    """The statements of all accounts over `days`, in the order in which they arrive."""
    by_account: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_account[entry.account.iban].append(entry)
    result: list[Statement] = []
    for account in accounts:
        booked = _in_order(rng, by_account[account.iban])
        result += _chain(account, booked, days)
    return sorted(result, key=lambda statement: (statement.arrives_on, statement.account.iban))


def _in_order(rng: Random, entries: list[Entry]) -> dict[date, list[Entry]]:
    """By day, in a random order within it, with the bank's references."""
    shuffled = sorted(entries, key=lambda entry: (entry.booked_on, rng.random()))
    by_day: dict[date, list[Entry]] = {}
    for day, group in groupby(shuffled, key=lambda entry: entry.booked_on):
        by_day[day] = [_referenced(entry, n) for n, entry in enumerate(group, start=1)]
    return by_day


def _referenced(entry: Entry, place: int) -> Entry:
    if not entry.account.numbered:
        return entry
    reference = f"{entry.booked_on:%y%j}{place:05d}"
    several = len(entry.transactions) > 1
    transactions = tuple(
        replace(transaction, bank_reference=f"{reference}-{n}" if several else reference)
        for n, transaction in enumerate(entry.transactions, start=1)
    )
    return replace(entry, bank_reference=reference, transactions=transactions)


def _chain(
    account: BankAccount, booked: dict[date, list[Entry]], days: Sequence[date]
) -> Iterator[Statement]:
    balance = account.opening
    for period in _periods(account, days):
        entries = [entry for day in period for entry in booked.get(day, [])]
        closing = balance + total((entry.amount for entry in entries), account.currency)
        yield Statement(
            account=account,
            from_on=period[0],
            to_on=period[-1],
            number=number_of(period[-1]) if account.numbered else None,
            opening=balance,
            closing=closing,
            entries=tuple(replace(e, entry_reference=str(n)) for n, e in enumerate(entries, 1)),
            arrives_on=bank_day_after(period[-1]),
        )
        balance = closing


def _periods(account: BankAccount, days: Sequence[date]) -> list[list[date]]:
    if account.numbered:
        return [[day] for day in days]
    return [list(week) for _, week in groupby(days, key=lambda day: day.isocalendar()[:2])]


def number_of(day: date) -> int:
    """One statement a bank day since 1 January."""
    return len(bank_days(date(day.year, 1, 1), day))


def details(statement: Statement) -> Iterator[tuple[Entry, Transaction]]:
    """All transactions of a statement with their entries."""
    for entry in statement.entries:
        for transaction in entry.transactions:
            yield entry, transaction
