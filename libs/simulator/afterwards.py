"""What comes after a life has been lived: one more transfer, on the next bank day."""

from dataclasses import dataclass, replace

from libs.kernel.money import Money
from libs.simulator.days import bank_day_after
from libs.simulator.economy import Economy
from libs.simulator.entries import Entry, Kind, Transaction
from libs.simulator.parties import Payer
from libs.simulator.payments import Case
from libs.simulator.remittance import Remittance
from libs.simulator.statements import Statement, number_of
from libs.simulator.truth import DayBalance, PaymentKey, TruePayment


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that comes in and is no debtor's payment."""

    payer: Payer
    amount: Money
    text: str


def with_transfer(economy: Economy, transfer: Transfer) -> Economy:
    """The life with one more statement, behind the last of the account whose bank numbers them."""
    last = [one for one in economy.statements if one.account.numbered][-1]
    statement = _behind(last, transfer)
    balance = DayBalance(statement.account.iban, statement.to_on, statement.closing)
    truth = replace(
        economy.truth,
        payments=(*economy.truth.payments, _true_payment(statement, transfer)),
        balances=(*economy.truth.balances, balance),
    )
    return replace(
        economy,
        ends_on=statement.to_on,
        statements=(*economy.statements, statement),
        truth=truth,
    )


def _behind(last: Statement, transfer: Transfer) -> Statement:
    """The next bank day's, with nothing but the transfer."""
    day = bank_day_after(last.to_on)
    reference = f"{day:%y%j}00001"
    transaction = Transaction(
        amount=transfer.amount,
        party=transfer.payer,
        remittance=Remittance(lines=(transfer.text,)),
        bank_reference=reference,
    )
    entry = Entry(
        account=last.account,
        booked_on=day,
        amount=transfer.amount,
        kind=Kind.TRANSFER,
        transactions=(transaction,),
        bank_reference=reference,
        entry_reference="1",
    )
    return replace(
        last,
        from_on=day,
        to_on=day,
        number=number_of(day),
        opening=last.closing,
        closing=last.closing + transfer.amount,
        entries=(entry,),
        arrives_on=bank_day_after(day),
    )


def _true_payment(statement: Statement, transfer: Transfer) -> TruePayment:
    (entry,) = statement.entries
    key = PaymentKey(entry.account.iban, entry.booked_on, entry.amount, entry.bank_reference, 1)
    return TruePayment(
        key=key,
        case=Case.NOBODY,
        kind=entry.kind,
        certain=False,
        certain_by="",
        may_mislead=False,
        split=(),
        wording="",
        spelling="",
        payer=transfer.payer.kind,
        arrives_on=statement.arrives_on,
    )
