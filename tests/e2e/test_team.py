"""The creditor's own people: whom they were assigned is mailed to them, and each day what waits."""

from deploy.local.waiting import wait_until
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import accepted, shown

MAES, NYS = a_debtor("C-61", "Maes BV"), a_debtor("C-62", "Nys NV")
SOFIE = "sofie@team.example"


async def is_mailed(chase: Chase, *words: str) -> None:
    async def are_said() -> bool:
        text = "".join(mail.text for mail in await chase.mails(SOFIE))
        return all(word in text for word in words)

    await wait_until(f"{words} are mailed", are_said, limit_s=60.0, between_s=0.2)


async def test_who_is_assigned_debtors_is_mailed_their_names_and_then_what_waits(
    chase_of: OpenChase,
) -> None:
    async with chase_of("assigned", feed="none") as chase:
        office, notifications = chase.office, chase.notifications
        person = {"name": "Sofie", "email": SOFIE, "zone": "Europe/Brussels", "language": "nl"}
        said = await notifications.put("/v1/people/sofie", json=person)
        await accepted(notifications, said)
        await chase.until("2026-03-05")
        papers = office.papers
        owed = (papers.invoice("F-1", "48.00", MAES), papers.invoice("F-2", "30.00", NYS))
        entered = await office.owed(*owed)
        for one in entered:
            place = f"/v1/debtors/{one['debtor']}/portfolio"
            told = await office.ingestion.put(place, json={"sales": "sofie"})
            await accepted(office.ingestion, told)
        await is_mailed(chase, "Maes BV", "Nys NV", "voortaan")

        debtor, item = entered[0]["debtor"], await office.item("F-1")
        await chase.case(debtor)
        await chase.says("/v1/paid-claims", {"debtor": debtor, "item": item["item"]})
        await chase.rests()
        await chase.until("2026-03-06")
        await is_mailed(chase, "1 open taak.", "6\u00a0maart 2026")
        shows = await shown(
            lambda: notifications.get("/v1/people/sofie"),
            lambda one: one["mails"][0]["status"] == "sent",
            "the digest is sent",
        )
        assert (shows["mails"][0]["kind"], shows["email"]) == ("digest", SOFIE)
