"""What the bank shows, one payment or other movement at a time, and how it is found again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from libs.kernel.money import total
from libs.simulator.entries import NOT_PROVIDED, Entry, Transaction
from libs.simulator.payments import Payment
from libs.simulator.statements import Statement
from libs.simulator.truth import PaymentKey


@dataclass(frozen=True, slots=True)
class Booked:
    """One payment, return or other movement as the bank shows it."""

    key: PaymentKey
    entry: Entry
    transactions: tuple[Transaction, ...]
    arrives_on: date

    @property
    def payments(self) -> tuple[Payment, ...]:
        """None for what takes back or is nobody's."""
        if self.entry.takes_back:
            return ()
        return tuple(t.payment for t in self.transactions if t.payment)


def booked_in(statements: Iterable[Statement]) -> Iterator[Booked]:
    """All that statements show: the transactions of an entry, or all of one that hides amounts."""
    nth: Counter[tuple[object, ...]] = Counter()
    for statement in statements:
        for entry in statement.entries:
            groups = (
                [(transaction,) for transaction in entry.transactions]
                if entry.shows_amounts
                else [entry.transactions]
            )
            for group in groups:
                yield Booked(_key(entry, group, nth), entry, group, statement.arrives_on)


def _key(
    entry: Entry, group: tuple[Transaction, ...], nth: Counter[tuple[object, ...]]
) -> PaymentKey:
    amount = total((t.amount for t in group), entry.amount.currency)
    if len(group) > 1:
        reference = entry.bank_reference
    else:
        e2e = group[0].end_to_end_id
        reference = group[0].bank_reference or ("" if e2e == NOT_PROVIDED else e2e)
    signed = amount if entry.amount.is_positive else -amount
    same = (entry.account.iban, entry.booked_on, signed, reference)
    nth[same] += 1
    return PaymentKey(*same, nth[same])
