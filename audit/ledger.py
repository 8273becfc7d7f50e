"""The ledger as the events of matching say it, summed up from nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from audit.cents import cents
from audit.log import Fact


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
    number: str
    debtor: str
    creditor: str
    amount: int
    currency: str
    due_on: str
    cancelled: bool = False
    said_open: int = 0
    """What the last event about it said is open."""


@dataclass(slots=True)
class Source:
    """What settles items: a booked share or a credit note, with what of it is on account."""

    kind: str
    debtor: str
    amount: int
    on_account: int


@dataclass(slots=True)
class Ledger:
    """One tenant's."""

    payments: dict[str, Payment] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    settled: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(source, item) to what the one settles of the other."""
    cash: Counter[str] = field(default_factory=Counter)
    """By account: opening balance, payments, returns, entries set aside, declared gaps."""
    set_aside: Counter[str] = field(default_factory=Counter)
    entries: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each entry of a statement was booked: (statement, position)."""
    accepted: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    suspected: set[tuple[str, str]] = field(default_factory=set)
    """(item, by)"""
    covered: dict[str, str] = field(default_factory=dict)
    """Creditor to the day through which it is covered."""

    def open_of(self, item: str) -> int:
        """Amount minus what settles it; nothing of a cancelled one."""
        it = self.items[item]
        if it.cancelled:
            return 0
        return it.amount - sum(n for (_, on), n in self.settled.items() if on == item)


def ledger_of(facts: Iterable[Fact], tenant: str) -> Ledger:
    """Sum the facts of matching of one tenant; in the order of each partition they may mix."""
    ledger = Ledger()
    for fact in facts:
        if fact.service == "matching" and fact.tenant == tenant:
            handler = _HANDLERS.get(fact.name)
            if handler is not None:
                handler(ledger, fact.fields)
    return ledger


def _statement_accepted(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.accepted[f["statement"]] = f
    ledger.waiting.discard(f["statement"])
    if f.get("begins_with"):
        ledger.cash[f["account"]] += cents(f["begins_with"])


def _statement_waiting(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.waiting.add(f["statement"])


def _no_longer_waiting(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.waiting.discard(f["statement"])


def _feed_restarted(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.cash[f["account"]] += cents(f["difference"])


def _entry_set_aside(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.cash[f["account"]] += amount
    ledger.set_aside[f["kind"]] += amount
    ledger.entries[f["statement"], f["position"]] += 1


def _payment_received(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.cash[f["account"]] += amount if f["kind"] == "credit" else -amount
    ledger.entries[f["statement"], f["position"]] += 1
    ledger.payments[f["payment"]] = Payment(
        id=f["payment"],
        creditor=f["creditor"],
        account=f["account"],
        kind=f["kind"],
        received=amount,
        currency=f["amount"].split(" ")[1],
        booked_on=f["booked_on"],
        bank_reference=f["bank_reference"],
        end_to_end_id=f["end_to_end_id"],
        position=(f["statement"], f["position"]),
        free=amount if f["kind"] == "credit" else 0,
    )


def _payment_identified(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    payment.outcome, payment.rule, payment.decided_by = "applied", f["rule"], f["decided_by"]
    payment.candidates = []
    for share in f["shares"]:
        payment.shares[share["share"]] = share
        payment.free -= cents(share["amount"])


def _payment_suggested(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    payment.candidates = f["candidates"]
    if not payment.shares:
        payment.outcome = "suggested"


def _payment_unidentified(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    if not payment.shares:
        payment.outcome = "unidentified"


def _payment_returned(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    payment.gone += payment.free
    payment.free, payment.returned, payment.outcome = 0, True, "returned"


def _return_assigned(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.payments[f["payment"]].outcome = "assigned"


def _share_released(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    del payment.shares[f["share"]]
    if payment.returned:
        payment.gone += cents(f["amount"])
    else:
        payment.free += cents(f["amount"])
        if not payment.shares:
            payment.outcome = "unidentified"


def _share_booked(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    if f["share"] in ledger.sources:
        raise AssertionError(f"share {f['share']} is booked twice")
    ledger.sources[f["share"]] = Source("share", f["debtor"], amount, amount)


def _share_taken_back(ledger: Ledger, f: dict[str, Any]) -> None:
    source = ledger.sources.pop(f["share"])
    if source.on_account != source.amount:
        raise AssertionError(f"share {f['share']} was taken back while it settled something")


def _credit_booked(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.sources[f["credit"]] = Source("credit", f["debtor"], amount, amount)


def _allocated(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.sources[f["source"]].on_account -= cents(f["amount"])
    ledger.settled[f["source"], f["item"]] += cents(f["amount"])


def _reversed(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.sources[f["source"]].on_account += cents(f["amount"])
    ledger.settled[f["source"], f["item"]] -= cents(f["amount"])


def _item_opened(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.items[f["item"]] = Item(
        id=f["item"],
        number=f["number"],
        debtor=f["debtor"],
        creditor=f["creditor"],
        amount=amount,
        currency=f["amount"].split(" ")[1],
        due_on=f["due_on"],
        said_open=amount,
    )


def _item_says_open(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.items[f["item"]].said_open = cents(f["open"])


def _item_settled(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.items[f["item"]].said_open = 0


def _item_cancelled(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.items[f["item"]].cancelled = True
    ledger.items[f["item"]].said_open = 0


def _suspected(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.suspected.add((f["item"], f["by"]))


def _unsuspected(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.suspected.discard((f["item"], f["by"]))


def _covered(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.covered[f["creditor"]] = max(f["through_on"], ledger.covered.get(f["creditor"], ""))


_HANDLERS = {
    "statement_accepted": _statement_accepted,
    "statement_waiting": _statement_waiting,
    "statement_repeated": _no_longer_waiting,
    "statement_dropped": _no_longer_waiting,
    "feed_restarted": _feed_restarted,
    "entry_set_aside": _entry_set_aside,
    "payment_received": _payment_received,
    "payment_identified": _payment_identified,
    "payment_suggested": _payment_suggested,
    "payment_unidentified": _payment_unidentified,
    "payment_returned": _payment_returned,
    "return_assigned": _return_assigned,
    "share_released": _share_released,
    "share_booked": _share_booked,
    "share_taken_back": _share_taken_back,
    "credit_booked": _credit_booked,
    "payment_allocated": _allocated,
    "allocation_reversed": _reversed,
    "item_opened": _item_opened,
    "item_reduced": _item_says_open,
    "item_reopened": _item_says_open,
    "item_settled": _item_settled,
    "item_cancelled": _item_cancelled,
    "settlement_suspected": _suspected,
    "suspicion_lifted": _unsuspected,
    "suspicion_expired": _unsuspected,
    "ledger_covered": _covered,
}
