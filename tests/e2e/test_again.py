"""Story 3: the same papers and bank files again, changed, out of order, with a gap."""

from dataclasses import replace
from random import Random

from libs.simulator.statements import Statement
from tests.e2e.builders.banking import Bank, exported_again, paid, spent, swept, together, written
from tests.e2e.builders.documents import exported_at
from tests.e2e.builders.parties import a_stranger, an_account
from tests.e2e.conftest import Open
from tests.e2e.office import Shown


def outcomes(told: list[Shown]) -> list[str]:
    return [one["outcome"] for one in told]


async def test_an_invoice_again_is_a_duplicate_and_a_changed_one_a_conflict(
    office_of: Open,
) -> None:
    async with office_of("papers-again") as office:
        invoice = office.papers.invoice("F-2026-17", "48.00")
        raw = office.papers.written(invoice)
        (first,) = await office.owed(invoice)
        for again in (raw, exported_at(raw, "23:59:58"), b"\n".join(raw.splitlines())):
            answer = await office.file_raw(again)
            assert (answer.status_code, answer.json()["outcome"]) == (200, "duplicate"), answer.text
            assert answer.json()["document"] == first["document"]

        changed = await office.file(office.papers.invoice("F-2026-17", "48.01"))
        assert (changed.status_code, changed.json()["rule"]) == (409, "number_conflict")
        assert changed.json()["fields"]["document"] == first["document"]
        await office.rests()
        item = await office.item("F-2026-17")
        assert (item["amount"], item["open"]) == ("48.00 EUR", "48.00 EUR")


async def test_the_same_bank_file_again_books_nothing(office_of: Open) -> None:
    async with office_of("bank-again") as office:
        first = office.bank.statement(paid("48.00", "F-2026-17"), spent("10.00"))
        assert outcomes(await office.books(first)) == ["accepted"]
        assert outcomes(await office.books(first, exported_again(first))) == ["duplicate"] * 2
        await office.came("48.00")


async def test_of_overlapping_downloads_only_what_is_new_is_booked(office_of: Open) -> None:
    account = an_account("unnumbered", numbered=False)
    async with office_of("overlapping", accounts=[account]) as office:
        days = [office.bank.statement(paid(f"{n}0.00", f"dag {n}")) for n in (1, 2, 3)]
        first = await office.books(together(days[0], days[1]))
        second = await office.books(together(days[1], days[2]))
        assert outcomes(first + second) == ["accepted"] * 2
        assert [one["new"] for one in first + second] == ["2", "1"]
        whole = together(together(days[0], days[1]), days[2])
        assert outcomes(await office.books(whole)) == ["duplicate"]
        await office.came("10.00", "20.00", "30.00")


async def test_twins_are_two_payments(office_of: Open) -> None:
    account = an_account("unnumbered", numbered=False)
    async with office_of("twins", accounts=[account]) as office:
        twin = paid("25.00", "abonnement", by=a_stranger())
        first = office.bank.statement(twin, twin)
        second = office.bank.statement(twin)
        told = await office.books(first, second, exported_again(first), exported_again(second))
        assert outcomes(told) == ["accepted", "accepted", "duplicate", "duplicate"]
        await office.came(*["25.00"] * 3)


async def test_a_sweep_account_with_net_zero_downloaded_twice_is_booked_once(
    office_of: Open,
) -> None:
    main, sweep = an_account("main"), an_account("sweep", numbered=False, opening="0.00")
    async with office_of("sweep", accounts=[main, sweep]) as office:
        bank = office.banks[1]
        days = [
            bank.statement(paid("50.00", f"huur {n}", by=a_stranger()), swept("-50.00", main))
            for n in (1, 2)
        ]
        assert all(day.opening == day.closing for day in days)
        assert outcomes(await office.books(*days)) == ["accepted"] * 2
        renamed = replace(days[1], export=9)
        told = await office.books(days[0], exported_again(days[1]), together(*days), renamed)
        assert outcomes(told) == ["duplicate"] * 4
        await office.came(*["50.00"] * 2)


async def test_a_gap_waits_and_then_closes(office_of: Open) -> None:
    async with office_of("statement-gap") as office:
        first, second, third, fourth = (
            office.bank.statement(paid(f"{n}0.00", f"dag {n}")) for n in (1, 2, 3, 4)
        )
        told = await office.books(first, fourth, third)
        assert outcomes(told) == ["accepted", "waiting", "waiting"]
        held = await office.cover(lambda one: any(a["is_interrupted"] for a in one["accounts"]))
        assert [one["expected"] for one in held["accounts"]] == ["1010.00 EUR"]
        waiting = await office.seen(
            "/v1/statements?state=waiting", lambda page: len(page["items"]) == 2
        )
        assert {one["from_on"] for one in waiting["items"]} == {"2026-03-04", "2026-03-05"}
        await office.came("10.00")

        assert outcomes(await office.books(second)) == ["accepted"]
        await office.seen("/v1/statements?state=waiting", lambda page: page["items"] == [])
        await office.came("10.00", "20.00", "30.00", "40.00")
        await office.cover(
            lambda one: (
                not any(a["is_interrupted"] for a in one["accounts"])
                and one["through_on"] == "2026-03-05"
            )
        )


async def test_in_any_order_and_however_often_each_entry_is_booked_once(office_of: Open) -> None:
    async with office_of("any-order") as office:
        await office.owed(*(office.papers.invoice(f"F-90{n:02d}", f"{n}.50") for n in range(1, 9)))
        days = _eight_days(office.bank)
        fed = [*days[1:], *map(exported_again, days[2:6]), *days[4:]]
        Random(7).shuffle(fed)
        await office.books(days[0], *fed)
        await office.seen("/v1/statements?state=waiting", lambda page: page["items"] == [])
        await office.came(*["5.00"] * 8, *(f"{n}.50" for n in range(1, 9)))
        for n in range(1, 9):
            await office.settled(f"F-90{n:02d}")


def _eight_days(bank: Bank) -> list[Statement]:
    """Each with a payment that names an invoice, a twin of every day, and money that goes out."""
    twin = paid("5.00", "koffie", by=a_stranger())
    return [
        bank.statement(paid(f"{n}.50", f"F-90{n:02d}"), twin, spent("2.00")) for n in range(1, 9)
    ]


async def test_pages_of_one_file_are_read_as_one_statement(office_of: Open) -> None:
    async with office_of("one-file") as office:
        one, other = (office.bank.statement(paid(f"{n}0.00", f"dag {n}")) for n in (1, 2))
        answer = await office.file_bank(in_one_file(written(one), written(other)))
        assert outcomes(answer.json()["statements"]) == ["accepted"] * 2


def in_one_file(one: bytes, other: bytes) -> bytes:
    """Both statements in one message."""
    head, end = one.split(b"</BkToCstmrStmt>")
    _, _, rest = other.partition(b"<Stmt>")
    second, _, _ = rest.rpartition(b"</Stmt>")
    return head + b"<Stmt>" + second + b"</Stmt></BkToCstmrStmt>" + end
