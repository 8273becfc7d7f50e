"""Figures of debtors that became one: the same in whatever order two partitions are read."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from libs.events.contracts.dunning import PromiseAdopted, PromiseKept, PromiseLeft, PromiseMade
from libs.events.contracts.matching import ItemMovedIn, ItemReduced, ShareBooked, ShareMovedIn
from libs.events.contracts.matching_items import ItemNames
from libs.events.contracts.model import Event
from libs.testkit.stack import Addresses
from services.console.tests.filling import TENANT, filled, said_of
from services.console.tests.test_views import TODAY, eur, opened
from services.console.views.figures import FiguresView
from services.console.views.reading import Balance, Figures

SMITH: dict[str, Any] = {"creditor": "c", "debtor": "d"}
JONES: dict[str, Any] = {"creditor": "c", "debtor": "jones"}


def at_smith() -> list[Event]:
    """An invoice of 100 and 9 on account, and a promise of it, until the merge takes them."""
    booked = ShareBooked(
        share="s", payment="p", item="", amount=eur("9"), evidence="person", **SMITH
    )
    made = PromiseMade(
        promise="pr", case="k", items=("i",), amount=eur("100"), pay_by_on=TODAY,
        judged_from_on=TODAY, made_on=TODAY, noted_by="paula", **SMITH,
    )  # fmt: skip
    left = PromiseLeft(promise="pr", case="k", into="jones", **SMITH)
    return [opened("i", "100", issued="2026-02-01", due="2026-03-30"), booked, made, left]


def at_jones() -> list[Event]:
    """They arrive; 40 are paid, and what is promised is kept."""
    arrived = ItemMovedIn(
        item="i", kind="invoice", came_from="d", formerly=("d",), number="i", amount=eur("100"),
        open=eur("100"), issued_on=date(2026, 2, 1), due_on=date(2026, 3, 30), names=ItemNames(),
        **JONES,
    )  # fmt: skip
    share = ShareMovedIn(
        share="s", payment="p", came_from="d", item="", amount=eur("9"), on_account=eur("9"),
        booked_on=None, **JONES,
    )  # fmt: skip
    reduced = ItemReduced(
        item="i", source="s2", source_kind="share", amount=eur("40"), open=eur("60"),
        payment="p2", **JONES,
    )  # fmt: skip
    adopted = PromiseAdopted(
        promise="pr", case="k2", came_from="d", items=("i",), amount=eur("100"),
        judged_from_on=TODAY, standing="open", **JONES,
    )  # fmt: skip
    kept = PromiseKept(promise="pr", case="k2", paid=eur("100"), **JONES)
    return [arrived, share, reduced, adopted, kept]


@pytest.mark.parametrize("first", ["smith", "jones"])
async def test_what_moved_is_counted_once_and_where_it_is(stack: Addresses, first: str) -> None:
    smith, jones = at_smith(), at_jones()
    said = said_of([*smith, *jones] if first == "smith" else [*jones, *smith])
    async with filled(stack.postgres, FiguresView(), said) as view:
        figures = Figures(view.reading)
        found = await figures.told(TENANT, TODAY)
        balances = await figures.balances(TENANT, ["d", "jones"], TODAY)

    assert [(row.open, row.items_count) for row in found.ageing] == [(Decimal(60), 1)]
    assert sum(flow.invoiced for flow in found.flows) == 100
    assert found.on_account == {"EUR": Decimal(9)}
    assert found.promises == {"kept": 1}
    assert balances == {"jones": [Balance(open="60.00 EUR", overdue="60.00 EUR")]}
