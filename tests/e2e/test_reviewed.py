"""The morning review: a demand leaves once a person has approved it, for what nobody withheld."""

from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown, accepted
from tests.e2e.test_chased import is_sent

DIERCKX = a_debtor("C-57", "Dierckx BV")


def is_to_approve(demand: Shown) -> bool:
    return bool(demand["status"] == "to_approve")


async def test_what_is_due_leaves_once_it_is_approved_without_what_was_withheld(
    chase_of: OpenChase,
) -> None:
    async with chase_of("reviewed", feed="none") as chase:
        office = chase.office
        place = f"/v1/creditors/{office.creditor}"
        changed = await office.ingestion.patch(place, json={"review": "one"})
        await accepted(office.ingestion, changed)
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        papers = office.papers
        owed = ("F-2026-17", "48.00"), ("F-2026-18", "30.00")
        (first, _) = await office.owed(*(papers.invoice(*one, DIERCKX) for one in owed))
        debtor = first["debtor"]
        await chase.case(debtor, lambda one: bool(one["open"] == "78.00 EUR"))
        await chase.until("2026-03-09")

        draft = await chase.demand(debtor, is_to_approve)
        kept = next(one["item"] for one in draft["items"] if one["number"] == "F-2026-18")
        body = {"items": [kept], "for_good": True, "reason": "An calls first"}
        await chase.says(f"/v1/demands/{draft['demand']}/withhold", body)
        rest = await chase.demand(
            debtor, lambda one: is_to_approve(one) and one["net"] == "48.00 EUR"
        )
        assert await chase.mails(DIERCKX.mail) == []
        await chase.says("/v1/demands/approve", {"demands": [rest["demand"]]})
        sent = await chase.demand(debtor, is_sent)
        assert (sent["demand"], sent["approvals"]) == (rest["demand"], ["paula"])
        (mail,) = await chase.mails(DIERCKX.mail)
        assert "F-2026-17" in mail.text
        assert "F-2026-18" not in mail.text
