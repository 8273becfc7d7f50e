"""Story 4: two tenants with the same numbers, customers and one IBAN; nothing crosses."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx

from deploy.local.waiting import wait_until
from tests.e2e.builders.banking import Bank, paid, written
from tests.e2e.builders.parties import JANSEN, a_stranger, an_account
from tests.e2e.conftest import Open
from tests.e2e.office import SHOWN_WITHIN_S, XML, Office

SAME_ACCOUNT_OTHER_NAME = replace(JANSEN.payers[0], name="Holding Vijf")


async def test_what_one_tenant_books_the_other_never_sees(office_of: Open) -> None:
    async with office_of("wall-one") as one, office_of("wall-two") as two:
        assert one.bank.account.iban == two.bank.account.iban
        for office in (one, two):
            await office.owed(
                office.papers.invoice("F-2026-17", "48.00"),
                office.papers.invoice("F-2026-18", "60.00"),
            )
        file = one.bank.statement(paid("48.00", "F-2026-17"))
        await one.books(file)
        await one.settled("F-2026-17")
        await two.came()
        await two.open_by("F-2026-17", "48.00")

        # Who pays for whom is known where it was learned, and there alone.
        silent = paid("60.00", by=SAME_ACCOUNT_OTHER_NAME)
        await one.books(one.bank.statement(silent))
        await one.settled("F-2026-18")
        await two.books(two.bank.statement(silent))
        assert (await two.payment_of("60.00", "unidentified"))["shares"] == []
        await two.open_by("F-2026-18", "60.00")

        mine, theirs = await one.balanced(), await two.balanced()
        for kind in ("payments", "items", "sources", "accepted", "cash"):
            assert not getattr(mine, kind).keys() & getattr(theirs, kind).keys(), kind


async def test_the_same_files_are_another_tenants_own(office_of: Open) -> None:
    async with office_of("copy-one") as one, office_of("copy-two") as two:
        file = written(one.bank.statement(paid("48.00", "F-2026-17")))
        two.bank.statement(paid("48.00", "F-2026-17"))
        ids = []
        for office in (one, two):
            (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00"))
            (line,) = (await office.file_bank(file)).json()["statements"]
            assert (told["outcome"], line["outcome"]) == ("accepted", "accepted")
            item = await office.settled("F-2026-17")
            payment = await office.payment_of("48.00", "applied")
            ids.append(
                {office.creditor, told["document"], told["debtor"], told["original"]}
                | {line["statement"], line["account"], item["item"], payment["payment"]}
            )
        # An item has its invoice's id.
        assert [len(one) for one in ids] == [7, 7]
        assert not ids[0] & ids[1]


async def test_ids_of_another_tenant_are_nobodys(office_of: Open) -> None:
    async with office_of("ids-one") as one, office_of("ids-two") as two:
        theirs, mine = await asyncio.gather(_one_of_each(one), _one_of_each(two))
        places, deeds = _places(theirs, one.creditor), _deeds(theirs, mine)
        await asyncio.gather(*(_shown_to_its_own(one, where, path) for where, path in places))
        # Together: a view is given a moment before it says that there is nothing.
        looks = await asyncio.gather(*(_client(two, where).get(path) for where, path in places))
        assert [_rule(answer) for answer in looks] == [(404, "not_found")] * len(places)
        done = [_client(two, where).post(path, json=body) for where, path, body, _ in deeds]
        for deed, answer in zip(deeds, await asyncio.gather(*done), strict=True):
            assert _rule(answer) in ((404, deed[-1]), (422, deed[-1])), deed
        for lists in ("/v1/items", "/v1/payments", "/v1/statements"):
            page = (await two.matching.get(lists)).text
            assert not any(theirs[kind] in page for kind in theirs), lists


async def test_nothing_goes_in_for_a_creditor_of_another_tenant(office_of: Open) -> None:
    async with office_of("strange-one") as one, office_of("strange-two") as two:
        where = {"creditor": one.creditor}
        invoice = two.papers.written(two.papers.invoice("F-9", "1.00"))
        file = written(Bank(an_account()).statement(paid("1.00")))
        for client, path, raw in (
            (two.ingestion, "/v1/invoices", invoice),
            (two.matching, "/v1/statements", file),
        ):
            answer = await client.post(path, params=where, content=raw, headers=XML)
            assert (answer.status_code, answer.json()["rule"]) == (404, "creditor_unknown"), path
        begun = await two.ingestion.post("/v1/imports", json=where)
        assert (begun.status_code, begun.json()["rule"]) == (404, "creditor_unknown")


async def _shown_to_its_own(office: Office, where: str, path: str) -> None:
    async def is_shown() -> bool:
        return (await _client(office, where).get(path)).status_code == 200

    await wait_until(f"{path} is shown to its own", is_shown, limit_s=SHOWN_WITHIN_S)


Named = dict[str, str]
"""One id of each kind of thing that a tenant has."""


async def _one_of_each(office: Office) -> Named:
    await office.owed(office.papers.invoice("F-2026-16", "12.00"))
    (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00"))
    free = paid("5.00", "dank u", by=a_stranger())
    (line,) = await office.books(office.bank.statement(paid("48.00", "F-2026-17"), free))
    payment = await office.payment_of("48.00", "applied")
    await office.settled("F-2026-17")
    return {
        "invoice": told["document"],
        "debtor": told["debtor"],
        "item": (await office.item("F-2026-16"))["item"],
        "payment": payment["payment"],
        "free": (await office.payment_of("5.00", "unidentified"))["payment"],
        "share": payment["shares"][0]["share"],
        "statement": line["statement"],
        "account": line["account"],
        "command": line["command"],
        "creditor": office.creditor,
    }


def _places(of: Named, creditor: str) -> list[tuple[str, str]]:
    """Where each of them is shown."""
    return [
        ("ingestion", f"/v1/invoices/{of['invoice']}"),
        ("ingestion", f"/v1/invoices/{of['invoice']}/original"),
        ("ingestion", f"/v1/debtors/{of['debtor']}"),
        ("ingestion", f"/v1/creditors/{creditor}"),
        ("matching", f"/v1/items/{of['item']}"),
        ("matching", f"/v1/payments/{of['payment']}"),
        ("matching", f"/v1/debtors/{of['debtor']}"),
        ("matching", f"/v1/statements/{of['statement']}"),
        ("matching", f"/v1/commands/{of['command']}"),
        ("matching", f"/v1/creditors/{creditor}/cover"),
    ]


def _deeds(theirs: Named, mine: Named) -> list[tuple[str, str, dict[str, Any], str]]:
    """What somebody tries with ids of another tenant, and the rule that refuses it."""
    share = {"item": theirs["item"], "amount": "1.00 EUR"}
    on_account = {"debtor": theirs["debtor"], "amount": "1.00 EUR"}
    later = {"due_on": "2026-05-01", "reason": "by phone"}
    cover = {"account": theirs["account"], "through_on": "2026-03-20"}
    payment, creditor = f"/v1/payments/{theirs['payment']}", theirs["creditor"]
    own = f"/v1/payments/{mine['free']}"
    return [
        ("matching", f"{payment}/apply", {"shares": [share]}, "payment_unknown"),
        ("matching", f"{own}/apply", {"shares": [share]}, "item_unknown"),
        ("matching", f"{own}/apply", {"shares": [on_account]}, "debtor_unknown"),
        ("matching", f"{payment}/undo", {"share": theirs["share"]}, "payment_unknown"),
        ("matching", f"{own}/undo", {"share": theirs["share"]}, "share_unknown"),
        ("matching", f"/v1/items/{theirs['item']}/due-date", later, "not_found"),
        (
            "matching",
            f"/v1/statements/{theirs['statement']}/decide",
            {"decision": "drop"},
            "not_found",
        ),
        ("matching", f"/v1/creditors/{creditor}/cover", cover, "creditor_unknown"),
        ("ingestion", f"/v1/invoices/{theirs['invoice']}/cancel", {"reason": "x"}, "not_found"),
        (
            "ingestion",
            f"/v1/debtors/{theirs['debtor']}/merge",
            {"into": mine["debtor"]},
            "not_found",
        ),
        (
            "ingestion",
            f"/v1/debtors/{mine['debtor']}/merge",
            {"into": theirs["debtor"]},
            "not_found",
        ),
    ]


def _rule(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["rule"]


def _client(office: Office, service: str) -> httpx.AsyncClient:
    return office.ingestion if service == "ingestion" else office.matching
