"""How tests call a running ingestion."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from services.ingestion.tests.ubl_files import File

XML = {"Content-Type": "application/xml"}
BAKERY = {
    "name": "De Bakker",
    "country": "BE",
    "zone": "Europe/Brussels",
    "feed": "required",
    "accounts": [{"iban": "BE68 5390 0754 7034"}],
}


async def a_creditor(client: httpx.AsyncClient, **other: Any) -> str:
    answer = await client.post("/v1/creditors", json=BAKERY | other)
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["creditor"])


async def upload(client: httpx.AsyncClient, creditor: str, file: File) -> httpx.Response:
    place = "/v1/invoices"
    return await client.post(place, params={"creditor": creditor}, content=file.raw(), headers=XML)


async def seen(ask: Callable[[], Awaitable[httpx.Response]], what: Callable[[Any], bool]) -> Any:
    """The answer once it is as wanted: what was recorded takes a moment to be shown."""
    async with asyncio.timeout(15):
        while True:
            answer = await ask()
            if answer.status_code == 200 and what(answer.json()):
                return answer.json()
            await asyncio.sleep(0.05)
