"""Builders of what is heard of two debtors that become one: Smith goes into Jones."""

from typing import Any

from libs.events.contracts.matching import (
    DebtorClosed,
    ItemMovedIn,
    ItemMovedOut,
    ItemNames,
    ItemSettled,
    PaymentAllocated,
)
from libs.testkit.scenarios import Heard, Scenario, heard
from services.dunning.tests.building import (
    CREDITOR,
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    dunning,
    eur,
    key,
    on,
)


def closed(debtor: str = DEBTOR, into: str = "jones") -> Heard:
    fact = DebtorClosed(debtor=debtor, into=into, creditor=CREDITOR)
    return heard("matching", key("debtor", debtor), key("debtor", debtor), fact)


def moved_out(
    item: str, amount: str = "120.00", debtor: str = DEBTOR, into: str = "jones"
) -> Heard:
    fact = ItemMovedOut(item=item, creditor=CREDITOR, debtor=debtor, into=into, open=eur(amount))
    return heard("matching", key("debtor", debtor), key("item", item), fact)


def moved_in(item: str, amount: str = "120.00", debtor: str = "jones", **more: Any) -> Heard:
    said: dict[str, Any] = {"came_from": DEBTOR, "formerly": (DEBTOR,), "due_on": on("2026-03-06")}
    fact = ItemMovedIn(
        item=item, kind="invoice", creditor=CREDITOR, debtor=debtor, number=item,
        amount=eur("120.00"), open=eur(amount), issued_on=on("2026-01-15"), names=ItemNames(),
        **(said | more),
    )  # fmt: skip
    return heard("matching", key("debtor", debtor), key("item", f"{item}~{debtor}"), fact)


def merged(*items: str, into: str = "jones") -> tuple[Heard, ...]:
    return (closed(into=into), *(moved_out(item, into=into) for item in items))


def both_known(*more: Any) -> Scenario:
    return dunning.given(
        a_creditor(), a_policy(), a_debtor(), a_debtor("jones", email="ap@jones.example"),
        a_day("2026-03-17"), *more,
    )  # fmt: skip


def paid_at_jones(amount: str) -> tuple[Heard, ...]:
    allocation = PaymentAllocated(
        source="share-2", source_kind="share", payment="p2", item="F-1", creditor=CREDITOR,
        debtor="jones", amount=eur(amount), on_account=eur("0.00"), booked_on=on("2026-03-19"),
    )  # fmt: skip
    settled = ItemSettled(
        item="F-1", creditor=CREDITOR, debtor="jones", source="share-2", source_kind="share",
        amount=eur(amount), payment="p2", settled_on=None,
    )  # fmt: skip
    at = key("debtor", "jones")
    return (
        heard("matching", at, key("share", "share-2"), allocation),
        heard("matching", at, key("item", "F-1~jones"), settled),
    )
