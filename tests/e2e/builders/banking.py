"""A bank that books what a story says, day after day, and writes statements that chain."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.kernel.money import Money, total
from libs.simulator.camt import statement_xml
from libs.simulator.days import bank_day_after
from libs.simulator.entries import NOT_PROVIDED, Entry, Kind, Transaction
from libs.simulator.parties import BankAccount, Payer
from libs.simulator.remittance import Remittance
from libs.simulator.statements import Statement
from tests.e2e.builders.parties import JANSEN, a_stranger, eur

FIRST_DAY = date(2026, 3, 2)
OWNER = "De Bakker"


@dataclass(frozen=True, slots=True)
class Movement:
    """What comes in (positive) or goes out, before a bank has booked it."""

    amount: Money
    kind: Kind = Kind.TRANSFER
    text: str = ""
    reference: str = ""
    """Structured, with check digits."""
    other: Payer = JANSEN.payers[0]
    end_to_end_id: str = NOT_PROVIDED
    bank_reference: str = ""
    """Of what it takes back; else the bank makes one where it makes them."""
    reason: str = ""


def paid(
    amount: str, text: str = "", *, by: Payer = JANSEN.payers[0], reference: str = ""
) -> Movement:
    """Money that comes, with the words of its payer."""
    return Movement(eur(amount), text=text, other=by, reference=reference)


def spent(amount: str) -> Movement:
    """Money that goes to a supplier."""
    return Movement(-eur(amount), Kind.SUPPLIER, "your bill", other=a_stranger("Meel & Co"))


def swept(amount: str, other: BankAccount) -> Movement:
    """To or from another account of the creditor's own."""
    own = Payer(OWNER, other.iban, other.bic, "self")
    return Movement(eur(amount), Kind.SWEEP, "NIVELLEMENT", other=own)


def taken_back(booked: Entry) -> Movement:
    """The bank gives a payment back to its payer, under the reference that it had."""
    (transaction,) = booked.transactions
    assert transaction.party is not None
    return Movement(
        -booked.amount,
        Kind.TRANSFER_RETURN,
        other=transaction.party,
        end_to_end_id=transaction.end_to_end_id,
        bank_reference=booked.bank_reference,
        reason="AC04",
    )


@dataclass(slots=True)
class Bank:
    """One account and what is booked on it."""

    account: BankAccount
    day_on: date = FIRST_DAY
    number: int = 0
    balance: Money = field(init=False)

    def __post_init__(self) -> None:
        self.balance = self.account.opening

    def statement(self, *movements: Movement) -> Statement:
        """The next bank day's; its number follows where the bank numbers."""
        self.number += 1
        entries = tuple(self._entry(one, n) for n, one in enumerate(movements, start=1))
        opening = self.balance
        self.balance = opening + total((e.amount for e in entries), self.account.currency)
        day_on, self.day_on = self.day_on, bank_day_after(self.day_on)
        return Statement(
            account=self.account,
            from_on=day_on,
            to_on=day_on,
            number=self.number if self.account.numbered else None,
            opening=opening,
            closing=self.balance,
            entries=entries,
            arrives_on=self.day_on,
        )

    def _entry(self, movement: Movement, place: int) -> Entry:
        reference = movement.bank_reference
        if self.account.numbered and not reference:
            reference = f"{self.day_on:%y%j}{place:05d}"
        transaction = Transaction(
            amount=abs(movement.amount),
            party=movement.other,
            remittance=Remittance(
                (movement.text,) if movement.text else (), structured=movement.reference
            ),
            end_to_end_id=movement.end_to_end_id,
            bank_reference=reference,
            return_reason=movement.reason,
        )
        return Entry(
            account=self.account,
            booked_on=self.day_on,
            amount=movement.amount,
            kind=movement.kind,
            transactions=(transaction,),
            bank_reference=reference,
            entry_reference=str(place),
        )


def exported_again(statement: Statement) -> Statement:
    """The same content, under another message id and another time."""
    return replace(statement, export=statement.export + 1)


def together(one: Statement, other: Statement) -> Statement:
    """Two statements that follow each other as one download; of a bank that does not number."""
    entries = (*one.entries, *other.entries)
    return replace(
        other,
        from_on=one.from_on,
        opening=one.opening,
        entries=tuple(replace(e, entry_reference=str(n)) for n, e in enumerate(entries, 1)),
        export=2,
    )


def written(statement: Statement) -> bytes:
    """As a camt.053 file."""
    return statement_xml(statement, OWNER)
