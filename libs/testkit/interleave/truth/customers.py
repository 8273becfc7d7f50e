"""What customers and others happen to do at the bank: payments of every manner, and the rest."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Final

from libs.testkit.interleave.truth.bank import Bank, BankEntry
from libs.testkit.interleave.truth.documents import Invoice
from libs.testkit.interleave.truth.parties import Creditor, Debtor

PART: Final = Decimal("10.00")


class Customers:
    """Acts at a bank by chance."""

    def __init__(
        self,
        random: Random,
        creditor: Creditor,
        invoices: Sequence[Invoice],
        *,
        with_regular: bool,
    ) -> None:
        """`with_regular`: one debtor pays from one account, mostly without a word."""
        self._random, self._invoices = random, invoices
        self._with_reference = [one for one in invoices if one.reference]
        self.bank = Bank(random, creditor)
        self._regular = self._drawn_regular() if with_regular else None

    def act(self) -> tuple[BankEntry, ...]:
        """Two to seven movements, some of them twins, some sweeps, some coming back."""
        for _ in range(self._random.randint(2, 7)):
            self._act_once()
            if self._random.random() < 0.4:
                self._end_day()
        return tuple(self.bank.entries)

    def _drawn_regular(self) -> Debtor | None:
        able = [one.debtor for one in self._with_reference]
        return self._random.choice(able) if able else None

    def _act_once(self) -> None:
        random, bank = self._random, self.bank
        draw = random.random()
        payments = [one for one in bank.entries if one.kind == "payment"]
        returned = {one.original for one in bank.entries if one.kind == "return"}
        left = [one for one in payments if one.place not in returned]
        if draw < 0.12 and left:
            bank.take_back(random.choice(left))
        elif draw < 0.2 and payments:
            by_account = [one for one in payments if one.intent.manner == "account"]
            bank.twin(random.choice(by_account or payments))
        elif draw < 0.28:
            bank.debit(Decimal(random.choice(("-12.50", "-50.00"))))
        elif self._regular is not None and random.random() < 0.65:
            self._pay_regularly(self._regular)
        else:
            self._pay()

    def _end_day(self) -> None:
        if self._random.random() < 0.3:
            self.bank.sweep()
        self.bank.end_day(self._random.choice((1, 1, 1, 3)))

    def _pay(self) -> None:
        random, bank = self._random, self.bank
        invoice = random.choice(self._invoices)
        draw = random.random()
        if draw < 0.22 and self._with_reference:
            invoice = random.choice(self._with_reference)
            amount = PART if random.random() < 0.33 else invoice.amount
            bank.by_reference(invoice, amount, from_own_account=random.random() < 0.7)
        elif draw < 0.3 and len(self._with_reference) > 1:
            bank.by_references(random.sample(self._with_reference, 2))
        elif draw < 0.55:
            self._pay_by_number(invoice)
        elif draw < 0.68:
            bank.by_numbers(random.sample(self._invoices, 2))
        elif draw < 0.92:
            random.choice((bank.by_account, bank.by_account, bank.by_name, bank.by_customer))(
                invoice
            )
        else:
            bank.by_nothing()

    def _pay_by_number(self, invoice: Invoice) -> None:
        """By a stranger the open amount; by the debtor perhaps a smaller one."""
        if self._random.random() < 0.4:
            self.bank.by_number(invoice, invoice.amount, None)
        else:
            amount = PART if self._random.random() < 0.3 else invoice.amount
            self.bank.by_number(invoice, amount, invoice.debtor)

    def _pay_regularly(self, debtor: Debtor) -> None:
        """First with a reference, from then on with the amount alone, perhaps twice at once."""
        random, bank = self._random, self.bank
        invoices = [one for one in self._invoices if one.debtor == debtor]
        if not any(one.intent.payer == debtor for one in bank.entries):
            invoice = random.choice([one for one in invoices if one.reference])
            bank.by_reference(invoice, from_own_account=True)
            return
        invoice = random.choice(invoices)
        for _ in range(random.choice((1, 2))):
            bank.by_account(invoice)
