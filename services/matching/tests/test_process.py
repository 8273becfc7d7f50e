"""Matching as its callers meet it: over HTTP, a process of its own, real broker and database."""

from functools import partial

import httpx
import pytest

from services.matching.tests.bank_files import BankFile, Booked
from services.matching.tests.calling import known
from services.matching.tests.conftest import Open, Platform


async def test_a_payment_settles_the_invoice_that_it_names_and_says_why(books_of: Open) -> None:
    async with books_of("walk") as books:
        debtor = await books.invoice("F-2026-17", "48.00")
        file = BankFile(
            entries=(Booked("48.00", "Invoice F-2026-17"), Booked("9.00", kind="debit"))
        )
        answer = await known(lambda: books.bank(file))
        assert answer.status_code == 201, answer.text
        (told,) = answer.json()["statements"]
        assert (told["outcome"], told["place"], told["new"]) == ("accepted", "first", "2")

        item = await books.item("F-2026-17", lambda one: one["open"] == "0.00 EUR")
        settled = (await books.matching.get(f"/v1/items/{item['item']}")).json()
        assert [one["amount"] for one in settled["settled_by"]] == ["48.00 EUR"]
        payment = await books.payment(lambda one: one["outcome"] == "applied")
        assert payment["why"] == (
            "48.00 EUR by transfer on 3 March: its text names invoice F-2026-17, which is open by"
            " exactly that; nothing is left over."
        )
        assert payment["payer"]["payer_name"] == "Jansen BV"
        assert [share["on_account"] for share in payment["shares"]] == ["0.00 EUR"]

        statement = await books.seen(
            f"/v1/statements/{told['statement']}", lambda one: one["rested_at"] is not None
        )
        assert [one["kind"] for one in statement["set_aside"]] == ["supplier"]
        cover = await books.seen(
            f"/v1/creditors/{books.creditor}/cover", lambda one: one["through_on"] is not None
        )
        assert cover["through_on"] == "2026-03-03"
        shown = (await books.matching.get(f"/v1/debtors/{debtor}")).json()
        assert shown["balances"] == [
            {"currency": "EUR", "open": "0.00 EUR", "on_account": "0.00 EUR", "items_open": 0}
        ]
        assert [one["what"] for one in shown["timeline"]] == [
            "item_opened",
            "share_booked",
            "item_settled",
        ]


async def test_a_file_twice_is_a_duplicate_and_a_gap_waits_until_it_closes(books_of: Open) -> None:
    async with books_of("chain") as books:
        first = BankFile(entries=(Booked("10.00"),))
        second = BankFile("2026-03-04", 2, first.closes, (Booked("20.00"),))
        third = BankFile("2026-03-05", 3, second.closes, (Booked("30.00"),))
        assert (await known(lambda: books.bank(first))).status_code == 201
        again = await books.bank(first)
        assert (again.status_code, again.json()["statements"][0]["outcome"]) == (200, "duplicate")
        waits = (await books.bank(third)).json()["statements"][0]
        assert (waits["outcome"], waits["reason"]) == ("waiting", "sequence")
        listed = await books.seen("/v1/statements?state=waiting", lambda page: bool(page["items"]))
        assert [one["statement"] for one in listed["items"]] == [waits["statement"]]
        assert (await books.bank(second)).json()["statements"][0]["outcome"] == "accepted"
        page = await books.seen("/v1/payments", lambda page: len(page["items"]) == 3)
        for place, name in (("payments", "payment"), ("statements", "statement")):
            await books.is_told_backwards(f"/v1/{place}", name)
        assert [one["amount"] for one in page["items"]] == ["10.00 EUR", "20.00 EUR", "30.00 EUR"]


