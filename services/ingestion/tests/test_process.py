"""Ingestion as its callers meet it: over HTTP, a process of its own, real broker and database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.ingestion.tests.conftest import Callers
from services.ingestion.tests.ubl_files import File, a_credit_note_file

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


async def test_a_creditor_is_registered_and_shown(callers: Callers) -> None:
    async with callers.as_("shown") as client:
        answer = await client.post("/v1/creditors", json=BAKERY)
        assert answer.status_code == 201, answer.text
        creditor = answer.json()["creditor"]
        shown = (await client.get(f"/v1/creditors/{creditor}")).json()
        assert (shown["name"], shown["revision"]) == ("De Bakker", 1)
        assert shown["accounts"][0]["iban"] == "BE68539007547034"
        assert [one["creditor"] for one in (await client.get("/v1/creditors")).json()["items"]] == [
            creditor
        ]
        again = await client.post("/v1/creditors", json=BAKERY)
        assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")


async def test_a_creditor_is_changed_and_gets_accounts(callers: Callers) -> None:
    async with callers.as_("changed") as client:
        creditor = await a_creditor(client)
        await client.patch(f"/v1/creditors/{creditor}", json={"zone": "Europe/Paris"})
        more = {"accounts": [{"iban": "NL91ABNA0417164300", "cover": "no"}]}
        await client.post(f"/v1/creditors/{creditor}/accounts", json=more)
        shown = (await client.get(f"/v1/creditors/{creditor}")).json()
        assert (shown["zone"], shown["revision"]) == ("Europe/Paris", 3)
        assert [(one["iban"], one["cover"]) for one in shown["accounts"]] == [
            ("BE68539007547034", "required"),
            ("NL91ABNA0417164300", "no"),
        ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"feed": None}, "body.feed"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"country": "XX"}, "country"),
        ({"accounts": [{"iban": "BE68 5390 0754 7035"}]}, "iban"),
        ({"name": "De\x00Bakker"}, "body.name"),
    ],
)
async def test_a_creditor_with_a_mistake_is_told_which(
    callers: Callers, wrong: dict[str, Any], field: str
) -> None:
    async with callers.as_("wrong") as client:
        answer = await client.post("/v1/creditors", json=BAKERY | wrong)
        assert answer.status_code == 422, answer.text
        assert answer.json()["detail"].startswith(field), answer.text


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


async def test_a_tenant_never_sees_another_tenants_rows(callers: Callers) -> None:
    async with callers.as_("one") as one, callers.as_("two") as two:
        first = await upload(one, await a_creditor(one), File())
        second = await upload(two, await a_creditor(two), File())
        assert (first.status_code, second.status_code) == (201, 201)
        mine, theirs = first.json(), second.json()
        assert mine["document"] != theirs["document"]
        await seen(lambda: one.get(f"/v1/invoices/{mine['document']}"), lambda _: True)
        for place in (
            f"/v1/invoices/{mine['document']}",
            f"/v1/invoices/{mine['document']}/original",
            f"/v1/debtors/{mine['debtor']}",
            f"/v1/creditors/{mine['creditor']}",
            f"/v1/commands/{mine['command']}",
        ):
            assert (await two.get(place)).status_code == 404, place


async def test_who_may_only_look_changes_nothing(callers: Callers) -> None:
    async with callers.as_("looks", "reader") as client:
        assert (await client.post("/v1/creditors", json=BAKERY)).status_code == 403
        assert (await upload(client, "0" * 26, File())).status_code == 403
        assert (await client.get("/v1/creditors")).status_code == 200
    async with httpx.AsyncClient(base_url=callers.url) as nobody:
        assert (await nobody.get("/v1/creditors")).status_code == 401


async def test_debtors_are_found_changed_and_merged(callers: Callers) -> None:
    async with callers.as_("merge") as client:
        creditor = await a_creditor(client)
        other = File(number="F-18", buyer=File().buyer.replace(">C-1<", ">C-2<"))
        one = (await upload(client, creditor, File())).json()["debtor"]
        two = (await upload(client, creditor, other)).json()["debtor"]
        path = f"/v1/debtors/{two}"
        await seen(lambda: client.get(path), lambda _: True)
        changed = await client.put(path, json={"name": "Peeters NV", "language": "nl"})
        assert changed.status_code == 201, changed.text
        await seen(lambda: client.get(path), lambda found: found["name"] == "Peeters NV")
        merged = await client.post(f"/v1/debtors/{one}/merge", json={"into": two})
        assert (merged.status_code, merged.json()["outcome"]) == (201, "accepted"), merged.text
        ring = await client.post(f"/v1/debtors/{two}/merge", json={"into": one})
        assert (ring.status_code, ring.json()["rule"]) == (409, "merge_makes_ring")
        forwarded = (await upload(client, creditor, File(number="F-19"))).json()
        place = f"/v1/invoices/{forwarded['document']}"
        assert (await seen(lambda: client.get(place), lambda _: True))["debtor"] == two
        page = await seen(
            lambda: client.get("/v1/debtors"),
            lambda found: any(one["merged_into"] for one in found["items"]),
        )
        assert {one["debtor"]: one["merged_into"] for one in page["items"]} == {
            one: two,
            two: None,
        }


async def test_lists_come_in_pages(callers: Callers) -> None:
    async with callers.as_("pages") as client:
        creditor = await a_creditor(client)
        for n in range(5):
            await upload(client, creditor, File(number=f"F-{n}"))
        await seen(lambda: client.get("/v1/invoices"), lambda found: len(found["items"]) == 5)
        numbers, after = [], None
        while True:
            where = {"limit": 2} | ({"after": after} if after else {})
            page = (await client.get("/v1/invoices", params=where)).json()
            numbers += [one["number"] for one in page["items"]]
            after = page["next"]
            if after is None:
                break
        assert numbers == [f"F-{n}" for n in range(5)]


async def an_import(client: httpx.AsyncClient, creditor: str) -> str:
    started = await client.post("/v1/imports", json={"creditor": creditor})
    assert started.status_code == 201, started.text
    return str(started.json()["import"])


async def test_an_import_reports_each_file_and_comes_to_rest(callers: Callers) -> None:
    async with callers.as_("bulk") as client:
        creditor = await a_creditor(client)
        await upload(client, creditor, File(number="F-1"))
        import_id = await an_import(client, creditor)
        files = [
            ("file", ("new.xml", File(number="F-2").raw())),
            ("file", ("known.xml", File(number="F-1").raw())),
            ("file", ("changed.xml", File(number="F-1", issued="2026-01-06").raw())),
            ("file", ("broken.xml", b"<Invoice")),
        ]
        where = {"creditor": creditor}
        place = f"/v1/imports/{import_id}"
        added = await client.post(f"{place}/documents", params=where, files=files)
        assert added.status_code == 200, added.text
        lines = added.json()["documents"]
        assert [(line["file"], line["outcome"], line.get("rule")) for line in lines] == [
            ("new.xml", "accepted", None),
            ("known.xml", "duplicate", None),
            ("changed.xml", "conflict", "number_conflict"),
            ("broken.xml", "rejected", "xml_broken"),
        ]
        ended = await client.post(f"{place}/end")
        assert (ended.status_code, ended.json()["documents_count"]) == (201, "3"), ended.text
        shown = await seen(lambda: client.get(place), lambda one: one["state"] == "finished")
        assert (shown["documents_count"], shown["ended_by"]) == (3, "client")
        late = await client.post(f"{place}/documents", params=where, files=files[:1])
        assert (late.status_code, late.json()["rule"]) == (409, "import_is_over")


async def test_an_import_that_nobody_ends_is_over_by_the_wall_clock(callers: Callers) -> None:
    async with callers.as_("idle") as client:
        creditor = await a_creditor(client)
        place = f"/v1/imports/{await an_import(client, creditor)}"
        shown = await seen(lambda: client.get(place), lambda one: one["state"] == "finished")
        assert (shown["documents_count"], shown["ended_by"]) == (0, "timeout")


async def test_the_api_says_what_it_is(callers: Callers) -> None:
    async with callers.as_("docs") as client:
        described = (await client.get("/v1/openapi.json")).json()
        assert {"/v1/invoices", "/v1/creditors/{creditor}/accounts"} <= described["paths"].keys()
        assert (await client.get("/readyz")).json()["ready"] is True


async def test_days_pass_by_the_clock_until_a_tenant_plays_them(
    callers: Callers, calendar_callers: Callers
) -> None:
    async with callers.as_("plays") as client:
        await a_creditor(client, zone="Pacific/Auckland")
    async with calendar_callers.as_("plays") as client:

        def has_begun(days: Any) -> bool:
            return [one["zone"] for one in days["zones"] if one["day_on"]] == ["Pacific/Auckland"]

        by_clock = await seen(lambda: client.get("/v1/days"), has_begun)
        assert (by_clock["played"], by_clock["day_on"]) == (False, None)
        moved = await client.post("/v1/days/advance", json={"to": "2026-01-05"})
        assert (moved.status_code, moved.json()["days_count"]) == (201, "1"), moved.text
        moved = await client.post("/v1/days/advance", json={"to": "2026-01-08"})
        assert (moved.status_code, moved.json()["days_count"]) == (201, "3")
        again = await client.post("/v1/days/advance", json={"to": "2026-01-08"})
        assert (again.status_code, again.json()["day_on"]) == (200, "2026-01-08")
        back = await client.post("/v1/days/advance", json={"to": "2026-01-07"})
        assert (back.status_code, back.json()["rule"]) == (409, "day_went_back")
        days = (await client.get("/v1/days")).json()
        assert days == {
            "played": True,
            "day_on": "2026-01-08",
            "zones": [{"zone": "Pacific/Auckland", "day_on": "2026-01-08"}],
        }
