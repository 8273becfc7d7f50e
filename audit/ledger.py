"""The ledger as an auditor keeps it: payments, items, what settles what, cash by account."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


class Impossible(Exception):
    """An event that the ledger's own rules forbid here."""


@dataclass(slots=True)
class Payment:
    """A bank entry that may be somebody's payment."""

    id: str
    creditor: str
    account: str
    kind: str
    received: int
    currency: str
    booked_on: str
    bank_reference: str
    end_to_end_id: str
    position: tuple[str, int]
    free: int = 0
    gone: int = 0
    outcome: str = "received"
    rule: str = ""
    decided_by: str = ""
    shares: dict[str, dict[str, Any]] = field(default_factory=dict)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    returned: bool = False


@dataclass(slots=True)
class Item:
    """One open position."""

    id: str
    kind: str
    number: str
    debtor: str
    creditor: str
    amount: int
    currency: str
    due_on: str
    cancelled: bool = False
    said_open: int = 0
    """What the last event about it said is open."""


@dataclass(frozen=True, slots=True)
class Aside:
    """An entry that is nobody's payment; `amount` is signed."""

    entry: str
    account: str
    kind: str
    amount: int
    currency: str
    booked_on: str


@dataclass(slots=True)
class Source:
    """What settles items: a booked share or a credit note, with what of it is on account."""

    kind: str
    debtor: str
    amount: int
    on_account: int
    number: str = ""
    """A credit note's own."""


@dataclass(slots=True)
class Ledger:
    """One tenant's."""

    payments: dict[str, Payment] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    settled: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(source, item) to what the one settles of the other."""
    settled_of: Counter[str] = field(default_factory=Counter)
    """Item to what settles it in all."""
    cash: Counter[str] = field(default_factory=Counter)
    """By account: opening balance, payments, returns, entries set aside, declared gaps."""
    clearing: Counter[str] = field(default_factory=Counter)
    """By agency: what it has of the creditor's money."""
    set_aside: list[Aside] = field(default_factory=list)
    entries: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each entry of a statement was booked: (statement, position)."""
    accepted: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    assigned: dict[str, str] = field(default_factory=dict)
    """Return to the payment that it takes back."""
    suspected: set[tuple[str, str]] = field(default_factory=set)
    """(item, by)"""
    covered: dict[str, str] = field(default_factory=dict)
    """Creditor to the day through which it is covered."""
    nonsense: list[tuple[str, str]] = field(default_factory=list)
    """Stream and reason of each event that cannot follow those before it."""

    def open_of(self, item: str) -> int:
        """Amount minus what settles it; nothing of a cancelled one."""
        it = self.items[item]
        if it.cancelled:
            return 0
        return it.amount - self.settled_of[item]
