"""One tenant of a measured platform: what its people send, each call waited for to its outcome."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final, Self

import httpx

from bench.laptop import HOME, ZONE, Failed
from libs.cli.session import EVERY_ROLE, SUBJECT, Session
from libs.simulator.invoices import Invoice
from libs.simulator.statements import Statement
from tests.e2e.builders.banking import Bank, Movement, paid, written
from tests.e2e.builders.documents import Papers
from tests.e2e.builders.parties import a_creditor, a_stranger, an_account

BATCH: Final = 100
SENDERS: Final = 4
LIMIT_S: Final = 4 * 3600.0
LOOK_EVERY_S: Final = 0.2
OUTCOME_EVERY_S: Final = 0.02
SERVICES: Final = ("calendar", "ingestion", "matching", "dunning")
XML: Final = {"Content-Type": "application/xml"}


@dataclass(slots=True)
class Desk:
    """A creditor of its own, at one account."""

    tenant: str
    papers: Papers = field(init=False)
    bank: Bank = field(init=False)
    creditor: str = ""
    _calls: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        account = an_account(self.tenant)
        self.papers, self.bank = Papers(a_creditor(account, name=self.tenant)), Bank(account)

    async def __aenter__(self) -> Self:
        session = Session(home=HOME, tenant=self.tenant)
        headers = {"Authorization": f"Bearer {session.signed(SUBJECT, EVERY_ROLE)}"}
        for service in SERVICES:
            client = httpx.AsyncClient(
                base_url=session.url(service),
                headers=headers,
                timeout=120,
                trust_env=False,
                verify=False,
            )
            self._calls[service] = await self._stack.enter_async_context(client)
        named = {"name": self.tenant, "country": "BE", "zone": ZONE, "feed": "none"}
        named |= {"accounts": [{"iban": self.bank.account.iban}]}  # type: ignore[dict-item]
        self.creditor = (await self.post("ingestion", "/v1/creditors", json=named))["creditor"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def sent(self, service: str, place: str, **what: Any) -> httpx.Response:
        """The answer, whether it is decided or only taken in. Raises Failed for a refusal."""
        answer = await self._calls[service].post(place, **what)
        if not answer.is_success:
            raise Failed(f"{place}: {answer.text[:500]}")
        return answer

    async def post(self, service: str, place: str, **what: Any) -> Any:
        """What is told, waited for when the decision takes longer. Raises Failed for a refusal."""
        answer = await self.sent(service, place, **what)
        if answer.status_code != httpx.codes.ACCEPTED:
            return answer.json()
        status = answer.json()["status_url"]
        return (await self.seen(service, status, OUTCOME_EVERY_S)).get("fields", {})

    async def seen(self, service: str, place: str, every_s: float = LOOK_EVERY_S) -> Any:
        """What is shown there, once it is."""
        ends_s = time.monotonic() + LIMIT_S
        while time.monotonic() < ends_s:
            answer = await self._calls[service].get(place)
            if answer.is_success:
                return answer.json()
            await asyncio.sleep(every_s)
        raise Failed(f"{place} is not there after {LIMIT_S:.0f} s")

    async def owed(self, paper: Invoice) -> dict[str, Any]:
        """Upload one invoice; it is chased when this returns. Its debtor and item."""
        where = {"creditor": self.creditor}
        raw = self.papers.written(paper)
        told = await self.post("ingestion", "/v1/invoices", params=where, content=raw, headers=XML)
        await self._first("dunning", f"/v1/cases?debtor={told['debtor']}")
        item = await self._first("matching", f"/v1/items?number={paper.number}")
        return {"debtor": told["debtor"], "item": item["item"]}

    async def imports(self, papers: Sequence[Invoice]) -> float:
        """Seconds from the start of an import until it has come to rest."""
        began_s = time.monotonic()
        place = (await self.post("ingestion", "/v1/imports", json={"creditor": self.creditor}))[
            "import"
        ]
        waiting = iter(range(0, len(papers), BATCH))

        async def send() -> None:
            for start in waiting:
                await self._batch(place, papers[start : start + BATCH])

        await asyncio.gather(*(send() for _ in range(SENDERS)))
        await self.post("ingestion", f"/v1/imports/{place}/end")
        while (await self.seen("ingestion", f"/v1/imports/{place}"))["state"] != "finished":
            await asyncio.sleep(LOOK_EVERY_S)
        return time.monotonic() - began_s

    async def _batch(self, place: str, papers: Sequence[Invoice]) -> None:
        for line in await self._lines(place, papers):
            if line["outcome"] == "pending":
                await self.seen("ingestion", line["status_url"])
            elif line["outcome"] != "accepted":
                raise Failed(f"{line}")

    async def _lines(self, place: str, papers: Sequence[Invoice]) -> list[Any]:
        """One a document; a batch that was only announced is sent again under its key."""
        where = f"/v1/imports/{place}/documents"
        batch = {
            "params": {"creditor": self.creditor},
            "headers": {"Idempotency-Key": papers[0].number},
            "files": [("file", (f"{one.number}.xml", self.papers.written(one))) for one in papers],
        }
        answer = await self.sent("ingestion", where, **batch)
        while answer.status_code == httpx.codes.ACCEPTED:
            await self.seen("ingestion", answer.json()["status_url"])
            answer = await self.sent("ingestion", where, **batch)
        lines: list[Any] = answer.json()["documents"]
        return lines

    async def uploads(self, statement: Statement) -> Any:
        """What is told of it; its entries may have to be booked yet."""
        where = {"creditor": self.creditor}
        answer = await self.sent(
            "matching", "/v1/statements", params=where, content=written(statement), headers=XML
        )
        (line,) = answer.json()["statements"]
        return line

    async def books(self, movements: Sequence[Movement]) -> float:
        """Seconds from the upload of one statement of all that until it has come to rest."""
        statement = self.bank.statement(*movements)
        began_s = time.monotonic()
        line = await self.uploads(statement)
        if line["outcome"] == "pending":
            await self.seen("matching", line["status_url"])
        covered = f"/v1/creditors/{self.creditor}/cover"
        while (await self.seen("matching", covered))["through_on"] is None:
            await asyncio.sleep(LOOK_EVERY_S)
        return time.monotonic() - began_s

    async def _first(self, service: str, place: str) -> Any:
        """The first of a list, once there is one."""
        while not (items := (await self.seen(service, place))["items"]):
            await asyncio.sleep(LOOK_EVERY_S)
        return items[0]


def strangers_pay(count: int) -> list[Movement]:
    """Nothing of it settles anything."""
    stranger = a_stranger()
    return [paid(f"{10_000 + n}.{n % 100:02}", f"ours {n}", by=stranger) for n in range(count)]


async def booked_s(count: int) -> float:
    """Seconds that one statement of strangers takes alone."""
    async with Desk("bank") as desk:
        return await desk.books(strangers_pay(count))
