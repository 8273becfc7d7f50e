"""All payments to one debtor beside as many to as many, and a big statement: row `hot`."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from time import monotonic
from typing import Any, Final

import uvloop

from bench.bulk_desk import Desk, booked_s
from bench.laptop import Failed, platform
from bench.noticing import noticing
from bench.table import Row
from libs.cli.session import Session
from libs.events.contracts.topology import MATCHING
from libs.simulator.invoices import Invoice
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor

PARTITIONS: Final = 4
PAYMENTS: Final = 1_000
ENTRIES: Final = 10_000
SETTLED: Final = "item_settled"
LIMIT_S: Final = 1800.0


class Settled:
    """Counts items until there are so many."""

    def __init__(self, wanted: int) -> None:
        self.missing, self.all_of_them = wanted, asyncio.Event()

    def note(self, name: str, content: dict[str, Any]) -> None:
        del content
        self.missing -= name == SETTLED
        if not self.missing:
            self.all_of_them.set()


def papers_of(desk: Desk, count: int, debtors: int) -> Sequence[Invoice]:
    """Each of another amount, by turns of each debtor."""
    return [
        desk.papers.invoice(
            f"F-2026-{10_000 + place}",
            f"{48 + Decimal(place) / 100:.2f}",
            a_debtor(f"hot-{place % debtors}", f"Warm {place % debtors} BV"),
        )
        for place in range(count)
    ]


async def settled_s(session: Session, name: str, count: int, debtors: int) -> float:
    """Seconds from the upload of one statement until each invoice that it pays is settled."""
    settled = Settled(count)
    async with (
        Desk(name) as desk,
        noticing(session.stack()[0], MATCHING, desk.tenant, PARTITIONS, settled.note),
    ):
        papers = papers_of(desk, count, debtors)
        await desk.imports(papers)
        payments = [
            paid(str(one.payable.amount), one.number, by=one.debtor.payers[0]) for one in papers
        ]
        began_s = monotonic()
        await desk.books(payments)
        try:
            await asyncio.wait_for(settled.all_of_them.wait(), LIMIT_S)
        except TimeoutError:
            raise Failed(f"{settled.missing} not settled after {LIMIT_S:.0f} s") from None
        return monotonic() - began_s


def rows() -> list[Row]:
    with platform() as session:
        spread_s = uvloop.run(settled_s(session, "spread", PAYMENTS, PAYMENTS))
        hot_s = uvloop.run(settled_s(session, "hot", PAYMENTS, 1))
    with platform():
        statement_s = uvloop.run(booked_s(ENTRIES))
    return [
        Row(
            f"statement of {PAYMENTS:,} payments to one debtor ÷ to as many debtors,"
            " from its upload to the last settled",
            f"{hot_s / spread_s:.2f}: {hot_s:.0f} s ({PAYMENTS / hot_s:.0f} a second)"
            f" ÷ {spread_s:.0f} s",
        ),
        Row(
            f"statement of {ENTRIES:,} entries, from its upload to its balance",
            f"{statement_s:.0f} s ({ENTRIES / statement_s:.0f} a second)",
        ),
    ]
