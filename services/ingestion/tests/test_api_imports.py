"""Imports over HTTP until they come to rest, and the days that pass beside them."""

from typing import Any

import httpx
import pytest

from services.ingestion.tests.calling import a_creditor, seen, upload
from services.ingestion.tests.conftest import Callers
from services.ingestion.tests.ubl_files import File

pytestmark = pytest.mark.stack


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


async def test_imports_are_listed_the_newest_first_page_by_page(callers: Callers) -> None:
    async with callers.as_("paged") as client:
        creditor = await a_creditor(client)
        started = [await an_import(client, creditor) for _ in range(3)]
        place = "/v1/imports?limit=2"
        page = await seen(
            lambda: client.get(place),
            lambda one: [item["import_id"] for item in one["items"]] == started[:0:-1],
        )
        rest = (await client.get(f"{place}&after={page['next']}")).json()
        assert [one["import_id"] for one in rest["items"]] == started[:1]
        assert rest["next"] is None


async def test_an_import_that_nobody_ends_is_over_by_the_wall_clock(callers: Callers) -> None:
    async with callers.as_("idle") as client:
        creditor = await a_creditor(client)
        place = f"/v1/imports/{await an_import(client, creditor)}"
        shown = await seen(lambda: client.get(place), lambda one: one["state"] == "finished")
        assert (shown["documents_count"], shown["ended_by"]) == (0, "timeout")


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
