"""Story 1: what is paid is settled as it should, and each application is explained."""

from tests.e2e.builders.banking import paid, spent
from tests.e2e.builders.documents import REFERENCE
from tests.e2e.conftest import Open


async def test_paid_by_structured_reference(office_of: Open) -> None:
    async with office_of("paid-by-reference") as office:
        await office.owed(office.papers.invoice("F-2026-17", "48.00", reference=REFERENCE))
        await office.books(office.bank.statement(paid("48.00", reference=REFERENCE), spent("9.00")))

        item = await office.settled("F-2026-17")
        assert [one["amount"] for one in item["settled_by"]] == ["48.00 EUR"]
        payment = await office.payment_of("48.00", "applied")
        assert payment["why"] == (
            "48.00 EUR by transfer on 2 March: its reference 123456789002 names invoice F-2026-17,"
            " which is open by exactly that; nothing is left over."
        )


async def test_paid_by_number_in_free_text(office_of: Open) -> None:
    async with office_of("paid-by-number") as office:
        await office.owed(
            office.papers.invoice("F-2026-17", "48.00"), office.papers.invoice("F-2026-18", "48.00")
        )
        await office.books(office.bank.statement(paid("48.00", "betaling factuur F 2026 18 mvg")))

        await office.settled("F-2026-18")
        await office.open_by("F-2026-17", "48.00")
        payment = await office.payment_of("48.00", "applied")
        assert payment["why"] == (
            "48.00 EUR by transfer on 2 March: its text names invoice F-2026-18, which is open by"
            " exactly that; nothing is left over."
        )


async def test_three_invoices_paid_by_one_transfer(office_of: Open) -> None:
    async with office_of("paid-together") as office:
        amounts = {"F-2026-17": "48.00", "F-2026-18": "60.50", "F-2026-19": "11.50"}
        await office.owed(*(office.papers.invoice(*one) for one in amounts.items()))
        text = "facturen F-2026-17, F-2026-18 en F-2026-19"
        await office.books(office.bank.statement(paid("120.00", text)))

        for number in amounts:
            await office.settled(number)
        payment = await office.payment_of("120.00", "applied")
        assert {one["number"]: one["amount"] for one in payment["shares"]} == {
            number: f"{amount} EUR" for number, amount in amounts.items()
        }
        assert payment["why"] == (
            "120.00 EUR by transfer on 2 March: its text names invoices F-2026-17, F-2026-18 and"
            " F-2026-19, which are open by exactly that together; nothing is left over."
        )


async def test_paid_in_parts(office_of: Open) -> None:
    async with office_of("paid-in-parts") as office:
        await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        await office.books(office.bank.statement(paid("30.00", "voorschot F-2026-17")))

        await office.open_by("F-2026-17", "18.00")
        part = await office.payment_of("30.00", "applied")
        assert part["why"] == (
            "30.00 EUR by transfer on 2 March: its text names invoice F-2026-17, and its payer"
            " fits the debtor; nothing is left over."
        )
        await office.books(office.bank.statement(paid("18.00", "saldo F-2026-17")))
        item = await office.settled("F-2026-17")
        assert sorted(one["amount"] for one in item["settled_by"]) == ["18.00 EUR", "30.00 EUR"]


async def test_paid_twice_lies_on_account(office_of: Open) -> None:
    async with office_of("paid-twice") as office:
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        await office.books(office.bank.statement(paid("48.00", "F-2026-17")))
        await office.settled("F-2026-17")
        await office.books(office.bank.statement(paid("48.00", "F-2026-17")))

        shown = await office.debtor(told["debtor"], lambda one: bool(one["on_account"]))
        assert [one["on_account"] for one in shown["balances"]] == ["48.00 EUR"]
        item = await office.settled("F-2026-17")
        assert [one["amount"] for one in item["settled_by"]] == ["48.00 EUR"]
        twice = await office.payment(lambda one: one["booked_on"] == "2026-03-03")
        assert (twice["outcome"], twice["shares"][0]["on_account"]) == ("applied", "48.00 EUR")
        assert "its text names invoice F-2026-17" in twice["why"]


async def test_paid_before_the_invoice_exists(office_of: Open) -> None:
    async with office_of("paid-before") as office:
        await office.books(office.bank.statement(paid("48.00", "F-2026-17")))
        early = await office.payment_of("48.00", "unidentified")
        assert early["why"] == (
            "48.00 EUR by transfer on 2 March: nothing is known that it could settle."
        )
        await office.owed(office.papers.invoice("F-2026-17", "48.00"))

        await office.settled("F-2026-17")
        payment = await office.payment_of("48.00", "applied")
        assert [one["outcome"] for one in payment["outcomes"]] == ["unidentified", "identified"]
        assert "its text names invoice F-2026-17" in payment["why"]
