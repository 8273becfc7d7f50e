"""A steady load as a platform has it: invoices to known debtors, so many inputs a second."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

import httpx

from bench.bulk_desk import XML, Desk
from bench.laptop import Failed
from libs.cli.session import Session
from libs.events.contracts.topology import TOPOLOGY
from libs.simulator.invoices import Invoice
from tests.e2e.builders.parties import a_debtor

INPUTS_A_SECOND: Final = 200
DEBTORS: Final = 40
COUNTED_ON: Final = 80
"""Invoices of which is counted what one makes."""
STILL_S: Final = 2.0
STILL_LIMIT_S: Final = 300.0
LOOK_EVERY_S: Final = 0.5
DECIDED: Final = "relance_messages_decided_total"


@dataclass(slots=True)
class Counter:
    """What all services together have decided, by their own figures."""

    session: Session
    _http: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(trust_env=False, timeout=30)
    )

    async def decided(self) -> float:
        texts = [
            (await self._http.get(f"{self.session.url(name)}/metrics")).text for name in TOPOLOGY
        ]
        return sum(
            float(line.rpartition(" ")[2])
            for text in texts
            for line in text.splitlines()
            if line.startswith(DECIDED)
        )

    async def rested(self) -> float:
        """What was decided once nothing more is. Raises Failed when that does not come."""
        ends_s, still_since_s, seen = perf_counter() + STILL_LIMIT_S, perf_counter(), -1.0
        while perf_counter() < ends_s:
            if (now := await self.decided()) != seen:
                seen, still_since_s = now, perf_counter()
            elif perf_counter() - still_since_s > STILL_S:
                return seen
            await asyncio.sleep(LOOK_EVERY_S)
        raise Failed(f"something is decided still after {STILL_LIMIT_S:.0f} s")


@dataclass(slots=True)
class Rate:
    """How much was decided while it was loaded; a machine that is too slow decides less."""

    counter: Counter
    inputs_of_one: float
    began_s: float
    began_at: float

    async def a_second(self) -> float:
        return (await self.counter.decided() - self.began_at) / (perf_counter() - self.began_s)


@asynccontextmanager
async def loaded(session: Session) -> AsyncIterator[Rate]:
    """Invoices registered at a steady rate, whoever is late; what one makes is counted before."""
    async with Desk("load") as desk:
        counter, papers = Counter(session), _papers(desk)
        await asyncio.gather(*(_registered(desk, next(papers)) for _ in range(DEBTORS)))
        before = await counter.rested()
        await asyncio.gather(*(_registered(desk, next(papers)) for _ in range(COUNTED_ON)))
        inputs_of_one = (await counter.rested() - before) / COUNTED_ON
        rate = Rate(counter, inputs_of_one, perf_counter(), await counter.decided())
        loading = asyncio.create_task(_steadily(desk, papers, inputs_of_one / INPUTS_A_SECOND))
        try:
            yield rate
        finally:
            loading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await loading


async def _steadily(desk: Desk, papers: Iterator[Invoice], every_s: float) -> None:
    began_s = perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, paper in enumerate(papers, start=1):
            group.create_task(_registered(desk, paper))
            await asyncio.sleep(max(began_s + number * every_s - perf_counter(), 0))


async def _registered(desk: Desk, paper: Invoice) -> None:
    where = {"creditor": desk.creditor}
    raw = desk.papers.written(paper)
    await desk.sent("ingestion", "/v1/invoices", params=where, content=raw, headers=XML)


def _papers(desk: Desk) -> Iterator[Invoice]:
    """Without end, to each debtor in turn."""
    debtors = [a_debtor(f"load-{one}", f"Last {one} BV") for one in range(DEBTORS)]
    number = 0
    while True:
        number += 1
        yield desk.papers.invoice(f"L-{number:06}", "48.00", debtors[number % DEBTORS])
