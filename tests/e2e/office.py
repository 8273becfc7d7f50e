"""One tenant with one creditor: what a person does there over HTTP, and what is then shown."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from audit.cents import cents
from audit.ledger import Ledger
from deploy.local.waiting import WaitedTooLong, wait_until
from libs.cli.playing.resting import Rest, rest_of
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.parties import BankAccount
from libs.simulator.statements import Statement
from tests.e2e.auditing import audited
from tests.e2e.builders import banking
from tests.e2e.builders.banking import Bank
from tests.e2e.builders.documents import Papers
from tests.e2e.builders.parties import a_creditor, an_account
from tests.e2e.platform import PARTITIONS, Platform

SHOWN_WITHIN_S = 60.0
XML = {"Content-Type": "application/xml"}
PENDING = 202
PAGE = 500
NOT_HEARD_YET = ("creditor_unknown", "account_unknown")

Shown = Any
"""A document of the API."""
Wanted = Callable[[Shown], bool]


def any_at_all(_: Shown) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Office:
    """Where a creditor's papers and bank files go in."""

    tenant: str
    creditor: str
    papers: Papers
    platform: Platform
    ingestion: httpx.AsyncClient
    matching: httpx.AsyncClient
    rest: Rest
    banks: list[Bank] = field(default_factory=list)
    """Whose balances the books must come to."""

    @property
    def bank(self) -> Bank:
        return self.banks[0]

    # What comes in

    async def file(self, document: Invoice | CreditNote) -> httpx.Response:
        """Upload an invoice or a credit note."""
        place = "/v1/invoices" if isinstance(document, Invoice) else "/v1/credit-notes"
        return await self.file_raw(self.papers.written(document), place)

    async def file_raw(self, raw: bytes, place: str = "/v1/invoices") -> httpx.Response:
        where = {"creditor": self.creditor}
        return await self.ingestion.post(place, params=where, content=raw, headers=XML)

    async def owed(self, *documents: Invoice | CreditNote) -> list[Shown]:
        """Upload what is accepted; each is open in the ledger when this returns."""
        told = [await accepted(self.ingestion, await self.file(one)) for one in documents]
        for one in documents:
            if isinstance(one, Invoice):
                await self.item(one.number)
        return told

    async def file_bank(self, raw: bytes) -> httpx.Response:
        """Upload a bank file; again while matching has not heard of what ingestion has."""
        where, answer = {"creditor": self.creditor}, httpx.Response(0)

        async def is_heard_of() -> bool:
            nonlocal answer
            answer = await self.matching.post(
                "/v1/statements", params=where, content=raw, headers=XML
            )
            return answer.json().get("rule") not in NOT_HEARD_YET

        await wait_until(
            "matching hears of the creditor", is_heard_of, limit_s=SHOWN_WITHIN_S, between_s=0.2
        )
        return answer

    async def books(self, *statements: Statement) -> list[Shown]:
        """Upload statements, each in a file; returns what became of each."""
        told = []
        for statement in statements:
            answer = await self.file_bank(banking.written(statement))
            assert answer.status_code in (200, 201), answer.text
            (one,) = answer.json()["statements"]
            told.append(await decided(self.matching, one))
        return told

    # What a person does

    async def does(self, place: str, body: Mapping[str, Any]) -> Shown:
        """Post to matching what is accepted."""
        return await accepted(self.matching, await self.matching.post(place, json=body))

    async def applies(self, payment: str, *shares: Mapping[str, str]) -> Shown:
        """Set a payment against items, or put it on account of debtors."""
        return await self.does(f"/v1/payments/{payment}/apply", {"shares": list(shares)})

    async def undoes(self, payment: str, share: str) -> Shown:
        return await self.does(f"/v1/payments/{payment}/undo", {"share": share})

    # What is shown

    async def item(self, number: str, wanted: Wanted = any_at_all) -> Shown:
        """The item of that number once it is as wanted, with what settles it."""
        page = await self.seen(
            f"/v1/items?number={number}",
            lambda found: len(found["items"]) == 1 and wanted(found["items"][0]),
        )
        return (await self.matching.get(f"/v1/items/{page['items'][0]['item']}")).json()

    async def settled(self, number: str) -> Shown:
        """The item of that number once nothing of it is open."""
        return await self.item(number, lambda one: one["open"] == "0.00 EUR")

    async def open_by(self, number: str, amount: str) -> Shown:
        return await self.item(number, lambda one: one["open"] == f"{amount} EUR")

    async def payment(self, wanted: Wanted) -> Shown:
        """The payment that is as wanted, with its shares and all that was found of it."""
        page = await self.seen("/v1/payments", lambda found: any(map(wanted, found["items"])))
        name = next(one["payment"] for one in page["items"] if wanted(one))
        return (await self.matching.get(f"/v1/payments/{name}")).json()

    async def payment_of(self, amount: str, outcome: str) -> Shown:
        """The payment of that amount once this became of it."""
        return await self.payment(
            lambda one: (one["amount"], one["outcome"]) == (f"{amount} EUR", outcome)
        )

    async def came(self, *amounts: str) -> None:
        """At rest, exactly these payments are shown."""
        await self.rests()
        told = sorted(f"{amount} EUR" for amount in amounts)
        await self.seen(
            f"/v1/payments?limit={PAGE}",
            lambda page: sorted(one["amount"] for one in page["items"]) == told,
        )

    async def debtor(self, debtor: str, wanted: Wanted = any_at_all) -> Shown:
        return await self.seen(f"/v1/debtors/{debtor}", wanted)

    async def cover(self, wanted: Wanted) -> Shown:
        return await self.seen(f"/v1/creditors/{self.creditor}/cover", wanted)

    async def seen(self, place: str, wanted: Wanted) -> Shown:
        """What matching shows there once it is as wanted."""
        return await shown(lambda: self.matching.get(place), wanted, place)

    # How it ends

    async def rests(self) -> None:
        """Return when nothing of this tenant is under way any more."""
        await self.rest.of(("calendar", "ingestion", "matching"))

    async def balanced(self) -> Ledger:
        """At rest: nothing parked, and the auditor finds every cent that the banks have."""
        await self.rests()
        assert (await self.matching.get("/v1/parked")).json()["items"] == []
        closing = {bank.account.iban: bank.balance for bank in self.banks if bank.number}
        ledger, _ = await audited(self.platform, self.tenant, closing)
        if len(ledger.payments) < PAGE:
            await self.seen(f"/v1/payments?limit={PAGE}", lambda page: _shows(page, ledger))
        return ledger


