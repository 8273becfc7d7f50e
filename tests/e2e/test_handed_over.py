"""Stories of a case with an agency: offered behind the barrier, reported, paid, closed."""

import hashlib
import io
import json
import time
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.local.waiting import wait_until
from libs.testkit.promised import within_s
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import SHOWN_WITHIN_S, Office, Shown, Wanted, accepted, any_at_all, shown
from tests.e2e.platform import Platform, calls

SILENT = a_debtor("C-61", "Diepe Waters BV")
OTHER = a_debtor("C-62", "Andere Waters BV")
PAYS = a_debtor("C-63", "Snelle Waters BV")
LATE = a_debtor("C-64", "Late Waters BV")
AGENCY = a_debtor("C-65", "Incasso Noord BV").payers[0]
"""From whose account a remittance comes: nobody's customer."""
LAST_CHANCE = """
policy: last-chance
title: A last chance, then an agency
steps:
  - {step: last-chance, anchor: after_due, offset_days: 8, channel: email, tone: last,
     template: last}
  - {step: placement, anchor: after_previous, offset_days: 4, channel: placement, tone: last}
message_every_days_min: 0
"""
FEE = {"recovered_basis_points": 1_500, "direct_basis_points": 500}
"""15 % of what it recovers, 5 % of what is paid past it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a creditor hands cases over."""

    handoff: httpx.AsyncClient
    platform: Platform
    tenant: str

    async def agency(self, name: str, **more: Any) -> Shown:
        body = {"name": name, "fee": FEE, **more}
        return await accepted(self.handoff, await self.handoff.post("/v1/agencies", json=body))

    async def says(self, place: str, body: Any = None) -> Shown:
        return await accepted(self.handoff, await self.handoff.post(place, json=body))

    async def placement(self, debtor: str, wanted: Wanted = any_at_all) -> Shown:
        """A placement of a debtor once it is as wanted, with its items and events."""
        place = f"/v1/placements?debtor={debtor}"
        page = await shown(
            lambda: self.handoff.get(place),
            lambda found: any(map(wanted, found["items"])),
            f"{place} as wanted",
        )
        name = next(one["placement"] for one in page["items"] if wanted(one))
        return (await self.handoff.get(f"/v1/placements/{name}")).json()

    @asynccontextmanager
    async def at(self, agency: str) -> AsyncIterator["Agency"]:
        """Somebody who works for this agency."""
        token = self.platform.agency_token(self.tenant, agency)
        async with calls(self.platform.member("handoff").url, token) as http:
            yield Agency(http)


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its API."""

    http: httpx.AsyncClient

    async def told(self, wanted: Wanted) -> Shown:
        """The first entry of its feed that is as wanted."""
        page = await shown(
            lambda: self.http.get("/v1/agency/feed"),
            lambda found: any(map(wanted, found["entries"])),
            "an entry as wanted",
        )
        return next(one for one in page["entries"] if wanted(one))

    async def says(self, place: str, body: Any) -> Shown:
        answer = await self.http.post(f"/v1/agency/{place}", json=body)
        return await accepted(self.http, answer)


@asynccontextmanager
async def desk_of(platform: Platform, chase: Chase) -> AsyncIterator[Desk]:
    tenant = chase.office.tenant
    async with platform.caller("handoff", tenant) as handoff:
        yield Desk(handoff, platform, tenant)


def of_kind(kind: str) -> Wanted:
    return lambda one: bool(one["kind"] == kind)


def at_stage(stage: str) -> Wanted:
    return lambda one: bool(one["stage"] == stage)


async def test_from_the_last_chance_to_the_remittance(
    chase_of: OpenChase, platform: Platform
) -> None:
    async with chase_of("last-chance", feed="none") as chase, desk_of(platform, chase) as desk:
        office = chase.office
        await chase.publish(LAST_CHANCE)
        await chase.until("2026-03-10")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", LATE))
        await chase.case(told["debtor"])
        await chase.until("2026-03-12")
        await chase.demand(told["debtor"], lambda one: bool(one["status"] == "sent"))
        await chase.until("2026-03-16")
        proposed = await desk.placement(told["debtor"], at_stage("proposed"))
        agency = (await desk.agency("Incasso Noord"))["agency"]
        await desk.says(f"/v1/placements/{proposed['placement']}/request", {})
        place = f"placements/{proposed['placement']}"
        async with desk.at(agency) as they:
            await they.told(of_kind("placement_offered"))
            await they.says(f"{place}/accept", {"reference": "A-1"})
            await _read_dossier(they, place)
            for kind in ("letter", "call"):
                await they.says(f"{place}/actions", {"kind": kind, "done_on": "2026-03-17"})
            case = (await they.http.get(f"/v1/agency/{place}")).json()
            items = [{"item": one["item"], "amount": one["open"]} for one in case["items"]]
            money = {"items": items, "received_on": "2026-03-18"}
            recovery = await they.says(f"{place}/recoveries", money)
            assert recovery["fee"] == "7.20 EUR"  # 15 % of 48.00
            await office.settled("F-2026-17")
            change = await they.told(of_kind("item_changed"))
            assert (change["facts"]["reason"], change["facts"]["fee"]) == ("recovered", "0.00 EUR")
            await _remit(they, office, recovery["recovery"])
            await they.says(f"{place}/close", {"result": "recovered"})
        closed = await desk.placement(told["debtor"], at_stage("closed"))
        assert (closed["recovered"], closed["fees"]) == ("48.00 EUR", "7.20 EUR")
        ledger = await office.balanced()
        assert ledger.clearing[agency] == 0, "what it recovered, less fees, has come"


async def _remit(they: Agency, office: Office, recovery: str) -> None:
    """It transfers 48.00 less 7.20, and the bank's entry with its reference settles it."""
    transfer = {
        "creditor": office.creditor,
        "reference": "REM-2026-0042",
        "recoveries": [recovery],
        "remitted_on": "2026-03-18",
    }
    assert (await they.says("remittances", transfer))["net"] == "40.80 EUR"
    text = "afrekening REM-2026-0042"
    await office.books(office.bank.statement(paid("40.80", text, by=AGENCY)))
    await office.payment_of("40.80", "applied")


