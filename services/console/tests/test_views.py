"""The views of the console: figures that add up, and a word to who listens."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from libs.events.contracts.dunning import PromiseBroken, PromiseKept, PromiseMade
from libs.events.contracts.matching import (
    AllocationReversed,
    ItemCancelled,
    ItemOpened,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    ShareBooked,
    ShareRecalled,
)
from libs.events.contracts.matching_items import ItemNames
from libs.events.contracts.matching_payments import (
    PaymentEvidence,
    PaymentPersonal,
    ShareIntent,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money
from libs.testkit.stack import Addresses
from services.console.adapters.listening import Listening
from services.console.tests.filling import TENANT, filled, said_of
from services.console.views.figures import FiguresView
from services.console.views.happened import HappenedView
from services.console.views.reading import Balance, Figures, Told

TODAY = date(2026, 3, 31)
LIMIT_S = 20


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def opened(item: str, amount: str, *, issued: str, due: str) -> ItemOpened:
    return ItemOpened(
        item=item,
        kind="invoice",
        creditor="c",
        debtor="d",
        number=item,
        amount=eur(amount),
        issued_on=date.fromisoformat(issued),
        due_on=date.fromisoformat(due),
        names=ItemNames(),
    )


def settled(item: str, amount: str, *, booked: str) -> tuple[Event, ...]:
    """Paid in full by a share of its own."""
    share, money = f"share of {item}", eur(amount)
    who: dict[str, Any] = {"creditor": "c", "debtor": "d"}
    paid: dict[str, Any] = {
        "source": share,
        "source_kind": "share",
        "payment": "p",
        "item": item,
        **who,
    }
    on = date.fromisoformat(booked)
    return (
        ShareBooked(share=share, payment="p", item=item, amount=money, evidence="number", **who),
        PaymentAllocated(amount=money, on_account=eur("0"), booked_on=on, **paid),
        ItemSettled(amount=money, settled_on=on, **paid),
    )


async def told(stack: Addresses, events: Sequence[Event]) -> Told:
    async with filled(stack.postgres, FiguresView(), said_of(events)) as view:
        return await Figures(view.reading).told(TENANT, TODAY)


async def test_what_is_open_is_told_by_how_late_it_is(stack: Addresses) -> None:
    found = await told(
        stack,
        [
            opened("not due", "100", issued="2026-03-01", due="2026-03-31"),
            opened("a day late", "20", issued="2026-02-01", due="2026-03-30"),
            opened("thirty days", "3", issued="2026-02-01", due="2026-03-01"),
            opened("thirty-one", "7", issued="2026-02-01", due="2026-02-28"),
            opened("very late", "50", issued="2025-11-01", due="2025-12-01"),
            opened("paid", "900", issued="2026-02-01", due="2026-02-10"),
            *settled("paid", "900", booked="2026-02-12"),
        ],
    )
    assert [(row.band, int(row.open), row.items_count) for row in found.ageing] == [
        *((0, 100, 1), (1, 23, 2), (2, 7, 1), (4, 50, 1)),
    ]


async def test_what_is_taken_back_or_cancelled_is_as_if_it_had_never_been(stack: Addresses) -> None:
    paid = settled("returned", "40", booked="2026-02-12")
    back: dict[str, Any] = {"source": "share of returned", "source_kind": "share", "payment": "p"}
    who: dict[str, Any] = {"item": "returned", "creditor": "c", "debtor": "d", "amount": eur("40")}
    found = await told(
        stack,
        [
            opened("returned", "40", issued="2026-02-01", due="2026-03-30"),
            *paid,
            AllocationReversed(on_account=eur("40"), **back, **who),
            ItemReopened(open=eur("40"), reason="returned", **back, **who),
            opened("wrong", "60", issued="2026-02-01", due="2026-03-30"),
            ItemCancelled(
                item="wrong", creditor="c", debtor="d", written_back=eur("60"), reason="twice"
            ),
        ],
    )
    assert sum(row.open for row in found.ageing) == 40
    assert sum(flow.invoiced - flow.settled for flow in found.flows) == 40
    assert found.on_account == {"EUR": Decimal(40)}


async def test_a_payment_that_a_person_touched_does_not_go_straight_through(
    stack: Addresses,
) -> None:
    found = await told(
        stack,
        [
            *(_received(name) for name in ("by rule", "by person", "undone", "unknown")),
            _identified("by rule"),
            _identified("by person", decided_by="paula"),
            _identified("undone"),
            ShareRecalled(payment="undone", share="s", reason="undone", recalled_by="paula"),
        ],
    )
    assert (found.by_rule_count, found.by_person_count, found.payments_count) == (1, 2, 4)


async def test_promises_are_counted_by_what_became_of_them(stack: Addresses) -> None:
    whose: dict[str, Any] = {"case": "k", "creditor": "c", "debtor": "d"}
    made = [
        PromiseMade(
            promise=name,
            items=("i",),
            amount=eur("10"),
            pay_by_on=TODAY,
            judged_from_on=TODAY,
            made_on=TODAY,
            noted_by="paula",
            **whose,
        )
        for name in ("kept", "broken", "un-broken", "open")
    ]
    broken: dict[str, Any] = {"paid": eur("0"), "missing": eur("10"), "judged_on": TODAY}
    found = await told(
        stack,
        [
            *made,
            PromiseKept(promise="kept", paid=eur("10"), **whose),
            PromiseBroken(promise="broken", **broken, **whose),
            PromiseBroken(promise="un-broken", **broken, **whose),
            PromiseKept(promise="un-broken", paid=eur("10"), **whose),
        ],
    )
    assert found.promises == {"kept": 2, "broken": 1, "made": 1}


async def test_who_looks_at_a_debtor_is_told_that_something_happened(stack: Addresses) -> None:
    said = said_of([opened("i", "10", issued="2026-03-01", due="2026-03-31")])
    async with filled(stack.postgres, HappenedView(), said) as view:
        listening = Listening(view.address)
        running = asyncio.create_task(listening.run())
        try:
            with (
                listening.about(TENANT, "d", 0) as mine,
                listening.about(TENANT, "", 0) as anybodys,
                listening.about(TENANT, "another", 0) as anothers,
                listening.about("another-tenant", "d", 0) as strangers,
            ):
                await asyncio.wait_for(mine.wait(), LIMIT_S)  # it listens now: all were woken
                for beat in (mine, anybodys, anothers, strangers):
                    beat.clear()
                said.say(opened("j", "10", issued="2026-03-01", due="2026-03-31"))
                await asyncio.wait_for(mine.wait(), LIMIT_S)
                await asyncio.wait_for(anybodys.wait(), LIMIT_S)
                assert not anothers.is_set()
                assert not strangers.is_set()
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def _received(payment: str) -> Event:
    return PaymentReceived(
        payment=payment,
        kind="credit",
        creditor="c",
        account="a",
        statement="s",
        position=0,
        amount=eur("10"),
        booked_on=TODAY,
        evidence=PaymentEvidence(),
        personal=PaymentPersonal(),
    )


def _identified(payment: str, decided_by: str = "") -> PaymentIdentified:
    share = ShareIntent(share="s", debtor="d", item="i", amount=eur("10"), evidence="number")
    return PaymentIdentified(
        payment=payment,
        creditor="c",
        shares=(share,),
        rule="person" if decided_by else "reference_of_one_item",
        candidates_count=1,
        decided_by=decided_by,
        free=eur("0"),
    )


async def test_what_a_debtor_owes_is_told_by_currency_and_what_of_it_is_late(
    stack: Addresses,
) -> None:
    said = said_of(
        [
            opened("late", "20", issued="2026-02-01", due="2026-03-30"),
            opened("not due", "100", issued="2026-03-01", due="2026-03-31"),
            opened("paid", "7", issued="2026-02-01", due="2026-02-10"),
            *settled("paid", "7", booked="2026-02-12"),
        ]
    )
    async with filled(stack.postgres, FiguresView(), said) as view:
        found = await Figures(view.reading).balances(TENANT, ["d", "owes nothing"], TODAY)
    assert found == {"d": [Balance(open="120.00 EUR", overdue="20.00 EUR")]}


def test_whoever_begins_to_listen_is_told_what_happened_since_the_page_was_asked_for() -> None:
    listening = Listening("nowhere")
    listening._heard(None, None, None, f"{TENANT} d")
    for tenant, debtor, before_s, expected in (
        (TENANT, "d", 60, True),
        (TENANT, "", 60, True),
        (TENANT, "another", 60, False),
        ("another-tenant", "d", 60, False),
        (TENANT, "d", 0, False),
    ):
        with listening.about(tenant, debtor, before_s) as beat:
            assert beat.is_set() == expected
