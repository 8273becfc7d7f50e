"""What an import to one debtor and a big statement under way cost people, and each other."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from bench.bulk_desk import Desk, booked_s, strangers_pay
from bench.chase import POLICY
from bench.laptop import HOME, Failed, platform
from libs.cli.session import Session
from libs.kernel.keys import partition_of, path_of
from libs.simulator.days import bank_day_after
from libs.simulator.invoices import Invoice
from tests.e2e.builders.parties import a_debtor

PARTITIONS: Final = 4
DISPUTED: Final = 20
"""Items of the neighbour, contested one after the other, and then again."""
CHASED: Final = 60
"""Debtors of the other tenant, one of them due on each day that is played."""
FIRST_ON: Final = date(2026, 3, 9)
DISPUTE_EVERY_S: Final = 0.5
DEMAND_EVERY_S: Final = 4.0
MAIL_LIMIT_S: Final = 120.0
LOOK_EVERY_S: Final = 0.02


@dataclass(slots=True)
class Together:
    """Both under way, and what others waited meanwhile, in seconds."""

    import_s: float
    statement_s: float
    disputes_s: list[float]
    demands_s: list[float]

    def __str__(self) -> str:
        return (
            f"together: import {self.import_s:.1f} s, statement {self.statement_s:.1f} s\n"
            f"  dispute in the same partition  {_told(self.disputes_s)}\n"
            f"  demand of another tenant       {_told(self.demands_s)}"
        )


def _told(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none was asked for"
    ordered = sorted(seconds)
    return (
        f"{len(ordered):4}: p50 {_at(ordered, 0.5):.3f} s, p99 {_at(ordered, 0.99):.3f} s,"
        f" longest {ordered[-1]:.3f} s"
    )


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def papers_of(desk: Desk, count: int) -> list[Invoice]:
    """All of one debtor, each of another amount."""
    debtor = a_debtor("hot", "Alles BV")
    return [
        desk.papers.invoice(f"H-{place}", f"{1 + Decimal(place) / 100:.2f}", debtor)
        for place in range(count)
    ]


async def _imported(count: int) -> float:
    async with Desk("hot") as desk:
        return await desk.imports(papers_of(desk, count))


async def _together(invoices: int, entries: int) -> Together:
    async with Desk("hot") as hot, Desk("bank") as bank, Desk("other") as other:
        papers = papers_of(hot, invoices)
        first = await hot.owed(papers[0])
        neighbour = await _neighbour(hot, path_of(hot.tenant, "debtor", first["debtor"]))
        chased = await _chased(other)
        importing = asyncio.create_task(hot.imports(papers[1:]))
        booking = asyncio.create_task(bank.books(strangers_pay(entries)))
        disputing = asyncio.create_task(_dispute(hot, neighbour, importing, booking))
        demands_s = await _demand(other, chased, importing, booking)
        return Together(await importing, await booking, await disputing, demands_s)


async def _neighbour(desk: Desk, key: str) -> list[dict[str, Any]]:
    """Items of another debtor in the same partition as `key`."""
    at = partition_of(key, PARTITIONS)
    for number in range(100):
        debtor = a_debtor(f"neighbour-{number}", f"Buur {number} BV")
        told = await desk.owed(desk.papers.invoice(f"N-{number}", "48.00", debtor))
        if partition_of(path_of(desk.tenant, "debtor", told["debtor"]), PARTITIONS) == at:
            papers = [
                desk.papers.invoice(f"M-{place}", "48.00", debtor) for place in range(DISPUTED - 1)
            ]
            return [told, *await asyncio.gather(*map(desk.owed, papers))]
    raise Failed("no debtor lies in that partition")


async def _dispute(
    desk: Desk, items: Sequence[dict[str, Any]], *under_way: "asyncio.Task[float]"
) -> list[float]:
    """Seconds from each dispute to its answer, until nothing is under way any more."""
    waited_s = []
    for place in _while(*under_way):
        body = {**items[place % len(items)], "reason": "wrong_price"}
        began_s = time.monotonic()
        await desk.post("dunning", "/v1/disputes", json=body)
        waited_s.append(time.monotonic() - began_s)
        await asyncio.sleep(DISPUTE_EVERY_S)
    return waited_s


def _while(*under_way: "asyncio.Task[float]") -> Iterator[int]:
    """Numbers, as long as all of them run: what is measured is measured beside both."""
    place = 0
    while not any(task.done() for task in under_way):
        yield place
        place += 1


async def _chased(desk: Desk) -> list[tuple[date, str]]:
    """Days, each with the address of a debtor who is to be reminded then."""
    await desk.post(
        "dunning", "/v1/policies", params={"creditor": desk.creditor}, content=POLICY.encode()
    )
    await desk.post("calendar", "/v1/days/advance", json={"to": FIRST_ON.isoformat()})
    day_on, found, papers = FIRST_ON, [], []
    for number in range(CHASED):
        day_on = bank_day_after(day_on)
        debtor = a_debtor(f"chased-{number}", f"Traag {number} BV")
        paper = desk.papers.invoice(f"F-{number}", "48.00", debtor)
        papers.append(replace(paper, due_on=day_on - timedelta(days=5)))
        found.append((day_on, debtor.mail))
    await asyncio.gather(*map(desk.owed, papers))
    return found


async def _demand(
    desk: Desk, chased: Sequence[tuple[date, str]], *under_way: "asyncio.Task[float]"
) -> list[float]:
    """Seconds from each day's beginning until its mail has arrived, while both are under way."""
    folder, waited_s = Session(home=HOME).path / "mailbox", []
    for place, (day_on, address) in zip(_while(*under_way), chased, strict=False):
        del place
        began_s = time.monotonic()
        await desk.post("calendar", "/v1/days/advance", json={"to": day_on.isoformat()})
        while not _has_arrived(folder, address):
            if time.monotonic() - began_s > MAIL_LIMIT_S:
                raise Failed(f"no mail to {address} on {day_on}")
            await asyncio.sleep(LOOK_EVERY_S)
        waited_s.append(time.monotonic() - began_s)
        await asyncio.sleep(max(DEMAND_EVERY_S - waited_s[-1], 0.0))
    return waited_s


def _has_arrived(folder: Path, address: str) -> bool:
    sidecars = sorted(folder.glob("*.json"), reverse=True)
    return any(address in json.loads(one.read_text("utf-8"))["rcpt_tos"] for one in sidecars)


@click.command()
@click.option("--invoices", default=100_000, show_default=True, help="Of one debtor, imported.")
@click.option("--entries", default=10_000, show_default=True, help="Of one statement.")
def main(invoices: int, entries: int) -> None:
    """Measure the import alone, the statement alone, and both with people beside them."""
    with platform():
        import_s = asyncio.run(_imported(invoices))
    click.echo(f"{invoices} invoices of one debtor alone: {import_s:.1f} s")
    with platform():
        statement_s = asyncio.run(booked_s(entries))
    click.echo(f"{entries} entries of one statement alone: {statement_s:.1f} s")
    with platform():
        both = asyncio.run(_together(invoices, entries))
    click.echo(both)
    click.echo(
        f"slower than alone: import {both.import_s / import_s:.2f} times,"
        f" statement {both.statement_s / statement_s:.2f} times"
    )


if __name__ == "__main__":
    main()
