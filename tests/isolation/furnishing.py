"""A tenant with something of everything: two debtors, one of them in a salesperson's portfolio,
and a third that is with an agency."""

from dataclasses import dataclass
from typing import Any

import httpx

from libs.simulator.parties import Debtor
from tests.e2e.builders.banking import Bank, paid, written
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import Chase
from tests.e2e.office import accepted, shown
from tests.isolation.callers import SALES

OWN, OTHER = a_debtor("C-91", "Wouters BV"), a_debtor("C-92", "Zegers BV")
PLACED = a_debtor("C-93", "Quintens BV")
REASON = "isolation"
FEE = {"recovered_basis_points": 1_500, "direct_basis_points": 500}


@dataclass(frozen=True, slots=True)
class Furnished:
    """Ids by what they are of, of each of the two."""

    own: dict[str, str]
    other: dict[str, str]
    files: dict[str, bytes]
    """What is uploaded where, by the first step of the path: good in itself, and new."""


async def furnished(chase: Chase) -> Furnished:
    """Fill the tenant; every view shows it when this returns."""
    await chase.publish(await chase.shipped("four-steps"))
    await chase.until("2026-03-13")
    own = await _owes(chase, OWN, "F-2026-17", "CN-17")
    other = await _owes(chase, OTHER, "F-2026-18", "CN-18")
    portfolio = f"/v1/debtors/{own['debtor']}/portfolio"
    answer = await chase.office.ingestion.put(portfolio, json={"sales": SALES})
    await accepted(chase.office.ingestion, answer)
    for day_on, happens in (("2026-03-16", _is_written), ("2026-03-23", _is_called)):
        await chase.until(day_on)
        for ids in (own, other):
            await happens(chase, ids)
    await _are_given_credit(chase, own, other)
    shared = await _shared(chase) | await _is_placed(chase)
    await chase.rests()
    return Furnished(own=shared | own, other=shared | other, files=await _files(chase))


async def _files(chase: Chase) -> dict[str, bytes]:
    papers = chase.office.papers
    invoice = papers.invoice("F-2026-99", "9.99", OWN)
    return {
        "invoices": papers.written(invoice),
        "imports": papers.written(invoice),
        "credit-notes": papers.written(papers.credit_note("CN-99", "1.00", invoice)),
        "statements": written(Bank(chase.office.bank.account).statement(paid("1.00"))),
        "policies": (await chase.shipped("before-and-after-due")).encode(),
    }


async def _owes(chase: Chase, debtor: Debtor, number: str, credit: str) -> dict[str, str]:
    papers = chase.office.papers
    invoice = papers.invoice(number, "148.00", debtor)
    entered, note = await chase.office.owed(invoice, papers.credit_note(credit, "5.00", invoice))
    item = await chase.office.open_by(number, "143.00")
    case = await chase.case(entered["debtor"], lambda one: bool(one["open"] == "143.00 EUR"))
    return {
        "debtor": entered["debtor"],
        "invoice": entered["document"],
        "credit_note": note["document"],
        "item": item["item"],
        "case": case["case"],
        "command_id": entered["command"],
        "command": entered["command"],
    }


async def _is_written(chase: Chase, ids: dict[str, str]) -> None:
    sent = await chase.demand(ids["debtor"], lambda one: bool(one["status"] == "sent"))
    ids["demand"], ids["message"] = sent["demand"], sent["message"]
    wanted = ids["demand"]
    await chase.case(ids["debtor"], lambda one: one["pending"] != wanted)