async def _read_dossier(they: Agency, place: str) -> None:
    """It has the invoice, the mail as it was sent with its proof, and a manifest that holds."""

    async def fetched() -> zipfile.ZipFile:
        raw = (await they.http.get(f"/v1/agency/{place}/dossier")).content
        return zipfile.ZipFile(io.BytesIO(raw))

    async def is_whole() -> bool:
        return len((await fetched()).namelist()) == 4

    await wait_until("the dossier has all", is_whole, limit_s=SHOWN_WITHIN_S, between_s=0.2)
    archive = await fetched()
    case = json.loads(archive.read("dossier.json"))
    assert [one["number"] for one in case["documents"]] == ["F-2026-17"]
    assert case["party"]["name"] == LATE.name
    (mail,) = case["messages"]
    assert mail["reply"].startswith("250")
    assert LATE.mail.encode() in archive.read(mail["file"])
    link = "0" * 64
    for entry in json.loads(archive.read("manifest.json"))["files"]:
        digest = hashlib.sha256(archive.read(entry["path"])).hexdigest()
        link = hashlib.sha256(f"{link}{digest}".encode()).hexdigest()
        assert (entry["sha256"], entry["link"]) == (digest, link)


async def test_a_case_is_offered_accepted_reported_and_closed(
    chase_of: OpenChase, platform: Platform
) -> None:
    async with chase_of("handed-over", feed="none") as chase, desk_of(platform, chase) as desk:
        office = chase.office
        await chase.publish(await chase.shipped("four-steps"))
        await chase.until("2026-04-20")
        first, told = await office.owed(
            office.papers.invoice("F-2026-16", "20.00", OTHER),
            office.papers.invoice("F-2026-17", "48.00", SILENT),
        )
        debtor = told["debtor"]
        for one in (first["debtor"], debtor):
            await chase.case(one)
        agency = (await desk.agency("Incasso Noord"))["agency"]
        async with desk.at(agency) as they:
            # The first barrier of a process finds nobody who publishes yet.
            await desk.says("/v1/placements", {"debtor": first["debtor"]})
            await they.told(of_kind("placement_offered"))
            asked = await desk.says("/v1/placements", {"debtor": debtor})
            began_s = time.monotonic()
            offer = await they.told(lambda one: one["placement"] == asked["placement"])
            assert time.monotonic() - began_s < within_s(1.0)
            assert offer["facts"]["total"] == "48.00 EUR"
            place = f"placements/{asked['placement']}"
            await they.says(f"{place}/accept", {"reference": "A-1"})
            action = {"kind": "letter", "done_on": "2026-04-20", "text": "a letter"}
            await they.says(f"{place}/actions", action)
            await they.says(f"{place}/close", {"result": "uncollectable"})
        whole = await desk.placement(debtor, at_stage("closed"))
        whats = [one["what"] for one in whole["events"]]
        assert whats == [
            "placement_requested",
            "placement_offered",
            "placement_accepted",
            "action_reported",
            "placement_closed",
        ]


