"""Bulk beside people: an import under way keeps nobody else waiting."""

import asyncio
import contextlib
from collections.abc import Sequence
from decimal import Decimal

import httpx

from deploy.local.waiting import wait_until
from libs.simulator.invoices import Invoice
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Office, Shown, accepted, shown

MANY = 2_000
BATCH = 50
"""Files of one request: who waits for the first of them waits for all of its batch."""
AT_ONCE = 4
SENT_WITHIN_S = 120.0


async def imported(office: Office, papers: Sequence[Invoice]) -> str:
    """Import `papers` to the end, each batch again until it is answered; where it is shown."""
    sent = {"creditor": office.creditor}
    told = await accepted(office.ingestion, await office.ingestion.post("/v1/imports", json=sent))
    place = f"/v1/imports/{told['import']}"
    waiting = iter(range(0, len(papers), BATCH))

    async def send() -> None:
        for start in waiting:
            await _sent(office, place, start, papers[start : start + BATCH])

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))
    await accepted(office.ingestion, await office.ingestion.post(f"{place}/end"))
    return place


async def _sent(office: Office, place: str, start: int, papers: Sequence[Invoice]) -> None:
    files = [("file", (f"{one.number}.xml", office.papers.written(one))) for one in papers]
    key = {"Idempotency-Key": f"{place}/{start}"}

    async def is_answered() -> bool:
        with contextlib.suppress(httpx.TransportError):
            answer = await office.ingestion.post(
                f"{place}/documents", params={"creditor": office.creditor}, files=files, headers=key
            )
            return answer.is_success
        return False

    await wait_until(f"the batch from {start} is taken", is_answered, limit_s=SENT_WITHIN_S)


async def finished(office: Office, place: str) -> Shown:
    return await shown(
        lambda: office.ingestion.get(place), lambda one: one["state"] == "finished", place
    )


def invoices_of_one(office: Office, count: int) -> list[Invoice]:
    """All of one debtor, of a euro and its place in cents each."""
    debtor = a_debtor(f"{office.tenant}-one", f"{office.tenant} BV")
    return [
        office.papers.invoice(f"F-{place}", f"{1 + Decimal(place) / 100:.2f}", debtor)
        for place in range(count)
    ]


async def test_while_an_import_runs_a_dispute_is_answered_and_anothers_demand_leaves(
    chase_of: OpenChase,
) -> None:
    async with (
        chase_of("bulk-own", feed="none") as own,
        chase_of("bulk-other", feed="none") as other,
    ):
        await other.publish(ONE_REMINDER)
        await other.until("2026-03-06")
        silent = a_debtor("bulk-silent", "Stille Waters BV")
        (owing,) = await other.office.owed(other.office.papers.invoice("F-2026-1", "48.00", silent))
        await other.case(owing["debtor"])
        papers = invoices_of_one(own.office, MANY)
        (known,) = await own.office.owed(papers[0])
        await own.case(known["debtor"])

        importing = asyncio.create_task(imported(own.office, papers))
        await own.office.item(papers[1].number)
        item = (await own.office.item(papers[0].number))["item"]
        wrong = {"debtor": known["debtor"], "item": item, "reason": "wrong_price"}
        await own.says("/v1/disputes", wrong)
        await other.until("2026-03-09")
        await other.demand(owing["debtor"], lambda one: one["status"] == "sent")
        assert not importing.done(), "the import was over before anybody asked for anything"

        told = await finished(own.office, await importing)
        assert told["documents_count"] == MANY
        ledger = await own.office.balanced()
        assert len(ledger.items) == MANY
        assert len(await other.mails(silent.mail)) == 1