async def _is_called(chase: Chase, ids: dict[str, str]) -> None:
    """A call, a note, a claim that opens a task; then promise, plan, dispute and pause."""
    debtor, item = ids["debtor"], ids["item"]
    ids["call"] = await _listed(chase, "calls", debtor, "call")
    await chase.says("/v1/notes", {"debtor": debtor, "text": REASON})
    await chase.says("/v1/paid-claims", {"debtor": debtor, "item": item})
    await chase.says("/v1/promises", {"debtor": debtor, "pay_by_on": "2026-04-20"})
    plan = {"debtor": debtor, "instalments": [{"amount": "143.00 EUR", "due_on": "2026-05-20"}]}
    await chase.says("/v1/plans", plan)
    dispute = {"debtor": debtor, "item": item, "reason": "other"}
    await chase.says("/v1/disputes", dispute)
    pause = {"debtor": debtor, "until_on": "2026-04-10", "reason": REASON}
    await chase.says("/v1/pauses", pause)
    agreed = ("promise", "promises"), ("plan", "plans"), ("dispute", "disputes")
    for name, what in (("note", "notes"), *agreed):
        ids[name] = await _listed(chase, what, debtor, name)
    ids["task"] = await _listed(chase, "tasks", debtor, "task")
    await _listed(chase, "pauses", debtor, "debtor")
    ids |= {"pause": debtor, "paid_claim": await _listed(chase, "paid-claims", debtor, "item")}


async def _are_given_credit(chase: Chase, *debtors: dict[str, str]) -> None:
    """Each asks for a limit, is watched, and stands under a person's band."""
    office = chase.office
    async with office.platform.caller("risk", office.tenant) as risk:
        for ids in debtors:
            said = {"debtor": ids["debtor"], "reason": REASON}
            until = {"band": "B", "until_on": "2026-12-31"}
            asked = await risk.post("/v1/limits", json=said | {"amount": "500.00 EUR"})
            ids["limit"] = (await accepted(risk, asked))["limit"]
            await accepted(risk, await risk.post("/v1/overrides", json=said | until))
            await accepted(risk, await risk.post("/v1/watches", json=said))
            ids |= {"override": ids["debtor"], "watch": ids["debtor"]}


async def _is_placed(chase: Chase) -> dict[str, str]:
    """What a third debtor owes is offered to an agency."""
    office = chase.office
    entered, *_ = await office.owed(office.papers.invoice("F-2026-19", "60.00", PLACED))
    debtor = entered["debtor"]
    async with office.platform.caller("handoff", office.tenant) as handoff:
        made = await handoff.post("/v1/agencies", json={"name": "Incasso Noord", "fee": FEE})
        agency = (await accepted(handoff, made))["agency"]
        asked = await handoff.post("/v1/placements", json={"debtor": debtor, "agency": agency})
        await accepted(handoff, asked)
        page = await shown(
            lambda: handoff.get("/v1/placements", params={"debtor": debtor}),
            lambda found: [one["stage"] for one in found["items"]] == ["offered"],
            "a case with an agency",
        )
    return {"agency": agency, "placement": page["items"][0]["placement"]}


async def _listed(chase: Chase, what: str, debtor: str, name: str) -> str:
    found = await chase.listed(what, debtor, bool)
    return str(found[0][name])


async def _shared(chase: Chase) -> dict[str, str]:
    """What belongs to the tenant, and to nobody's portfolio."""
    office = chase.office
    (booked,) = await office.books(office.bank.statement(paid("7.77", "nobody knows")))
    payment = await office.payment_of("7.77", "unidentified")
    begun = await office.ingestion.post("/v1/imports", json={"creditor": office.creditor})
    started = await accepted(office.ingestion, begun)
    await accepted(office.ingestion, await _ended(office.ingestion, started))
    statement = await _first(office.matching, "/v1/statements")
    assert booked
    person = {"name": "Sofie", "email": "sofie@team.example", "zone": "Europe/Brussels"}
    said = await chase.notifications.put(f"/v1/people/{SALES}", json=person)
    await accepted(chase.notifications, said)
    return {
        "person": SALES,
        "creditor": office.creditor,
        "statement": statement["statement"],
        "account": statement["account"],
        "payment": payment["payment"],
        "import_id": started["import"],
        "import": started["import"],
        "policy": "four-steps",
        "version": "1",
    }


async def _ended(ingestion: httpx.AsyncClient, started: dict[str, Any]) -> httpx.Response:
    return await ingestion.post(f"/v1/imports/{started['import']}/end")


async def _first(http: httpx.AsyncClient, place: str) -> dict[str, Any]:
    (found, *_) = (await http.get(place)).json()["items"]
    return dict(found)
