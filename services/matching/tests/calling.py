"""How tests call ingestion and matching: one tenant's books, asked until they are as wanted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from services.matching.tests.bank_files import BankFile
from services.matching.tests.invoice_files import InvoiceFile

XML = {"Content-Type": "application/xml"}
SHOWN_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class Books:
    """One tenant with one creditor, and its clients of both services."""

    creditor: str
    ingestion: httpx.AsyncClient
    matching: httpx.AsyncClient

    async def invoice(self, number: str, amount: str, **more: str) -> str:
        """Upload an invoice; returns its debtor once its item is shown."""
        raw = InvoiceFile(number, amount, **more).raw()
        where = {"creditor": self.creditor}
        answer = await self.ingestion.post("/v1/invoices", params=where, content=raw, headers=XML)
        assert answer.status_code == 201, answer.text
        await self.item(number, lambda _: True)
        return str(answer.json()["debtor"])

    async def bank(self, file: BankFile, **headers: str) -> httpx.Response:
        where = {"creditor": self.creditor}
        return await self.matching.post(
            "/v1/statements", params=where, content=file.raw(), headers=XML | headers
        )

    async def item(self, number: str, what: Callable[[Any], bool]) -> Any:
        """The item of that number once it is as wanted."""
        found = await self.seen(
            f"/v1/items?number={number}", lambda page: any(what(one) for one in page["items"])
        )
        return found["items"][0]

    async def payment(self, what: Callable[[Any], bool]) -> Any:
        """The only payment, with all of it, once it is as wanted."""
        page = await self.seen("/v1/payments", lambda page: any(map(what, page["items"])))
        name = next(one["payment"] for one in page["items"] if what(one))
        return (await self.matching.get(f"/v1/payments/{name}")).json()

    async def is_told_backwards(self, place: str, name: str) -> None:
        """Whether the newest come first when they are asked for, from page to page."""
        ids = [one[name] for one in (await self.matching.get(place)).json()["items"]]
        found: list[str] = []
        after: dict[str, str] = {}
        for _ in ids:
            where = {"order": "desc", "limit": "1", **after}
            (one,) = (await self.matching.get(place, params=where)).json()["items"]
            found.append(one[name])
            after = {"after": one[name]}
        assert found == ids[::-1]

    async def seen(self, place: str, what: Callable[[Any], bool]) -> Any:
        """The answer once it is as wanted: what was recorded takes a moment to be shown."""
        shown: Any = None
        try:
            async with asyncio.timeout(SHOWN_WITHIN_S):
                while True:
                    answer = await self.matching.get(place)
                    shown = answer.json()
                    if answer.status_code == 200 and what(shown):
                        return shown
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{place} never was as wanted, at last {shown}") from None


async def known(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The answer once the creditor has been heard of in every partition."""
    async with asyncio.timeout(SHOWN_WITHIN_S):
        while True:
            answer = await ask()
            if answer.json().get("rule") != "creditor_unknown":
                return answer
            await asyncio.sleep(0.1)
