"""Debtors that become one, credit notes, cover, and creditors without a bank feed."""

from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import PEETERS, an_account
from tests.e2e.conftest import Open
from tests.e2e.office import accepted


async def test_a_merge_takes_old_invoices_along_and_new_ones_too(office_of: Open) -> None:
    async with office_of("merged") as office:
        (into,) = await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        (old,) = await office.owed(office.papers.invoice("F-2026-18", "60.00", PEETERS))
        assert into["debtor"] != old["debtor"]
        path, body = f"/v1/debtors/{old['debtor']}/merge", {"into": into["debtor"]}
        await accepted(office.ingestion, await office.ingestion.post(path, json=body))
        await office.rests()
        await office.owed(office.papers.invoice("F-2026-19", "75.00", PEETERS))

        assert (await office.item("F-2026-19"))["debtor"] == into["debtor"]
        assert (await office.item("F-2026-18"))["debtor"] == into["debtor"]
        text = "F-2026-18 en F-2026-19"
        await office.books(office.bank.statement(paid("135.00", text, by=PEETERS.payers[0])))
        await office.settled("F-2026-18")
        await office.settled("F-2026-19")

        back = await office.ingestion.post(
            f"/v1/debtors/{into['debtor']}/merge", json={"into": old["debtor"]}
        )
        assert (back.status_code, back.json()["rule"]) == (409, "merge_makes_ring")


async def test_a_credit_note_reduces_its_invoice_and_the_rest_is_paid(office_of: Open) -> None:
    async with office_of("credited") as office:
        invoice = office.papers.invoice("F-2026-17", "100.00")
        await office.owed(invoice, office.papers.credit_note("CN-3", "30.00", invoice))
        await office.open_by("F-2026-17", "70.00")
        await office.books(office.bank.statement(paid("70.00", "F-2026-17")))
        item = await office.settled("F-2026-17")
        assert {(one["source_kind"], one["amount"]) for one in item["settled_by"]} == {
            ("credit", "30.00 EUR"),
            ("share", "70.00 EUR"),
        }


async def test_a_credit_note_for_what_was_paid_lies_on_account(office_of: Open) -> None:
    async with office_of("credited-late") as office:
        invoice = office.papers.invoice("F-2026-17", "100.00")
        (told,) = await office.owed(invoice)
        await office.books(office.bank.statement(paid("100.00", "F-2026-17")))
        await office.settled("F-2026-17")
        await office.owed(office.papers.credit_note("CN-3", "30.00", invoice))
        shown = await office.debtor(told["debtor"], lambda one: bool(one["on_account"]))
        assert [one["on_account"] for one in shown["balances"]] == ["30.00 EUR"]


async def test_a_credit_note_waits_on_account_for_the_invoice_that_it_names(
    office_of: Open,
) -> None:
    async with office_of("credited-early") as office:
        invoice = office.papers.invoice("F-2026-17", "100.00")
        await office.owed(office.papers.credit_note("CN-3", "30.00", invoice))
        await office.rests()
        await office.owed(invoice)
        await office.open_by("F-2026-17", "70.00")


async def test_a_creditor_is_covered_as_far_as_its_last_account(office_of: Open) -> None:
    accounts = [an_account("main"), an_account("dormant")]
    async with office_of("covered", accounts=accounts) as office:
        (told,) = await office.books(office.bank.statement(paid("48.00", "F-2026-17")))
        await office.seen(f"/v1/statements/{told['statement']}", lambda one: one["rested_at"])
        uncovered = await office.cover(lambda one: bool(one["accounts"]))
        assert uncovered["through_on"] is None  # the other account has said nothing yet

        creditor = (await office.ingestion.get(f"/v1/creditors/{office.creditor}")).json()
        dormant = next(
            one["account"] for one in creditor["accounts"] if one["account"] != told["account"]
        )
        declared = await office.does(
            f"/v1/creditors/{office.creditor}/cover",
            {"account": dormant, "through_on": "2026-03-31"},
        )
        assert declared["through_on"] == "2026-03-02"
        await office.cover(lambda one: one["through_on"] == "2026-03-02")


async def test_a_creditor_without_a_feed_needs_no_account(office_of: Open) -> None:
    async with office_of("no-feed", feed="none", accounts=[]) as office:
        invoice = office.papers.invoice("F-2026-17", "100.00")
        await office.owed(invoice, office.papers.credit_note("CN-3", "100.00", invoice))
        await office.settled("F-2026-17")
        shown = (await office.ingestion.get(f"/v1/creditors/{office.creditor}")).json()
        assert (shown["feed"], shown["accounts"]) == ("none", [])


async def test_whether_a_feed_comes_is_asked(office_of: Open) -> None:
    async with office_of("feed-asked") as office:
        facts = {"name": "De Slager", "country": "BE", "zone": "Europe/Brussels"}
        answer = await office.ingestion.post("/v1/creditors", json=facts)
        assert (answer.status_code, answer.json()["rule"]) == (422, "bad_request")
        assert answer.json()["detail"].startswith("body.feed")
