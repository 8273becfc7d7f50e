"""Builders of what is heard of a debtor's items, money and messages."""

from typing import Any

from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    DueDateExtended,
    ItemCancelled,
    ItemNames,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    SettlementSuspected,
    ShareBooked,
    ShareTakenBack,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.events.contracts.model import Event
from libs.events.contracts.notifications import (
    MessageBounced,
    MessageFailed,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
)
from libs.kernel.money import read_money
from libs.testkit.scenarios import Heard, heard
from services.dunning.tests.building import CREDITOR, DEBTOR, case_id, eur, key, on

OF: dict[str, Any] = {"creditor": CREDITOR, "debtor": DEBTOR}


def _heard(kind: str, identity: str, event: Event, debtor: str = DEBTOR) -> Heard:
    return heard("matching", key("debtor", debtor), key(kind, identity), event)


def an_item(item: str, amount: str = "120.00", *, due: str, debtor: str = DEBTOR) -> Heard:
    """Its number is its id; `amount` in euros, unless it names a currency."""
    opened = ItemOpened(
        item=item,
        kind="invoice",
        creditor=CREDITOR,
        debtor=debtor,
        number=item,
        amount=read_money(amount if " " in amount else f"{amount} EUR"),
        issued_on=on("2026-01-15"),
        due_on=on(due),
        names=ItemNames(),
    )
    return _heard("item", item, opened, debtor)


def reduced(item: str, by: str, to: str, *, payment: str = "p1", kind: Any = "share") -> Heard:
    fact = ItemReduced(
        **OF, item=item, source=f"{kind}-1", source_kind=kind, amount=eur(by), open=eur(to),
        payment=payment if kind == "share" else "",
    )  # fmt: skip
    return _heard("item", item, fact)


def settled(
    item: str, amount: str = "120.00", *, payment: str = "p1", kind: Any = "share"
) -> Heard:
    fact = ItemSettled(
        **OF, item=item, source=f"{kind}-1", source_kind=kind, amount=eur(amount),
        payment=payment if kind == "share" else None, settled_on=None,
    )  # fmt: skip
    return _heard("item", item, fact)


def reopened(item: str, amount: str = "120.00", *, open_now: str = "") -> Heard:
    fact = ItemReopened(
        **OF, item=item, source="share-1", source_kind="share", amount=eur(amount),
        open=eur(open_now or amount), reason="returned", payment="p1",
    )  # fmt: skip
    return _heard("item", item, fact)


def cancelled(item: str, amount: str = "120.00") -> Heard:
    fact = ItemCancelled(**OF, item=item, written_back=eur(amount), reason="wrong goods")
    return _heard("item", item, fact)


def extended(item: str, to: str, *, was: str = "2026-03-01") -> Heard:
    fact = DueDateExtended(
        **OF, item=item, due_on=on(to), was_due_on=on(was), reason="asked", extended_by="paula"
    )
    return _heard("item", item, fact)


def suspected(item: str, by: str = "p9", *, until: str = "2026-03-25") -> Heard:
    fact = SettlementSuspected(
        **OF, item=item, by=by, by_kind="payment", since_on=on("2026-03-18"), expires_on=on(until)
    )
    return _heard("item", item, fact)


def unsuspected(item: str, by: str = "p9") -> Heard:
    return _heard("item", item, SuspicionLifted(**OF, item=item, by=by))


def suspicion_expired(item: str, by: str = "p9") -> Heard:
    fact = SuspicionExpired(**OF, item=item, by=by, since_on=on("2026-03-18"))
    return _heard("item", item, fact)


def share_booked(share: str, amount: str, *, item: str = "") -> Heard:
    fact = ShareBooked(
        **OF, share=share, payment="p1", item=item, amount=eur(amount), evidence="number"
    )
    return _heard("share", share, fact)


def share_taken_back(share: str, amount: str) -> Heard:
    fact = ShareTakenBack(**OF, share=share, payment="p1", amount=eur(amount))
    return _heard("share", share, fact)


def credit_booked(credit: str, amount: str) -> Heard:
    fact = CreditBooked(
        **OF, credit=credit, number=credit, names_number="", item="", amount=eur(amount),
        issued_on=on("2026-03-01"),
    )  # fmt: skip
    return _heard("credit", credit, fact)


def allocated(
    item: str, amount: str, *, booked: str, share: str = "share-1", left: str = "0.00"
) -> Heard:
    fact = PaymentAllocated(
        **OF, source=share, source_kind="share", payment="p1", item=item, amount=eur(amount),
        on_account=eur(left), booked_on=on(booked),
    )  # fmt: skip
    return _heard("share", share, fact)


def reversed_(item: str, amount: str, *, share: str = "share-1") -> Heard:
    fact = AllocationReversed(
        **OF, source=share, source_kind="share", payment="p1", item=item, amount=eur(amount),
        on_account=eur(amount),
    )  # fmt: skip
    return _heard("share", share, fact)


def _reported(event: Event) -> Heard:
    return heard("notifications", key("debtor", DEBTOR), key("message", "m1"), event)


def _message(demand: str) -> dict[str, Any]:
    return {"message": f"of-{demand}", "demand": demand, "case": case_id(), **OF}


def sent(demand: str) -> Heard:
    fact = MessageSent(
        **_message(demand), attempt=1, reply="250 ok", sent_at="2026-03-18T09:00:00Z"
    )
    return _reported(fact)


def withdrawn(demand: str, *, gate: str = "", reason: Any = "recalled") -> Heard:
    return _reported(MessageWithdrawn(**_message(demand), reason=reason, gate=gate))


def failed(demand: str, reason: Any = "refused") -> Heard:
    return _reported(MessageFailed(**_message(demand), attempt=1, reason=reason))


def uncertain(demand: str, *, last: bool) -> Heard:
    return _reported(MessageUncertain(**_message(demand), attempt=1, last=last))


def bounced(demand: str, *, permanent: bool = True) -> Heard:
    return _reported(MessageBounced(**_message(demand), status="5.1.1", permanent=permanent))
