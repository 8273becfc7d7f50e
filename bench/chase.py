"""How a day of demands grows: so many cases due at once, from the day to the mail server."""

import asyncio
import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import click
import httpx

from bench.laptop import Failed, Peaks, founded, imported, platform, relance, rested, watched
from bench.table import Row
from libs.cli.session import Session
from libs.simulator.economy import live
from libs.simulator.parties import Creditor, Reach
from libs.simulator.ubl import invoice_xml

LIMIT_S: Final = 1800.0
LOOK_EVERY_S: Final = 0.5
STILL_S: Final = 5.0
"""So long nothing more may arrive before all is said to have."""
ISSUED_ON: Final = date(2026, 3, 2)
DUE_ON: Final = date(2026, 4, 16)
EVE_ON: Final = date(2026, 4, 20)
ASKED_ON: Final = date(2026, 4, 21)
"""Five days after they were due, a Tuesday."""
POLICY: Final = """
policy: one-reminder
title: One reminder
steps:
  - {step: reminder, anchor: after_due, offset_days: 5, channel: email, tone: reminder,
     template: reminder}
"""
CASES: Final = 100_000
SEED: Final = 78
GOAL_S: Final = 60.0
COMPOSED: Final = "message_composed"
BARRIERS: Final = "relance_barrier_seconds"


@dataclass(frozen=True, slots=True)
class Measured:
    """One size's figures; seconds of wall clock from the command of the day on."""

    mails: int
    composed_s: float
    sent_s: float
    barriers: int
    barriers_s: float
    peaks: Peaks

    def __str__(self) -> str:
        mean_ms = 1000 * self.barriers_s / self.barriers if self.barriers else 0.0
        return (
            f"{self.mails} mails: all composed after {self.composed_s:.0f} s, all sent after"
            f" {self.sent_s:.0f} s ({self.mails / self.sent_s:.0f} a second);"
            f" {self.barriers} barriers of {mean_ms:.0f} ms on average\n  peaks: {self.peaks}"
        )


def measure(seed: int, cases: int) -> Measured:
    """Debtors with an invoice each, all to be reminded on one day, on a platform of its own."""
    with tempfile.TemporaryDirectory() as folder, platform() as session:
        source = Path(folder, "policy.yaml")
        source.write_text(POLICY, encoding="utf-8")
        relance("policy", "publish", str(source))
        relance("day", "advance", "--to", ISSUED_ON.isoformat())  # from now on days are played
        papers = Path(folder, "invoices")
        creditor = _papers(papers, seed, cases)
        founded(creditor.name, creditor.address.country, "none")
        imported("invoices", papers, creditor.name)
        relance("day", "advance", "--to", EVE_ON.isoformat())
        rested()
        with watched() as peaks:
            began_s = time.monotonic()
            relance("day", "advance", "--to", ASKED_ON.isoformat())
            return asyncio.run(_followed(session, began_s, peaks))


def _papers(folder: Path, seed: int, count: int) -> Creditor:
    """So many invoices, each of another debtor who reads mail, all due on one day."""
    folder.mkdir()
    economy = live(seed, invoices=count, debtors=count, starts_on=ISSUED_ON, months=1)
    for debtor, invoice in zip(economy.debtors, economy.invoices, strict=True):
        paper = replace(
            invoice,
            debtor=replace(debtor, reach=Reach.READS),
            issued_on=ISSUED_ON,
            due_on=DUE_ON,
            arrives_on=ISSUED_ON,
        )
        name = re.sub(r"[^0-9A-Za-z]", "-", paper.number)
        (folder / f"{name}.xml").write_bytes(invoice_xml(paper, economy.creditor))
    return economy.creditor


async def _followed(session: Session, began_s: float, peaks: Peaks) -> Measured:
    """Until as many mails have arrived as were composed, and nothing more is on its way."""
    mailbox, composed, composed_s, still = session.path / "mailbox", 0.0, 0.0, 0
    url = f"{session.url('notifications')}/metrics"
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        while True:
            now_s = time.monotonic() - began_s
            if now_s > LIMIT_S:
                raise Failed(f"{composed:.0f} composed, and not all sent, in {LIMIT_S:.0f} s")
            figures = _figures((await http.get(url)).text)
            if figures.get(COMPOSED, 0.0) > composed:
                composed, composed_s = figures[COMPOSED], now_s
            mails = len(list(mailbox.glob("*.json")))
            still = still + 1 if composed and mails >= composed else 0
            if still * LOOK_EVERY_S > STILL_S:
                sent_s = max(path.stat().st_mtime for path in mailbox.glob("*.json"))
                began_at = time.time() - (time.monotonic() - began_s)
                return Measured(
                    mails=mails,
                    composed_s=composed_s,
                    sent_s=sent_s - began_at,
                    barriers=int(figures.get(f"{BARRIERS}_count", 0)),
                    barriers_s=figures.get(f"{BARRIERS}_sum", 0.0),
                    peaks=peaks,
                )
            await asyncio.sleep(LOOK_EVERY_S)


def _figures(text: str) -> Mapping[str, float]:
    """Prometheus' text by name, over all labels; how many messages were composed under its own."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        name, _, value = line.rpartition(" ")
        if name and not name.startswith("#"):
            short = name.partition("{")[0]
            short = COMPOSED if COMPOSED in name and short.endswith("_total") else short
            found[short] = found.get(short, 0.0) + float(value)
    return found


def rows() -> list[Row]:
    """The row `day`: one day on which so many cases are due."""
    found = measure(SEED, CASES)
    return [
        Row(
            f"day over {CASES:,} due cases, up to the last message composed / sent",
            f"{found.composed_s:.0f} / {found.sent_s:.0f} s ({found.mails} mails)",
            f"≤ {GOAL_S:.0f} s / reported",
            found.composed_s <= GOAL_S,
        )
    ]


@click.command()
@click.option("--seed", default=SEED, show_default=True)
@click.option("--few", default=1_000, show_default=True, help="Cases that are due at once.")
@click.option("--many", default=10_000, show_default=True)
def main(seed: int, few: int, many: int) -> None:
    """Measure both sizes, and how much longer the bigger takes."""
    small = measure(seed, few)
    click.echo(small)
    large = measure(seed, many)
    click.echo(large)
    times = large.sent_s / small.sent_s
    click.echo(f"{large.mails / small.mails:.1f} times as much takes {times:.1f} times as long")


if __name__ == "__main__":
    main()