async def test_a_person_declares_a_gap_and_a_dormant_account(books_of: Open) -> None:
    async with books_of("gap") as books:
        first = BankFile(entries=(Booked("10.00"),))
        assert (await known(lambda: books.bank(first))).status_code == 201
        later = BankFile("2026-03-09", 5, "1500.00", (Booked("20.00"),))
        waits = (await books.bank(later)).json()["statements"][0]
        assert waits["outcome"] == "waiting"
        opening = {"opening": "1499.00 EUR", "reason": "lost at the bank"}
        place = f"/v1/accounts/{waits['account']}/restart"
        wrong = await books.matching.post(place, json=opening)
        assert (wrong.status_code, wrong.json()["rule"]) == (422, "no_statement_opens_so")
        right = await books.matching.post(place, json=opening | {"opening": "1500.00 EUR"})
        assert right.status_code == 201, right.text
        await books.seen("/v1/payments", lambda page: len(page["items"]) == 2)
        cover = {"account": waits["account"], "through_on": "2026-03-20"}
        declared = await books.matching.post(f"/v1/creditors/{books.creditor}/cover", json=cover)
        assert (declared.status_code, declared.json()["through_on"]) == (201, "2026-03-20")


async def test_a_person_applies_undoes_and_applies_otherwise(books_of: Open) -> None:
    async with books_of("person") as books:
        await books.invoice("F-2026-17", "48.00", name="Jansen BV")
        debtor = await books.invoice("F-2026-18", "60.00", customer="C-2002", name="Peeters NV")
        file = BankFile(entries=(Booked("50.00", "for F-2026-17", name="A stranger"),))
        await known(lambda: books.bank(file))
        payment = await books.payment(lambda one: one["outcome"] == "suggested")
        assert [one["number"] for one in payment["candidates"]] == ["F-2026-17"]
        await books.seen("/v1/items?state=suspected", lambda page: bool(page["items"]))

        item = (await books.item("F-2026-17", lambda _: True))["item"]
        place = f"/v1/payments/{payment['payment']}"
        plan = {"shares": [{"item": item, "amount": "48.00 EUR"}]}
        applied = await books.matching.post(f"{place}/apply", json=plan)
        assert (applied.status_code, applied.json()["free"]) == (201, "2.00 EUR"), applied.text
        await books.item("F-2026-17", lambda one: one["open"] == "0.00 EUR")
        over = await books.matching.post(f"{place}/apply", json=plan)
        assert (over.status_code, over.json()["rule"]) == (409, "amount_over_free")

        share = {"share": applied.json()["shares"]}
        assert (await books.matching.post(f"{place}/undo", json=share)).status_code == 201
        await books.item("F-2026-17", lambda one: one["open"] == "48.00 EUR")
        gone = await books.matching.post(f"{place}/undo", json=share)
        assert (gone.status_code, gone.json()["rule"]) == (404, "share_unknown")

        other = {"shares": [{"debtor": debtor, "amount": "50.00 EUR"}]}
        assert (await books.matching.post(f"{place}/apply", json=other)).status_code == 201
        shown = await books.seen(f"/v1/debtors/{debtor}", lambda one: bool(one["on_account"]))
        assert shown["balances"][0]["on_account"] == "50.00 EUR"
        assert "paula applied 50.00 EUR" in (await books.matching.get(place)).json()["why"]


async def test_a_returned_payment_reopens_its_item(books_of: Open) -> None:
    async with books_of("return") as books:
        await books.invoice("F-2026-17", "48.00")
        first = BankFile(entries=(Booked("48.00", "F-2026-17", reference="B-77"),))
        await known(lambda: books.bank(first))
        await books.item("F-2026-17", lambda one: one["open"] == "0.00 EUR")
        back = Booked("48.00", kind="return", reference="B-77")
        await books.bank(BankFile("2026-03-04", 2, first.closes, (back,)))
        await books.item("F-2026-17", lambda one: one["open"] == "48.00 EUR")
        payment = await books.payment(lambda one: one["outcome"] == "returned")
        assert payment["free"] == "0.00 EUR"
        page = (await books.matching.get("/v1/payments?outcome=assigned")).json()
        assert [one["original"] for one in page["items"]] == [payment["payment"]]


