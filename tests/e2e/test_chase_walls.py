"""Story 8: two tenants with equal numbers, debtors of one name and one IBAN; nothing crosses."""

from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER
from tests.e2e.conftest import OpenChase
from tests.e2e.test_chased import is_sent

DUBOIS = a_debtor("C-49", "Dubois SA", language="fr")


async def test_what_is_paid_to_one_tenant_is_asked_for_by_the_other(chase_of: OpenChase) -> None:
    async with chase_of("asks-one", feed="none") as one, chase_of("asks-two", feed="none") as two:
        debtors = []
        for chase in (one, two):
            await chase.publish(ONE_REMINDER)
            await chase.until("2026-03-06")
            office = chase.office
            (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", DUBOIS))
            await chase.case(told["debtor"])
            debtors.append(told["debtor"])
        assert debtors[0] != debtors[1]
        payment = paid("48.00", "F-2026-17", by=DUBOIS.payers[0])
        await one.office.books(one.office.bank.statement(payment))
        await one.office.settled("F-2026-17")
        for chase in (one, two):
            await chase.until("2026-03-09")

        demand = await two.demand(debtors[1], is_sent)
        assert len(await two.mails(DUBOIS.mail)) == 1
        mine, theirs = await one.audited(), await two.audited()
        assert (mine.proposed, mine.mails) == (0, 0)
        assert (theirs.proposed, theirs.mails) == (1, 1)
        for client, path in (
            (one.dunning, f"/v1/demands/{demand['demand']}"),
            (one.dunning, f"/v1/debtors/{debtors[1]}"),
            (one.dunning, f"/v1/cases/{demand['case']}"),
            (one.notifications, f"/v1/messages/{demand['message']}"),
            (one.notifications, f"/v1/messages/{demand['message']}/content"),
        ):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["rule"]) == (404, "not_found"), path
