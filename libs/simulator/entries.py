"""What a bank books: entries on an account and the transactions in them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from libs.kernel.money import Money
from libs.simulator.parties import BankAccount, Payer
from libs.simulator.payments import Payment
from libs.simulator.remittance import Remittance

NOT_PROVIDED = "NOTPROVIDED"


class Kind(StrEnum):
    TRANSFER = "transfer"
    DEBIT = "direct_debit"
    BATCH = "batch"
    """Direct debits of one day in one entry, each with its amount."""
    BATCH_WHOLE = "batch_whole"
    """The same, but the bank shows no amounts."""
    DEBIT_RETURN = "debit_return"
    TRANSFER_RETURN = "transfer_return"
    SUPPLIER = "supplier"
    SALARY = "salary"
    FEE = "fee"
    INTEREST = "interest"
    SWEEP = "sweep"
    TAX_REFUND = "tax_refund"


# Domain, family and sub-family of ISO 20022's external bank transaction codes.
CODES = {
    Kind.TRANSFER: ("PMNT", "RCDT", "ESCT"),
    Kind.DEBIT: ("PMNT", "IDDT", "ESDD"),
    Kind.BATCH: ("PMNT", "IDDT", "ESDD"),
    Kind.BATCH_WHOLE: ("PMNT", "IDDT", "ESDD"),
    Kind.DEBIT_RETURN: ("PMNT", "IDDT", "UPDD"),
    Kind.TRANSFER_RETURN: ("PMNT", "RCDT", "RPCR"),
    Kind.SUPPLIER: ("PMNT", "ICDT", "ESCT"),
    Kind.SALARY: ("PMNT", "ICDT", "SALA"),
    Kind.FEE: ("ACMT", "MDOP", "FEES"),
    Kind.INTEREST: ("ACMT", "MCOP", "INTR"),
    Kind.SWEEP: ("CAMT", "ACCB", "SWEP"),
    Kind.TAX_REFUND: ("PMNT", "RCDT", "ESCT"),
}
NOBODYS = frozenset(
    {Kind.SUPPLIER, Kind.SALARY, Kind.FEE, Kind.INTEREST, Kind.SWEEP, Kind.TAX_REFUND}
)


@dataclass(frozen=True, slots=True)
class Transaction:
    amount: Money
    """Positive; the entry says in which direction."""
    party: Payer | None = None
    remittance: Remittance = field(default_factory=Remittance)
    end_to_end_id: str = NOT_PROVIDED
    transaction_id: str = ""
    mandate_id: str = ""
    bank_reference: str = ""
    return_reason: str = ""
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    account: BankAccount
    booked_on: date
    amount: Money
    """Signed: positive comes in."""
    kind: Kind
    transactions: tuple[Transaction, ...]
    bank_reference: str = ""
    """Unique where the account is numbered; the other bank gives none."""
    entry_reference: str = ""
    """A counter that begins anew with each statement."""

    @property
    def shows_amounts(self) -> bool:
        return self.kind is not Kind.BATCH_WHOLE

    @property
    def takes_back(self) -> bool:
        return self.kind in (Kind.DEBIT_RETURN, Kind.TRANSFER_RETURN)