async def test_a_due_date_is_extended(books_of: Open) -> None:
    async with books_of("extend") as books:
        await books.invoice("F-2026-17", "48.00")
        item = (await books.item("F-2026-17", lambda _: True))["item"]
        place, later = f"/v1/items/{item}/due-date", {"due_on": "2026-04-03", "reason": "by phone"}
        assert (await books.matching.post(place, json=later)).status_code == 201
        earlier = await books.matching.post(place, json=later | {"due_on": "2026-04-01"})
        assert (earlier.status_code, earlier.json()["rule"]) == (422, "due_date_not_later")
        shown = await books.item("F-2026-17", lambda one: one["due_on"] == "2026-04-03")
        assert shown["first_due_on"] == "2026-03-03"


@pytest.mark.parametrize(
    ("content", "kind", "status", "rule"),
    [
        (b"", "application/xml", 422, "file_empty"),
        (b"<a></a>", "application/xml", 422, "not_a_statement"),
        (b"<!DOCTYPE a><a/>", "application/xml", 422, "doctype"),
        (b"PK\x03\x04", "application/xml", 415, "file_is_archive"),
        (b"{}", "application/json", 415, "body_unsuitable"),
        (BankFile(closing="1.00").raw(), "application/xml", 422, "balances_differ"),
        (BankFile(iban="NL91ABNA0417164300").raw(), "application/xml", 422, "account_unknown"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_by_name(
    books_of: Open, content: bytes, kind: str, status: int, rule: str
) -> None:
    async with books_of(f"refused-{rule.replace('_', '-')}") as books:
        where, headers = {"creditor": books.creditor}, {"Content-Type": kind}

        async def send() -> httpx.Response:
            client: httpx.AsyncClient = books.matching
            return await client.post(
                "/v1/statements", params=where, content=content, headers=headers
            )

        answer = await known(send)
        assert (answer.status_code, answer.json()["rule"]) == (status, rule), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert (await books.matching.get("/v1/payments")).json()["items"] == []


async def test_a_tenant_never_sees_another_tenants_money(books_of: Open) -> None:
    async with books_of("wall-a") as one, books_of("wall-b") as other:
        file = BankFile(entries=(Booked("48.00", "F-2026-17"),))  # one IBAN between them
        for books in (one, other):
            await books.invoice("F-2026-17", "48.00")
            assert (await known(partial(books.bank, file))).status_code == 201
        mine = await one.payment(lambda payment: payment["outcome"] == "applied")
        theirs = await other.payment(lambda payment: payment["outcome"] == "applied")
        assert mine["payment"] != theirs["payment"]
        for place in (f"/v1/payments/{mine['payment']}", f"/v1/items/{mine['shares'][0]['item']}"):
            assert (await one.matching.get(place)).status_code == 200
            assert (await other.matching.get(place)).status_code == 404, place


async def test_who_may_only_look_changes_nothing(platform: Platform) -> None:
    async with platform.to_matching("looks", "reader") as client:
        name = "0" * 26
        sent = {"shares": [{"debtor": name, "amount": "1.00 EUR"}]}
        assert (await client.post(f"/v1/payments/{name}/apply", json=sent)).status_code == 403
        assert (await client.get("/v1/payments")).status_code == 200
        assert (await client.get("/v1/parked")).json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    "share",
    [
        {"amount": "1.00 EUR"},
        {"debtor": "0" * 26, "amount": 1.0},
        {"debtor": "0" * 26, "amount": "1.001 EUR"},
        {"debtor": "0" * 26, "item": "0" * 26, "amount": "1.00 EUR"},
        {"item": "F-17", "amount": "1.00 EUR"},
    ],
)
async def test_a_share_with_a_mistake_is_told_which(
    platform: Platform, share: dict[str, object]
) -> None:
    async with platform.to_matching("mistakes") as client:
        answer = await client.post(f"/v1/payments/{'0' * 26}/apply", json={"shares": [share]})
        assert (answer.status_code, answer.json()["rule"]) == (422, "bad_request")
        assert answer.json()["detail"].startswith("body.shares")


async def test_the_api_says_what_it_is(platform: Platform) -> None:
    async with platform.to_matching("docs") as client:
        described = (await client.get("/v1/openapi.json")).json()
        offered = {"/v1/statements", "/v1/payments/{payment}/apply", "/v1/parked/drop"}
        assert offered <= described["paths"].keys()
        assert (await client.get("/readyz")).json()["ready"] is True
