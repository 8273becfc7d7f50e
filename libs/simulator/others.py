"""Entries that are nobody's payment: suppliers, salaries, fees, interest, a tax refund, sweeps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from random import Random
from typing import Final

from libs.kernel.money import Money, total
from libs.simulator import names
from libs.simulator.checkdigits import new_account
from libs.simulator.entries import Entry, Kind, Transaction
from libs.simulator.invoices import rounded
from libs.simulator.parties import BankAccount, Creditor, Payer
from libs.simulator.remittance import Remittance

_SWEEP_FLOOR: Final = "500.00"
_TAX_OFFICES: Final = {"BE": "SPF Finances", "FR": "DGFIP", "NL": "Belastingdienst"}


class Others:
    def __init__(self, rng: Random, creditor: Creditor, days: Sequence[date]) -> None:
        self._rng, self._creditor, self._days = rng, creditor, days
        country = creditor.address.country
        self._suppliers = [
            Payer(name, *new_account(rng, country), "supplier") for name in names.SUPPLIERS
        ]
        self._tax_office = Payer(_TAX_OFFICES[country], *new_account(rng, country), "tax_office")

    @property
    def _main(self) -> BankAccount:
        return self._creditor.accounts[0]

    def regular(self) -> Iterator[Entry]:
        """What comes by the calendar: fees, salaries, interest; and one tax refund."""
        for _, month in groupby(self._days, key=lambda day: day.month):
            last = list(month)[-1]
            for account in self._creditor.accounts:
                fee = Transaction(self._amount(4, 30), None, _text("Frais de compte"))
                yield _out(Kind.FEE, account, last, fee)
            yield _out(Kind.SALARY, self._main, last, Transaction(self._amount(2_000, 5_000)))
        interest = self._amount(1, 20)
        yield Entry(
            self._main, self._days[-1], interest, Kind.INTEREST,
            (Transaction(interest, None, _text("Intérêts créditeurs")),),
        )  # fmt: skip
        refund = self._amount(200, 900)
        yield Entry(
            self._main, self._days[len(self._days) * 2 // 3], refund, Kind.TAX_REFUND,
            (Transaction(refund, self._tax_office, _text("REMBOURSEMENT TVA")),),
        )  # fmt: skip

    def suppliers(self, count: int) -> Iterator[Entry]:
        for _ in range(count):
            payee, day = self._rng.choice(self._suppliers), self._rng.choice(self._days)
            text = f"Votre relevé {self._rng.randrange(100, 999)}"
            bill = Transaction(self._amount(20, 400), payee, _text(text))
            yield _out(Kind.SUPPLIER, self._main, day, bill)

    def sweeps(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Each week's end the second account is emptied to a floor; both sides are booked."""
        if len(self._creditor.accounts) == 1:
            return
        main, second = self._creditor.accounts
        by_day = sorted((entry.booked_on, entry.amount) for entry in entries
                        if entry.account == second)  # fmt: skip
        balance, floor = second.opening, Money.of(_SWEEP_FLOOR, second.currency)
        for _, week in groupby(self._days, key=lambda day: day.isocalendar()[:2]):
            last = list(week)[-1]
            booked = [amount for day, amount in by_day if day <= last]
            by_day = by_day[len(booked) :]
            balance = balance + total(booked, second.currency)
            if balance > floor:
                surplus, balance = balance - floor, floor
                yield self._own(second, last, -surplus, main)
                yield self._own(main, last, surplus, second)

    def _own(self, account: BankAccount, day: date, amount: Money, other: BankAccount) -> Entry:
        party = Payer(self._creditor.name, other.iban, other.bic, "self")
        transaction = Transaction(abs(amount), party, _text("NIVELLEMENT"))
        return Entry(account, day, amount, Kind.SWEEP, (transaction,))

    def _amount(self, low: int, high: int) -> Money:
        cents = self._rng.randrange(low * 100, high * 100)
        return rounded(Money.of(cents, self._main.currency).amount / 100, self._main.currency)


def _out(kind: Kind, account: BankAccount, day: date, transaction: Transaction) -> Entry:
    return Entry(account, day, -transaction.amount, kind, (transaction,))


def _text(text: str) -> Remittance:
    return Remittance((text,) if text else ())
