"""How long each page of the console takes where there is much to show, beside a bare page."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Final

import click
import httpx

from bench.bulk_desk import Desk
from bench.console_load import FIRST_ON, LATE_CALLS, ItemsLog, debtors_of, papers_of, upload
from bench.laptop import Failed, platform, rested
from bench.table import Row, as_markdown
from libs.cli.platform import entrance
from libs.cli.session import Session
from libs.events.log.address import Broker

TENANT: Final = "other"
"""Of those whose people the development issuer knows, the one that no command speaks for."""
GOAL_MS: Final = 150
BARE: Final = "/logged-out"
"""A template, a session's language, no service: what any page costs here and now."""
PAGES: Final = (
    "/",
    "/debtors",
    "/debtors?q=klant+05",
    "/debtors/{debtor}",
    "/credit",
    "/payments",
    "/placements",
    "/overview",
    "/messages",
    "/policies",
    "/imports",
    "/parked",
)


async def load(session: Session, items: int, debtors: int) -> str:
    """Fill the tenant; returns one of its debtors. Raises Failed."""
    async with Desk(TENANT) as desk:
        await desk.post("calendar", "/v1/days/advance", json={"to": FIRST_ON.isoformat()})
        where = {"creditor": desk.creditor}
        await desk.post("dunning", "/v1/policies", params=where, content=LATE_CALLS.encode())
        await upload(desk, papers_of(desk, debtors))
        names = await debtors_of(desk, debtors)
        kafka, _ = session.stack()
        broker = Broker(kafka, "laptop")
        await ItemsLog(broker, TENANT, desk.creditor, names).write(items - debtors)
        return names[-1]


async def measured(session: Session, debtor: str, times: int) -> Mapping[str, list[float]]:
    """Milliseconds of each page, a bare one asked after each."""
    took: dict[str, list[float]] = {BARE: []}
    async with httpx.AsyncClient(follow_redirects=True, timeout=60, trust_env=False) as http:
        console = session.url("console")
        if (await http.get(entrance(session, "manager"))).url.path != "/":
            raise Failed("the issuer lets nobody in")
        for _ in range(times):
            for page in PAGES:
                took.setdefault(page, []).append(
                    await _took_ms(http, console + page.format(debtor=debtor))
                )
                took[BARE].append(await _took_ms(http, console + BARE))
    return took


async def _took_ms(http: httpx.AsyncClient, url: str) -> float:
    began_s = time.perf_counter()
    answer = await http.get(url)
    if answer.status_code != httpx.codes.OK:
        raise Failed(f"{url}: {answer.status_code}")
    return (time.perf_counter() - began_s) * 1_000


def rows_of(took: Mapping[str, Sequence[float]]) -> list[Row]:
    """The 95th percentile of each page, and how many bare pages that is."""
    bare_ms = _at(took[BARE], 0.5)
    return [
        Row(
            page,
            f"p50 {_at(several, 0.5):.0f} ms, p95 {_at(several, 0.95):.0f} ms,"
            f" {_at(several, 0.5) / bare_ms:.1f} bare pages",
            f"p95 < {GOAL_MS} ms",
            _at(several, 0.95) < GOAL_MS,
        )
        for page, several in took.items()
    ]


def _at(found: Sequence[float], share: float) -> float:
    ordered = sorted(found)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


@click.command()
@click.option("--items", default=100_000, show_default=True)
@click.option("--debtors", default=1_000, show_default=True)
@click.option("--times", default=40, show_default=True, help="Each page is asked for.")
def main(items: int, debtors: int, times: int) -> None:
    """Each page of the console with so many items open, in milliseconds."""
    with platform() as session:
        session.tenant = TENANT
        began_s = time.monotonic()
        debtor = asyncio.run(load(session, items, debtors))
        rested()
        click.echo(f"{items} items of {debtors} debtors in {time.monotonic() - began_s:.0f} s")
        click.echo(as_markdown(rows_of(asyncio.run(measured(session, debtor, times)))))


if __name__ == "__main__":
    main()
