"""Story 2: what is not certain is a person's, and stays as the person says."""

from libs.kernel.keys import partition_of, path_of
from libs.simulator.parties import Debtor
from tests.e2e.builders.banking import paid, taken_back
from tests.e2e.builders.parties import a_debtor, a_stranger
from tests.e2e.conftest import Open
from tests.e2e.office import Office, Shown
from tests.e2e.platform import PARTITIONS

FOUR = {"F-1010": "10.00", "F-1020": "20.00", "F-1030": "30.00", "F-1040": "40.00"}
STRANGER = a_stranger()


def is_suspected(item: Shown) -> bool:
    return bool(item["suspected_by"])


def is_not_suspected(item: Shown) -> bool:
    return not item["suspected_by"]


async def test_two_combinations_are_suggested_and_a_person_decides(office_of: Open) -> None:
    async with office_of("two-combinations") as office:
        payment, items = await _fifty_for_four(office)
        assert {one["number"] for one in payment["candidates"]} == set(FOUR)  # 10 + 40, 20 + 30
        assert payment["why"].endswith("none of it is certain, so a person decides.")
        shares = _for(items, "F-1010", "F-1040")
        applied = await office.applies(payment["payment"], *shares)
        assert applied["free"] == "0.00 EUR"
        await office.settled("F-1010")
        await office.settled("F-1040")
        for number in ("F-1020", "F-1030"):
            await office.item(number, is_not_suspected)


async def test_what_a_person_undid_is_not_applied_again_and_the_rest_is_suspected(
    office_of: Open,
) -> None:
    async with office_of("undone") as office:
        payment, items = await _fifty_for_four(office)
        await office.applies(payment["payment"], *_for(items, "F-1010", "F-1040"))
        await office.settled("F-1040")
        for share in await _shares(office, payment["payment"]):
            await office.undoes(payment["payment"], share)

        await office.open_by("F-1010", "10.00")
        await office.open_by("F-1040", "40.00")
        await office.rests()
        undone = await office.payment_of("50.00", "suggested")
        assert undone["free"] == "50.00 EUR"
        assert {one["number"] for one in undone["candidates"]} == {"F-1020", "F-1030"}
        for number in ("F-1020", "F-1030"):
            await office.item(number, is_suspected)
        for number in ("F-1010", "F-1040"):
            await office.item(number, is_not_suspected)

        await office.applies(payment["payment"], *_for(items, "F-1020", "F-1030"))
        await office.settled("F-1020")
        await office.settled("F-1030")
        last = await office.payment_of("50.00", "applied")
        said = "paula applied 20.00 EUR to invoice F-1020 and 30.00 EUR to invoice F-1030"
        assert said in last["why"]


async def _fifty_for_four(office: Office) -> tuple[Shown, dict[str, str]]:
    """A payment that two pairs of four items make up, and the items by number."""
    await office.owed(*(office.papers.invoice(*one) for one in FOUR.items()))
    await office.books(office.bank.statement(paid("50.00", "klant C-1001", by=STRANGER)))
    payment = await office.payment_of("50.00", "suggested")
    items = {number: (await office.item(number, is_suspected))["item"] for number in FOUR}
    return payment, items


def _for(items: dict[str, str], *numbers: str) -> list[dict[str, str]]:
    """Shares that settle these items."""
    return [{"item": items[number], "amount": f"{FOUR[number]} EUR"} for number in numbers]


async def _shares(office: Office, payment: str) -> list[str]:
    shown = (await office.matching.get(f"/v1/payments/{payment}")).json()
    return [one["share"] for one in shown["shares"] if one["released"] is None]


async def test_one_transfer_over_two_debtors_in_two_partitions(office_of: Open) -> None:
    async with office_of("two-debtors") as office:
        (one, first), (other, second) = await _two_debtors(office)
        text = f"facturen {first} en {second}"
        await office.books(office.bank.statement(paid("75.00", text, by=STRANGER)))

        assert (await office.settled(first))["debtor"] == one
        assert (await office.settled(second))["debtor"] == other
        payment = await office.payment_of("75.00", "applied")
        assert {share["debtor"]: share["amount"] for share in payment["shares"]} == {
            one: "50.00 EUR",
            other: "25.00 EUR",
        }


async def test_a_person_splits_a_transfer_over_two_debtors(office_of: Open) -> None:
    async with office_of("split") as office:
        (one, first), (other, _) = await _two_debtors(office)
        await office.books(office.bank.statement(paid("90.00", "dank u", by=STRANGER)))
        payment = await office.payment_of("90.00", "unidentified")
        item = (await office.item(first))["item"]
        applied = await office.applies(
            payment["payment"],
            {"item": item, "amount": "50.00 EUR"},
            {"debtor": other, "amount": "30.00 EUR"},
        )
        assert applied["free"] == "10.00 EUR"

        await office.settled(first)
        shown = await office.debtor(other, lambda found: bool(found["on_account"]))
        assert [balance["on_account"] for balance in shown["balances"]] == ["30.00 EUR"]
        too_much = await office.matching.post(
            f"/v1/payments/{payment['payment']}/apply",
            json={"shares": [{"debtor": one, "amount": "10.01 EUR"}]},
        )
        assert (too_much.status_code, too_much.json()["rule"]) == (409, "amount_over_free")


async def _two_debtors(office: Office) -> tuple[tuple[str, str], tuple[str, str]]:
    """Debtor and invoice number of two whose keys lie in different partitions: 50.00 and 25.00."""
    (first,) = await office.owed(office.papers.invoice("F-7000", "50.00"))
    for place in range(1, 20):
        debtor = _numbered(place)
        number = f"F-{7000 + place}"
        (told,) = await office.owed(office.papers.invoice(number, "25.00", debtor))
        if _partition(office, told["debtor"]) != _partition(office, first["debtor"]):
            return (first["debtor"], "F-7000"), (told["debtor"], number)
    raise AssertionError("twenty debtors lie in one partition of four")


def _numbered(place: int) -> Debtor:
    return a_debtor(f"C-{3000 + place}", f"Nummer {place} NV")


def _partition(office: Office, debtor: str) -> int:
    return partition_of(path_of(office.tenant, "debtor", debtor), PARTITIONS)


async def test_a_return_of_the_bank_reopens_what_it_had_paid(office_of: Open) -> None:
    async with office_of("returned") as office:
        await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        first = office.bank.statement(paid("48.00", "F-2026-17"))
        await office.books(first)
        await office.settled("F-2026-17")
        await office.books(office.bank.statement(taken_back(first.entries[0])))

        await office.open_by("F-2026-17", "48.00")
        payment = await office.payment_of("48.00", "returned")
        assert payment["free"] == "0.00 EUR"
        back = await office.payment_of("48.00", "assigned")
        assert back["original"] == payment["payment"]
        await office.books(office.bank.statement(paid("48.00", "F-2026-17 nogmaals")))
        await office.settled("F-2026-17")
