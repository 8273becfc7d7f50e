"""Builders of what dunning says that people agreed, contest or withheld."""

from datetime import date
from typing import Any

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    FreeText,
    ItemReleased,
    ItemWithheld,
    PlanAgreed,
    PlanBroken,
    PromiseEnded,
    PromiseMade,
)
from libs.kernel.keys import path_of
from libs.testkit.scenarios import Heard, heard
from services.handoff.tests.building import CREDITOR, DEBTOR, KEY, TENANT, eur


def disputed(number: str = "F-17", amount: str | None = None) -> Heard:
    event = DisputeOpened(
        dispute="dispute-1",
        item=f"item-{number}",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        amount=eur(amount) if amount else None,
        reason="damaged",
        owner="paula",
        due_on=None,
        opened_on=date(2026, 4, 1),
        opened_by="paula",
        personal=FreeText(text="wet"),
    )
    return heard("dunning", KEY, path_of(TENANT, "item", event.item), event)


def resolved(resolution: Any = "refused", number: str = "F-17") -> Heard:
    event = DisputeResolved(
        dispute="dispute-1",
        item=f"item-{number}",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        resolution=resolution,
        resolved_by="paula",
    )
    return heard("dunning", KEY, path_of(TENANT, "item", event.item), event)


def withheld(number: str = "F-17", until: str | None = None) -> Heard:
    event = ItemWithheld(
        item=f"item-{number}",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        demand="demand-1",
        until_on=date.fromisoformat(until) if until else None,
        withheld_on=date(2026, 4, 1),
        withheld_by="paula",
        personal=FreeText(text="their boss is on the phone"),
    )
    return heard("dunning", KEY, path_of(TENANT, "item", event.item), event)


def released(number: str = "F-17") -> Heard:
    event = ItemReleased(
        item=f"item-{number}",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        released_by="paula",
    )
    return heard("dunning", KEY, path_of(TENANT, "item", event.item), event)


def promised(*numbers: str) -> Heard:
    event = PromiseMade(
        promise="promise-1",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        items=tuple(f"item-{number}" for number in numbers or ("F-17",)),
        amount=eur("120.00"),
        pay_by_on=date(2026, 4, 10),
        judged_from_on=date(2026, 4, 14),
        made_on=date(2026, 4, 1),
        noted_by="paula",
    )
    return heard("dunning", KEY, path_of(TENANT, "case", "case-1"), event)


def promise_taken_back() -> Heard:
    event = PromiseEnded(
        promise="promise-1",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        reason="taken_back",
        ended_by="paula",
    )
    return heard("dunning", KEY, path_of(TENANT, "case", "case-1"), event)


def planned(*numbers: str) -> Heard:
    """Agreed to be paid in instalments."""
    event = PlanAgreed(
        plan="plan-1",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        items=tuple(f"item-{number}" for number in numbers or ("F-17",)),
        total=eur("120.00"),
        until_on=date(2026, 6, 10),
        agreed_on=date(2026, 4, 1),
        noted_by="paula",
    )
    return heard("dunning", KEY, path_of(TENANT, "case", "case-1"), event)


def plan_broken() -> Heard:
    event = PlanBroken(
        plan="plan-1",
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        number=1,
        paid=eur("0.00"),
        missing=eur("40.00"),
        judged_on=date(2026, 4, 14),
    )
    return heard("dunning", KEY, path_of(TENANT, "case", "case-1"), event)
