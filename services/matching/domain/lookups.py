"""What matching finds across keys: names of look-ups, their values, and how they are asked."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from libs.events.loop.decider import Lookup
from libs.kernel.ids import IdSecret
from libs.kernel.money import Money

FEW: Final = 21
"""One more than twenty: so many answers mean `too many to tell`."""
ITEMS_OF_DEBTOR_MAX: Final = 41
"""One more than the forty items whose combinations are counted."""
MANY: Final = 101


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """An item as a search sees it."""

    item: str
    creditor: str
    debtor: str
    number: str
    amount: Money
    open: Money
    due_on: date
    number_length: int = 0
    debtor_name: str = ""
    is_moving: bool = False
    """It left for another debtor and may not have arrived there: its old address sends on."""
    formerly: tuple[str, ...] = ()
    """Debtors that it was at before, which were merged."""

    def is_of(self, debtors: Container[str]) -> bool:
        """Whether it is at one of these debtors, or was before a merge."""
        return any(one in debtors for one in (self.debtor, *self.formerly))


@dataclass(frozen=True, slots=True)
class DebtorSeen:
    """Whose customer a debtor is."""

    creditor: str


@dataclass(frozen=True, slots=True)
class PayerSeen:
    """A payer's account that is known to pay for a debtor."""

    payer_account: str
    debtor: str


@dataclass(frozen=True, slots=True)
class FreeSeen:
    """A payment with free money."""

    payment: str
    booked_on: date
    payer_account: str = ""


@dataclass(frozen=True, slots=True)
class OriginalSeen:
    """A payment that a return may take back."""

    payment: str
    booked_on: date
    position: int
    returned_by: str = ""


@dataclass(frozen=True, slots=True)
class ReturnSeen:
    """A return, with what its original is looked for by."""

    payment: str
    group: str
    creditor: str
    account: str
    amount: Money
    booked_on: date
    bank_reference: str = ""
    end_to_end_id: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class RemittanceSeen:
    """An agency's remittance that no payment has settled yet."""

    remittance: str
    agency: str
    number: str
    """Hash of its reference."""


LOOKUP_TYPES: Final[Mapping[str, type]] = {
    "item": ItemSeen,
    "item_by_reference": ItemSeen,
    "item_by_number": ItemSeen,
    "open_by_customer": ItemSeen,
    "open_of_debtor": ItemSeen,
    "open_of_debtor_by_amount": ItemSeen,
    "open_by_amount": ItemSeen,
    "open_by_name_and_amount": ItemSeen,
    "debtor": DebtorSeen,
    "debtor_of_payer": PayerSeen,
    "payer_of_debtor": PayerSeen,
    "free_by_reference": FreeSeen,
    "free_by_number": FreeSeen,
    "free_by_customer": FreeSeen,
    "free_by_amount": FreeSeen,
    "free_by_payer_and_amount": FreeSeen,
    "free_by_name_and_amount": FreeSeen,
    "original": OriginalSeen,
    "return": ReturnSeen,
    "return_for": ReturnSeen,
    "remittance_expected": RemittanceSeen,
}


def words(tenant: str, *parts: str) -> str:
    """A look-up's key; never across tenants."""
    return "/".join((tenant, *parts))


def item_by_id(tenant: str, item: str) -> Lookup:
    return Lookup("item", words(tenant, item), 1)


def debtor_by_id(tenant: str, debtor: str) -> Lookup:
    return Lookup("debtor", words(tenant, debtor), 1)


def by_name_of(kind: str, tenant: str, creditor: str, name: str) -> Lookup:
    """`kind` says what by which name: item_by_reference, open_by_customer, free_by_number, …"""
    return Lookup(kind, words(tenant, creditor, name), FEW)


def open_of_debtor(tenant: str, debtor: str, currency: str) -> Lookup:
    key = words(tenant, debtor, currency)
    return Lookup("open_of_debtor", key, ITEMS_OF_DEBTOR_MAX)


def open_of_debtor_by_amount(tenant: str, debtor: str, amount: Money) -> Lookup:
    return Lookup("open_of_debtor_by_amount", words(tenant, debtor, str(amount)), FEW)


def open_by_amount(tenant: str, creditor: str, amount: Money) -> Lookup:
    return Lookup("open_by_amount", words(tenant, creditor, str(amount)), FEW)


def free_by_amount(tenant: str, creditor: str, amount: Money) -> Lookup:
    return Lookup("free_by_amount", words(tenant, creditor, str(amount)), MANY)


def by_name_and_amount(kind: str, tenant: str, creditor: str, name: str, amount: Money) -> Lookup:
    """`kind` is open_by_name_and_amount, free_by_name_and_amount, free_by_payer_and_amount."""
    return Lookup(kind, words(tenant, creditor, name, str(amount)), FEW)


def debtor_of_payer(tenant: str, creditor: str, payer_account: str) -> Lookup:
    return Lookup("debtor_of_payer", words(tenant, creditor, payer_account), FEW)


def payer_of_debtor(tenant: str, debtor: str) -> Lookup:
    return Lookup("payer_of_debtor", words(tenant, debtor), FEW)


_SAYS_NOTHING: Final = frozenset({"", "NOTPROVIDED", "NONREF", "NOREF"})


def tellable(bank_reference: str, end_to_end_id: str) -> tuple[str, ...]:
    """By which references a payment and its return find each other."""
    told = (("end_to_end", end_to_end_id), ("bank", bank_reference))
    return tuple(
        f"{kind}:{text.strip()}" for kind, text in told if text.strip().upper() not in _SAYS_NOTHING
    )


def original_key(ids: IdSecret, tenant: str, account: str, amount: Money, told: str) -> str:
    """The look-up key that a payment and its return share, for one reference of them."""
    return words(tenant, ids.hashed(tenant, "original", account, str(amount), told))


def return_by_id(tenant: str, payment: str) -> Lookup:
    return Lookup("return", words(tenant, payment), 1)
