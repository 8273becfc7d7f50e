"""Stories of a chase: who pays in time is never reminded, who never pays has every step."""

from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown, accepted

DUVAL = a_debtor("C-41", "Boulangerie Duval SA", language="fr")
SILENT = a_debtor("C-42", "Stille Waters BV")
SAID_FIRST = "Ask for Mieke, she has the invoice on her desk."


def is_sent(demand: Shown) -> bool:
    return bool(demand["status"] == "sent")


async def test_paid_in_time_and_never_reminded(chase_of: OpenChase) -> None:
    async with chase_of("paid-in-time", feed="none") as chase:
        office = chase.office
        await chase.publish(await chase.shipped("before-and-after-due"))
        await chase.until("2026-02-26")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", DUVAL))
        await chase.case(told["debtor"])
        await chase.until("2026-02-27")  # five days before it is due

        await chase.demand(told["debtor"], is_sent)
        (mail,) = await chase.mails(DUVAL.mail)
        assert "Bonjour" in mail.text
        assert "Facture F-2026-17" in mail.text
        text = "paiement facture f 2026 17 merci"
        await office.books(office.bank.statement(paid("48.00", text, by=DUVAL.payers[0])))
        await office.settled("F-2026-17")
        await chase.until("2026-03-20")  # the second mail would long have been due

        found = await chase.audited()
        assert (found.proposed, found.sent, found.steps) == (1, 1, {"notice": 1})
        assert len(await chase.mails(DUVAL.mail)) == 1


async def test_a_step_writes_to_the_role_that_it_names_and_copies_to_others(
    chase_of: OpenChase,
) -> None:
    ann = {"name": "Ann", "email": "ann@stille.example"}
    cfo = {"name": "Bob", "email": "bob@stille.example", "role": "cfo"}
    async with chase_of("by-role", feed="none") as chase:
        office = chase.office
        to = "template: reminder, to: [cfo], copy_to: [contact]"
        await chase.publish(ONE_REMINDER.replace("template: reminder", to))
        await chase.until("2026-03-05")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", SILENT))
        debtor = told["debtor"]
        await chase.case(debtor)
        place = f"/v1/debtors/{debtor}"
        body = {"name": "Stille Waters BV", "country": "BE", "contacts": [ann, cfo]}
        await accepted(office.ingestion, await office.ingestion.put(place, json=body))
        await chase.until("2026-03-09")

        await chase.demand(debtor, is_sent)
        mails = await chase.mails(ann["email"], cfo["email"])
        assert [mail.to for mail in mails] == [cfo["email"], ann["email"]]
        assert {str(mail.message["To"]) for mail in mails} == {"Bob <bob@stille.example>"}
        assert {str(mail.message["Cc"]) for mail in mails} == {"Ann <ann@stille.example>"}
        assert (await chase.audited()).sent == 1


async def test_who_never_pays_has_each_step_on_its_day(chase_of: OpenChase) -> None:
    async with chase_of("never-pays", feed="none") as chase:
        office = chase.office
        await chase.publish(await chase.shipped("four-steps"))
        await chase.until("2026-03-13")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", SILENT))
        debtor = told["debtor"]
        await chase.case(debtor)

        await chase.until("2026-03-16")  # twelve days after it was due
        reminder = await chase.demand(debtor, is_sent)
        assert (reminder["step"], reminder["day_on"]) == ("reminder", "2026-03-16")
        first = await _called(chase, debtor, "2026-03-23", "call_back", SAID_FIRST)
        assert first["before_text"] is None
        second = await _called(chase, debtor, "2026-03-30", "reached", "It is paid next week.")
        assert second["before_text"] == SAID_FIRST
        await chase.until("2026-04-07")  # five business days later: Easter Monday is none
        last = await chase.demand(debtor, lambda one: is_sent(one) and one["step"] != "reminder")
        assert (last["step"], last["day_on"]) == ("last-chance", "2026-04-07")
        await chase.until("2026-04-17")

        whole = await chase.debtor(debtor, lambda one: "placement_proposed" in _whats(one))
        told_of = ("demand_proposed", "call_logged", "step_taken", "placement_proposed")
        assert [what for what in _whats(whole) if what in told_of] == [
            *("demand_proposed", "step_taken"),
            *("call_logged", "step_taken") * 2,
            *("demand_proposed", "step_taken"),
            *("placement_proposed", "step_taken"),
        ]
        assert any(SAID_FIRST in one["said"] for one in whole["timeline"])
        found = await chase.audited()
        assert (found.sent, found.placements, found.calls["logged"]) == (2, 1, 2)
        subjects = [str(mail.message["Subject"]) for mail in await chase.mails(SILENT.mail)]
        assert len(set(subjects)) == 2


async def _called(chase: Chase, debtor: str, day_on: str, outcome: str, text: str) -> Shown:
    """On that day, and not before, there is a call to make; it is made."""
    await chase.until(day_on)
    calls = await chase.listed(
        "calls", debtor, lambda found: any(one["day_on"] == day_on for one in found)
    )
    (call,) = [one for one in calls if one["state"] == "scheduled"]
    await chase.says(f"/v1/calls/{call['call']}/outcome", {"outcome": outcome, "text": text})
    return call


def _whats(debtor: Shown) -> list[str]:
    return [one["what"] for one in debtor["timeline"]]