async def test_a_payment_to_the_creditor_reaches_the_agency_within_a_second(
    chase_of: OpenChase, platform: Platform
) -> None:
    async with chase_of("paid-past-it", feed="none") as chase, desk_of(platform, chase) as desk:
        office = chase.office
        await chase.publish(await chase.shipped("four-steps"))
        await chase.until("2026-03-10")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", PAYS))
        await chase.case(told["debtor"])
        agency = (await desk.agency("Incasso Noord"))["agency"]
        await desk.says("/v1/placements", {"debtor": told["debtor"]})
        async with desk.at(agency) as they:
            offer = await they.told(of_kind("placement_offered"))
            await they.says(f"placements/{offer['placement']}/accept", {})
            text = "paiement facture f 2026 17 merci"
            await office.books(office.bank.statement(paid("48.00", text, by=PAYS.payers[0])))
            await office.settled("F-2026-17")
            began_s = time.monotonic()
            change = await they.told(of_kind("item_changed"))
            assert time.monotonic() - began_s < within_s(1.0)
            assert change["facts"]["reason"] == "paid"
            assert change["facts"]["open"] == "0.00 EUR"
            assert change["facts"]["fee"] == "2.40 EUR"  # 5 % of 48.00
        await chase.until("2026-04-20")
        assert not await chase.mails(PAYS.mail)


async def test_two_agencies_see_nothing_of_each_other(
    chase_of: OpenChase, platform: Platform
) -> None:
    async with chase_of("two-agencies", feed="none") as chase, desk_of(platform, chase) as desk:
        office = chase.office
        await chase.publish(await chase.shipped("four-steps"))
        await chase.until("2026-03-10")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", SILENT))
        await chase.case(told["debtor"])
        north = (await desk.agency("Incasso Noord"))["agency"]
        south = (await desk.agency("Incasso Zuid"))["agency"]
        asked = await desk.says("/v1/placements", {"debtor": told["debtor"], "agency": south})
        place = f"/v1/agency/placements/{asked['placement']}"
        async with desk.at(north) as others, desk.at(south) as they:
            await they.told(of_kind("placement_offered"))
            assert (await they.http.get(place)).status_code == 200
            assert (await others.http.get(place)).status_code == 404
            assert (await others.http.post(f"{place}/accept", json={})).status_code == 404
            assert (await others.http.get("/v1/agency/feed")).json()["entries"] == []
            assert (await others.http.get("/v1/agency/placements")).json()["items"] == []
            assert (await others.http.get("/v1/placements")).status_code == 403
        assert (await desk.handoff.get("/v1/agency/feed")).status_code == 403
