"""A limit is breached and raised; a debtor that pays ever later sinks, and is told why."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx

from libs.simulator.invoices import Invoice
from libs.simulator.parties import Debtor
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown, Wanted, accepted, any_at_all, shown

LAMBERT = a_debtor("C-71", "Lambert SA")
MICHIELS = a_debtor("C-72", "Michiels BV")


def _invoice(chase: Chase, number: str, amount: str, debtor: Debtor, due_on: str) -> Invoice:
    written = chase.office.papers.invoice(number, amount, debtor)
    due = date.fromisoformat(due_on)
    return replace(written, due_on=due, issued_on=due - timedelta(days=30))


async def _says(risk: httpx.AsyncClient, place: str, body: dict[str, Any]) -> Shown:
    return await accepted(risk, await risk.post(place, json=body))


async def _order(
    risk: httpx.AsyncClient, debtor: str, amount: str, wanted: Wanted = any_at_all
) -> Shown:
    place = f"/v1/debtors/{debtor}/order-check"
    asked = {"amount": f"{amount} EUR"}
    return await shown(lambda: risk.get(place, params=asked), wanted, f"{place} as wanted")


async def _stands(risk: httpx.AsyncClient, debtor: str, wanted: Wanted) -> Shown:
    place = f"/v1/debtors/{debtor}"
    return await shown(lambda: risk.get(place), wanted, f"{place} as wanted")


async def _limit(risk: httpx.AsyncClient, debtor: str, amount: str) -> None:
    body = {"debtor": debtor, "amount": f"{amount} EUR", "reason": "orders every week"}
    limit = (await _says(risk, "/v1/limits", body))["limit"]
    await _says(risk, f"/v1/limits/{limit}/grant", {"expires_on": "2026-12-31"})


async def test_a_breached_limit_ships_nothing_until_a_person_raises_it(
    chase_of: OpenChase,
) -> None:
    async with chase_of("breached", feed="none") as chase:
        office = chase.office
        async with office.platform.caller("risk", office.tenant) as risk:
            await chase.until("2026-03-05")
            told = await office.owed(_invoice(chase, "F-1", "300.00", LAMBERT, "2026-03-04"))
            debtor = told[0]["debtor"]
            await _stands(risk, debtor, lambda one: bool(one["exposures"]))
            await _limit(risk, debtor, "500.00")
            fits = await _order(risk, debtor, "200.00", lambda one: one["limit"] is not None)
            assert (fits["may_ship"], fits["headroom"]) == (True, "200.00 EUR")

            await office.owed(_invoice(chase, "F-2", "250.00", LAMBERT, "2026-04-04"))
            no = await _order(risk, debtor, "1.00", lambda one: not one["may_ship"])
            assert no["reasons"][0]["sentence"] == (
                "Its limit of 500.00 EUR is breached: 550.00 EUR are owed, of which 300.00 EUR"
                " overdue and 0.00 EUR in dispute."
            )
            page = (await risk.get("/v1/debtors", params={"breached": "true"})).json()
            assert [one["debtor"] for one in page["items"]] == [debtor]

            await _limit(risk, debtor, "1000.00")
            yes = await _order(risk, debtor, "450.00", lambda one: one["may_ship"])
            assert yes["headroom"] == "450.00 EUR"

            watch = {"debtor": debtor, "reason": "two suppliers stopped"}
            await _says(risk, "/v1/watches", watch)
            await _order(risk, debtor, "1.00", lambda one: not one["may_ship"])


async def _pays_ever_later(chase: Chase) -> str:
    """Paid on the due date, then 30, 50 and 70 days late: (3 x 0.12 + 0.5 + 1 + 1) / 7 is 41 %."""
    office, payer = chase.office, MICHIELS.payers[0]
    days = ("2026-03-02", "2026-02-01", "2026-01-13", "2025-12-25")
    amounts = {f"F-2026-{n}": (f"{100 + n}.00", day) for n, day in enumerate(days, start=1)}
    told = await office.owed(
        *(
            _invoice(chase, number, amount, MICHIELS, due)
            for number, (amount, due) in amounts.items()
        )
    )
    for number, (amount, _) in amounts.items():
        await office.books(office.bank.statement(paid(amount, number, by=payer)))
        await office.settled(number)
    return str(told[0]["debtor"])


async def test_who_pays_ever_later_sinks_and_a_person_may_say_otherwise(
    chase_of: OpenChase,
) -> None:
    async with chase_of("ever-later", feed="none") as chase:
        office = chase.office
        async with office.platform.caller("risk", office.tenant) as risk:
            await chase.until("2026-03-06")
            debtor = await _pays_ever_later(chase)
            late = await _stands(risk, debtor, lambda one: one["late_percent"] == 41)
            assert (late["band"], late["score_band"]) == ("D", "D")
            assert late["why"][0].startswith("2 of its last 4 paid items came more than 30 days")
            refused = await _order(risk, debtor, "100.00")
            assert (refused["may_ship"], refused["reasons"][0]["code"]) == (False, "no_limit")

            override = {"debtor": debtor, "band": "B", "until_on": "2026-03-20"}
            await _says(risk, "/v1/overrides", override | {"reason": "its parent stands in"})
            await _order(risk, debtor, "100.00", lambda one: one["may_ship"])
            await chase.until("2026-03-21")
            over = await _stands(risk, debtor, lambda one: one["band"] == "D")
            assert over["overrides"][0]["end_reason"] == "day"
            assert over["band_cause"] == "override_ended"