def _shows(page: Shown, ledger: Ledger) -> bool:
    """Whether the payments of the API are those that the auditor counts, by what is free."""
    free = {one["payment"]: cents(one["free"]) for one in page["items"]}
    # What an agency has is no bank entry, and not on this list.
    at_banks = [one for one in ledger.payments.values() if one.account]
    return free == {one.id: one.free for one in at_banks}


async def shown(ask: Callable[[], Awaitable[httpx.Response]], wanted: Wanted, what: str) -> Shown:
    """The answer once it is as wanted: what was recorded takes a moment to be shown."""
    last: Shown = None

    async def is_as_wanted() -> bool:
        nonlocal last
        answer = await ask()
        last = answer.json()
        return answer.status_code == 200 and wanted(last)

    try:
        await wait_until(what, is_as_wanted, limit_s=SHOWN_WITHIN_S)
    except WaitedTooLong as late:
        raise AssertionError(f"{late}; at last it was {last}") from None
    return last


async def accepted(client: httpx.AsyncClient, answer: httpx.Response) -> Shown:
    """What was recorded, waited for when it took longer than the request."""
    assert answer.is_success, answer.text
    if answer.status_code != PENDING:
        return answer.json()
    said = await outcome(client, answer.json()["status_url"])
    assert said["outcome"] != "refused", said
    return said.get("fields", {}) | {"command": said["command"]}


async def decided(client: httpx.AsyncClient, line: Shown) -> Shown:
    """The line of a statement, waited for when it was still undecided."""
    if line["outcome"] != "pending":
        return line
    said = await outcome(client, line["status_url"])
    return line | {"outcome": said["outcome"]} | said.get("fields", {})


async def outcome(client: httpx.AsyncClient, status_url: str) -> Shown:
    return await shown(lambda: client.get(status_url), any_at_all, status_url)


@asynccontextmanager
async def opened(
    platform: Platform,
    tenant: str,
    *,
    accounts: Sequence[BankAccount] | None = None,
    feed: str = "required",
) -> AsyncIterator[Office]:
    """An office of a new tenant; when the story is told, its books are audited.

    `accounts`: one at a bank that numbers its statements unless given.
    """
    platform.new_tenant(tenant)
    named = (an_account(),) if accounts is None else tuple(accounts)
    papers = Papers(a_creditor(*named))
    async with AsyncExitStack() as stack:
        ingestion = await stack.enter_async_context(platform.caller("ingestion", tenant))
        matching = await stack.enter_async_context(platform.caller("matching", tenant))
        rest = await stack.enter_async_context(rest_of(platform.kafka, tenant, PARTITIONS))
        sent = _creditor(papers, named) | {"feed": feed}
        told = await accepted(ingestion, await ingestion.post("/v1/creditors", json=sent))
        banks = [Bank(account) for account in named]
        office = Office(
            tenant, told["creditor"], papers, platform, ingestion, matching, rest, banks
        )
        yield office
        await office.balanced()


def _creditor(papers: Papers, accounts: Sequence[BankAccount]) -> dict[str, Any]:
    return {
        "name": papers.creditor.name,
        "country": "BE",
        "zone": "Europe/Brussels",
        "accounts": [{"iban": account.iban} for account in accounts],
    }
