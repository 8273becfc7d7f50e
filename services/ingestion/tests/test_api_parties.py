"""Creditors and debtors over HTTP, and who may see them."""

from typing import Any

import httpx
import pytest

from services.ingestion.tests.calling import BAKERY, XML, a_creditor, seen, upload
from services.ingestion.tests.conftest import Callers
from services.ingestion.tests.ubl_files import File

pytestmark = pytest.mark.stack


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


async def test_creditors_are_listed_by_name_page_by_page(callers: Callers) -> None:
    async with callers.as_("listed") as client:
        for name in ("De Slager", "de bakker", "Aannemer Jan"):
            sent = BAKERY | {"name": name, "accounts": []}
            assert (await client.post("/v1/creditors", json=sent)).status_code == 201
        await seen(lambda: client.get("/v1/creditors"), lambda page: len(page["items"]) == 3)
        found, after = [], ""
        for _ in range(3):
            page = (await client.get(f"/v1/creditors?limit=1{after}")).json()
            found += [one["name"] for one in page["items"]]
            after = f"&after={page['next']}"
        assert found == ["Aannemer Jan", "de bakker", "De Slager"]
        page = (await client.get(f"/v1/creditors?limit=1{after}")).json()
        assert page == {"items": [], "next": None}


async def test_a_key_of_one_creditor_is_of_no_other(callers: Callers) -> None:
    async with callers.as_("key") as client:
        key = {"Idempotency-Key": "first"}
        sent = [BAKERY, BAKERY, BAKERY | {"name": "De Slager", "accounts": []}]
        answers = [await client.post("/v1/creditors", json=one, headers=key) for one in sent]
        assert [answer.status_code for answer in answers] == [201, 201, 422]
        assert answers[2].json()["rule"] == "idempotency_key_reused"

        slager = (await client.post("/v1/creditors", json=sent[2])).json()["creditor"]
        headers = XML | key
        for creditor, status in ((answers[0].json()["creditor"], 201), (slager, 422)):
            answer = await client.post(
                "/v1/invoices",
                params={"creditor": creditor},
                content=File().raw(),
                headers=headers,
            )
            assert answer.status_code == status, answer.text


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


async def test_a_salesperson_finds_the_debtors_of_the_own_portfolio_alone(
    callers: Callers,
) -> None:
    async with callers.as_("sold") as client, callers.as_("sold", "sales") as ann:
        creditor = await a_creditor(client)
        other = File(number="F-18", buyer=File().buyer.replace(">C-1<", ">C-2<"))
        mine, theirs = [(await upload(client, creditor, one)).json() for one in (File(), other)]
        path = f"/v1/debtors/{mine['debtor']}/portfolio"
        await seen(lambda: client.get("/v1/debtors"), lambda found: len(found["items"]) == 2)
        assert (await ann.get("/v1/debtors")).json()["items"] == []
        answers = [await client.put(path, json={"sales": "ann"}) for _ in range(2)]
        assert [one.status_code for one in answers] == [201, 200]
        page = await seen(lambda: ann.get("/v1/debtors"), lambda found: bool(found["items"]))
        assert [one["debtor"] for one in page["items"]] == [mine["debtor"]]
        both = f"/v1/debtors?debtor={mine['debtor']}&debtor={theirs['debtor']}"
        assert len((await client.get(both)).json()["items"]) == 2
        (seen_by_ann,) = (await ann.get(both)).json()["items"]
        assert seen_by_ann["debtor"] == mine["debtor"]
        for place, found in (("debtors", "debtor"), ("invoices", "document")):
            assert (await ann.get(f"/v1/{place}/{mine[found]}")).status_code == 200
            assert (await ann.get(f"/v1/{place}/{theirs[found]}")).status_code == 404
        assert (await ann.put(path, json={"sales": "ann"})).status_code == 403


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
        tag = {"If-Match": (await client.get(path)).headers["ETag"]}
        again = await client.put(path, json={"name": "Peeters NV", "language": "fr"}, headers=tag)
        assert again.status_code == 201, again.text
        late = await client.put(path, json={"name": "Peters NV"}, headers=tag)
        assert (late.status_code, late.json()["rule"]) == (412, "debtor_revision_differs")
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


async def test_the_api_says_what_it_is(callers: Callers) -> None:
    async with callers.as_("docs") as client:
        described = (await client.get("/v1/openapi.json")).json()
        assert {"/v1/invoices", "/v1/creditors/{creditor}/accounts"} <= described["paths"].keys()
        assert (await client.get("/readyz")).json()["ready"] is True
