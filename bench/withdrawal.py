"""From a bank entry that was acknowledged to its demand withdrawn: row `withdrawal`."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter
from typing import Any, Final
from zoneinfo import ZoneInfo

import uvloop

from bench.barrier import PARTITIONS
from bench.bulk_desk import Desk
from bench.chase import POLICY
from bench.laptop import ZONE, Failed, platform
from bench.load import INPUTS_A_SECOND, loaded
from bench.measuring import quantile
from bench.noticing import noticing
from bench.table import Row
from libs.cli.session import Session
from libs.events.contracts.topology import NOTIFICATIONS
from libs.simulator.invoices import Invoice
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor

TIMES: Final = 60
PAUSE_S: Final = 0.25
LIMIT_S: Final = 60.0
CHASED_ON: Final = date(2026, 6, 1)
"""A Monday behind the bank days of as many statements."""
GOAL_S: Final = 1.0
COMPOSED: Final = "message_composed"
WITHDRAWN: Final = "message_withdrawn"


class Notices:
    """When each debtor's message was first seen to be that far, by the clock of this process."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._seen: dict[tuple[str, str], asyncio.Future[float]] = defaultdict(loop.create_future)

    def note(self, name: str, content: dict[str, Any]) -> None:
        if name in (COMPOSED, WITHDRAWN):
            seen = self._seen[name, content["debtor"]]
            if not seen.done():
                seen.set_result(perf_counter())

    async def of(self, name: str, debtor: str) -> float:
        """Raises Failed when it does not come."""
        try:
            return await asyncio.wait_for(asyncio.shield(self._seen[name, debtor]), LIMIT_S)
        except TimeoutError:
            raise Failed(f"no {name} of {debtor} within {LIMIT_S:.0f} s") from None


def policy_that_waits() -> str:
    """Reminds at hours that do not come now: what was composed stays to be withdrawn."""
    now = datetime.now(UTC).astimezone(ZoneInfo(ZONE)).hour
    opens = (now + 6) % 23
    return f"{POLICY}send_window: {{from_hour: {opens}, until_hour: {opens + 1}}}\n"


async def measure(session: Session, times: int) -> Sequence[float]:
    """Seconds of each statement of one entry, from its answer on, under load.

    0 where the demand was withdrawn before the upload was answered.
    """
    kafka, notices = session.stack()[0], Notices()
    async with (
        Desk("withdrawn") as desk,
        noticing(kafka, NOTIFICATIONS, desk.tenant, PARTITIONS, notices.note),
    ):
        owed = await _composed(desk, notices, times)
        async with loaded(session):
            return [await _paid(desk, notices, *one) for one in owed]


async def _composed(desk: Desk, notices: Notices, times: int) -> list[tuple[Invoice, str]]:
    """Invoices whose reminders wait for their hour, each with its debtor."""
    where = {"creditor": desk.creditor}
    await desk.post("dunning", "/v1/policies", params=where, content=policy_that_waits().encode())
    papers = [
        desk.papers.invoice(
            f"F-2026-{100 + place}",
            f"{48 + Decimal(place) / 100:.2f}",
            a_debtor(f"late-{place}", f"Traag {place} BV"),
        )
        for place in range(times)
    ]
    debtors = [one["debtor"] for one in await asyncio.gather(*map(desk.owed, papers))]
    await desk.post("calendar", "/v1/days/advance", json={"to": CHASED_ON.isoformat()})
    for debtor in debtors:
        await notices.of(COMPOSED, debtor)
    return list(zip(papers, debtors, strict=True))


async def _paid(desk: Desk, notices: Notices, paper: Invoice, debtor: str) -> float:
    movement = paid(str(paper.payable.amount), paper.number, by=paper.debtor.payers[0])
    await desk.uploads(desk.bank.statement(movement))
    acknowledged_s = perf_counter()
    withdrawn_s = await notices.of(WITHDRAWN, debtor)
    await asyncio.sleep(PAUSE_S)
    return max(withdrawn_s - acknowledged_s, 0.0)


def rows() -> list[Row]:
    with platform() as session:
        taken = uvloop.run(measure(session, TIMES))
    p50, p99 = quantile(taken, 0.5), quantile(taken, 0.99)
    early = sum(not one for one in taken)
    return [
        Row(
            "bank entry acknowledged to its demand withdrawn,"
            f" at {INPUTS_A_SECOND} inputs a second, p50 / p99",
            f"{p50:.2f} / {p99:.2f} s ({len(taken)} times, {early} before the answer)",
            f"p99 < {GOAL_S:g} s",
            p99 < GOAL_S,
        )
    ]
