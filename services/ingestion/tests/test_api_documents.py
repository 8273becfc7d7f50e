"""Documents over HTTP: ingestion as a process of its own, real broker and database."""

import httpx
import pytest

from services.ingestion.tests.calling import XML, a_creditor, seen, upload
from services.ingestion.tests.conftest import Callers
from services.ingestion.tests.ubl_files import File, a_credit_note_file

pytestmark = pytest.mark.stack


async def test_an_invoice_is_accepted_then_a_duplicate_then_a_conflict(callers: Callers) -> None:
    async with callers.as_("walk") as client:
        creditor = await a_creditor(client)
        first = await upload(client, creditor, File())
        assert (first.status_code, first.json()["outcome"]) == (201, "accepted"), first.text
        again = await upload(client, creditor, File())
        assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")
        assert again.json()["document"] == first.json()["document"]
        changed = await upload(client, creditor, File(issued="2026-01-06"))
        assert (changed.status_code, changed.json()["rule"]) == (409, "number_conflict")
        assert changed.json()["fields"]["document"] == first.json()["document"]

        invoice, debtor = first.json()["document"], first.json()["debtor"]
        found = await seen(lambda: client.get(f"/v1/invoices/{invoice}"), lambda _: True)
        assert (found["number"], found["payable"]) == ("F-17", "121.00 EUR")
        assert found["personal"]["name"] == "Jansen BV"
        file = await client.get(f"/v1/invoices/{invoice}/original")
        assert file.content == File().raw()
        shown = await seen(lambda: client.get(f"/v1/debtors/{debtor}"), lambda _: True)
        assert (shown["name"], shown["customer_number"]) == ("Jansen BV", "C-1")
        assert [one["what"] for one in shown["timeline"]] == [
            "debtor_registered",
            "invoice_registered",
        ]


async def test_the_same_idempotency_key_is_answered_as_the_first_time(callers: Callers) -> None:
    async with callers.as_("again") as client:
        creditor = await a_creditor(client)
        headers = XML | {"Idempotency-Key": "upload 1"}
        where = {"creditor": creditor}

        async def send(file: File) -> httpx.Response:
            return await client.post(
                "/v1/invoices", params=where, content=file.raw(), headers=headers
            )

        assert [(await send(File())).status_code for _ in range(2)] == [201, 201]
        other = await send(File(number="F-18"))
        assert (other.status_code, other.json()["rule"]) == (422, "idempotency_key_reused")


async def test_a_refused_file_leaves_nothing_behind(callers: Callers) -> None:
    async with callers.as_("refused") as client:
        creditor = await a_creditor(client)
        answer = await upload(client, creditor, File(tax="20.00", due="2026-01-04"))
        assert answer.status_code == 422
        assert [one["rule"] for one in answer.json()["errors"]] == [
            "due_before_issue",
            "totals_gross",
        ]
        good = await upload(client, creditor, File())  # its number was not taken
        assert good.status_code == 201
        listed = await seen(lambda: client.get("/v1/invoices"), lambda found: bool(found["items"]))
        assert [one["number"] for one in listed["items"]] == ["F-17"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "rule"),
    [
        (b"%PDF-1.7", "application/xml", 415, "format_not_read_yet"),
        (b"<a/>", "application/xml", 422, "not_an_invoice"),
        (b"<!DOCTYPE a><a/>", "application/xml", 422, "doctype"),
        (b"", "application/xml", 422, "file_empty"),
        (b"<a>" + b" " * 10_485_760, "text/xml", 413, "file_too_big"),
        (b"{}", "application/json", 415, "body_unsuitable"),
        (b"x" * 33_600_000, "application/xml", 413, "body_too_large"),
    ],
)
async def test_a_body_that_is_no_invoice_is_refused_by_name(
    callers: Callers, content: bytes, kind: str, status: int, rule: str
) -> None:
    async with callers.as_("bodies") as client:
        creditor = await a_creditor(client)
        answer = await client.post(
            "/v1/invoices",
            params={"creditor": creditor},
            content=content,
            headers={"Content-Type": kind},
        )
        assert (answer.status_code, answer.json()["rule"]) == (status, rule)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_an_invoice_of_an_unknown_creditor_is_not_found(callers: Callers) -> None:
    async with callers.as_("nobody") as client:
        answer = await upload(client, "0" * 26, File())
        assert (answer.status_code, answer.json()["rule"]) == (404, "creditor_unknown")


async def test_a_form_with_a_file_is_read_too(callers: Callers) -> None:
    async with callers.as_("form") as client:
        creditor = await a_creditor(client)
        files = {"file": ("F-17.xml", File().raw(), "application/xml")}
        answer = await client.post("/v1/invoices", params={"creditor": creditor}, files=files)
        assert answer.status_code == 201, answer.text


async def test_a_credit_note_follows_its_invoice_and_an_invoice_is_cancelled(
    callers: Callers,
) -> None:
    async with callers.as_("credit") as client:
        creditor = await a_creditor(client)
        invoice = (await upload(client, creditor, File())).json()
        note = (await upload(client, creditor, a_credit_note_file(names=("F-17",)))).json()
        assert note["kind"] == "credit_note"
        place = f"/v1/credit-notes/{note['document']}"
        shown = await seen(lambda: client.get(place), lambda _: True)
        assert shown["names_invoice"] == invoice["document"]
        where = f"/v1/invoices/{invoice['document']}/cancel"
        cancelled = await client.post(where, json={"reason": "wrong goods"})
        assert (cancelled.status_code, cancelled.json()["outcome"]) == (201, "accepted")
        again = await client.post(where, json={"reason": "wrong goods"})
        assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")
        after = await seen(
            lambda: client.get(f"/v1/invoices/{invoice['document']}"),
            lambda found: found["cancelled_at"] is not None,
        )
        assert after["cancel_reason"] == "wrong goods"


async def test_lists_come_in_pages(callers: Callers) -> None:
    async with callers.as_("pages") as client:
        creditor = await a_creditor(client)
        for n in range(5):
            await upload(client, creditor, File(number=f"F-{n}"))
        await seen(lambda: client.get("/v1/invoices"), lambda found: len(found["items"]) == 5)
        told = [f"F-{n}" for n in range(5)]
        assert await numbers(client, "asc") == told
        assert await numbers(client, "desc") == told[::-1]


async def numbers(client: httpx.AsyncClient, order: str) -> list[str]:
    """Of all invoices, from page to page."""
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        where = {"limit": "2", "order": order, **after}
        page = (await client.get("/v1/invoices", params=where)).json()
        found += [one["number"] for one in page["items"]]
        if page["next"] is None:
            return found
        after = {"after": page["next"]}
