"""The creditor's own people: whom they were assigned is mailed to them."""

from deploy.local.waiting import wait_until
from tests.e2e.builders.parties import a_debtor
from tests.e2e.conftest import OpenChase
from tests.e2e.office import accepted, shown

MAES, NYS = a_debtor("C-61", "Maes BV"), a_debtor("C-62", "Nys NV")
SOFIE = "sofie@team.example"


async def test_who_is_assigned_debtors_is_mailed_their_names(chase_of: OpenChase) -> None:
    async with chase_of("assigned", feed="none") as chase:
        office, notifications = chase.office, chase.notifications
        person = {"name": "Sofie", "email": SOFIE, "zone": "Europe/Brussels", "language": "nl"}
        said = await notifications.put("/v1/people/sofie", json=person)
        await accepted(notifications, said)
        papers = office.papers
        owed = (papers.invoice("F-1", "48.00", MAES), papers.invoice("F-2", "30.00", NYS))
        for entered in await office.owed(*owed):
            place = f"/v1/debtors/{entered['debtor']}/portfolio"
            told = await office.ingestion.put(place, json={"sales": "sofie"})
            await accepted(office.ingestion, told)

        async def are_named() -> bool:
            text = "".join(mail.text for mail in await chase.mails(SOFIE))
            return "Maes BV" in text and "Nys NV" in text

        await wait_until("both are named to her", are_named, limit_s=60.0, between_s=0.2)
        (first, *_) = await chase.mails(SOFIE)
        assert "toegewezen" in first.message["Subject"]
        await shown(
            lambda: notifications.get("/v1/people/sofie"),
            lambda one: [mail["status"] for mail in one["mails"]].count("sent") > 0,
            "the mail is sent",
        )
