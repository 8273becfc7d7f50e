"""The sandbox agency works on a real platform: by webhook, by feed, by its own topic."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import ThreadingHTTPServer
from typing import Any

import httpx

from agency.calling import Relance
from agency.consuming import entries
from agency.receiving import receiver
from agency.working import Caseworker
from deploy.local.ports import free_ports
from deploy.local.waiting import wait_until
from tests.e2e.builders.parties import a_debtor
from tests.e2e.conftest import OpenChase
from tests.e2e.office import SHOWN_WITHIN_S
from tests.e2e.platform import Platform
from tests.e2e.test_handed_over import at_stage, desk_of

DEEP = a_debtor("C-66", "Deep Waters BV")


@contextmanager
def listening(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def test_it_is_called_accepts_acts_recovers_and_closes(
    chase_of: OpenChase, platform: Platform
) -> None:
    async with chase_of("sandbox", feed="none") as chase, desk_of(platform, chase) as desk:
        office = chase.office
        await chase.publish(await chase.shipped("four-steps"))
        await chase.until("2026-03-10")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", DEEP))
        await chase.case(told["debtor"])
        (port,) = free_ports(1)
        url = f"http://127.0.0.1:{port}/hook"
        agency = (await desk.agency("Sandbox", webhook_url=url, has_topic=True))["agency"]
        secret = (await desk.handoff.get(f"/v1/agencies/{agency}/secret")).json()["secret"]
        news: list[dict[str, Any]] = []
        door = receiver(port, secret, lambda body: news.append(json.loads(body)))
        with listening(door):
            asked = await desk.says("/v1/placements", {"debtor": told["debtor"]})
            await _until_told(news, "placement_offered")
            token = platform.agency_token(office.tenant, agency)
            url = platform.member("handoff").url
            worker = Caseworker(Relance(url, token), date(2026, 3, 10))
            await asyncio.to_thread(_work, worker, asked["placement"])
            await office.settled("F-2026-17")
            await asyncio.to_thread(worker.close, asked["placement"])
            await _until_told(news, "placement_closed")
            await _forged(port)
        await desk.placement(told["debtor"], at_stage("closed"))
        told_by_topic = await _on_topic(platform, agency, len(worker.read_feed()))
        assert [number for number, _ in told_by_topic] == list(range(1, len(told_by_topic) + 1))
        assert {entry["type"] for _, entry in told_by_topic} == {one["type"] for one in news}


async def _until_told(news: list[dict[str, Any]], kind: str) -> None:
    async def is_told() -> bool:
        return any(one["type"] == kind for one in news)

    await wait_until(f"the agency is told of {kind}", is_told, limit_s=SHOWN_WITHIN_S)


def _work(worker: Caseworker, placement: str) -> None:
    """Each step may be taken again: it is answered as the first time."""
    for _ in range(2):
        worker.accept(placement)
        worker.act(placement)
    worker.recover(placement)


async def _forged(port: int) -> None:
    """What is not signed with its secret changes nothing."""
    headers = {"webhook-id": "x.1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"http://127.0.0.1:{port}/", content=b"{}", headers=headers)
    assert answer.status_code == 401


async def _on_topic(platform: Platform, agency: str, count: int) -> list[tuple[int, Any]]:
    """All entries of the agency's own topic, read by the example's consumer."""
    found = []
    async with asyncio.timeout(SHOWN_WITHIN_S):
        async for entry in entries(platform.kafka, f"relance.agency.{agency}", 0):
            found.append(entry)
            if len(found) == count:
                break
    return found
