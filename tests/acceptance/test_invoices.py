"""Story 5: electronic invoices by other hands, each offered through the API."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from tests.acceptance.reading import ReadInvoice, read_ubl
from tests.acceptance.samples import files_in, name_of
from tests.e2e.office import XML, accepted, any_at_all, shown
from tests.e2e.platform import Platform

TENANT = "real-invoices"
ANSWERED_WITHIN_S = 10.0
AT_ONCE = 4
KNOWN_WRONG = {
    # Their makers say so, or the schema of UBL 2.1: element order, sums that do not come out.
    "GR-base-example-TaxRepresentative.xml": "xsd",
    "not_validating_full_invoice_based_onTest_EeISI_300_CENfullmodel.ubl.xml": "totals_lines",
}
REFUSALS = {400, 413, 415, 422}


@dataclass(frozen=True, slots=True)
class Offered:
    """A file and what the API said of it."""

    file: Path
    read: ReadInvoice | None
    answer: httpx.Response

    @property
    def name(self) -> str:
        return name_of(self.file)


async def test_real_invoices_are_taken_with_their_amounts_or_refused_by_rule(
    platform: Platform,
) -> None:
    files = files_in("einvoice-*")
    async with platform.caller("ingestion", TENANT) as client:
        offered = [one for round_ in _rounds(files) for one in await _offered(client, round_)]
        mistakes = [said for one in offered if (said := await _mistake(client, one))]
    assert mistakes == []
    taken = sum(one.answer.is_success for one in offered)
    assert taken == sum(one.read is not None for one in offered) - _known_wrong(offered) > 0


def _known_wrong(offered: Sequence[Offered]) -> int:
    return sum(one.file.name in KNOWN_WRONG for one in offered)


def _rounds(files: Sequence[Path]) -> list[list[tuple[Path, ReadInvoice | None]]]:
    """Examples share numbers: no two documents of one number in one round."""
    rounds: dict[int, list[tuple[Path, ReadInvoice | None]]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    for file in files:
        read = read_ubl(file)
        place = 0
        if read is not None:
            place, seen[read.number] = seen[read.number], seen[read.number] + 1
        rounds[place].append((file, read))
    return list(rounds.values())


async def _offered(
    client: httpx.AsyncClient, files: Sequence[tuple[Path, ReadInvoice | None]]
) -> list[Offered]:
    """To a creditor of their own, a few at a time, each within its time."""
    creditor = await _creditor(client, f"Round of {files[0][0].name}")
    room = asyncio.Semaphore(AT_ONCE)

    async def offer(file: Path, read: ReadInvoice | None) -> Offered:
        async with room, asyncio.timeout(ANSWERED_WITHIN_S):
            answer = await client.post(
                "/v1/invoices",
                params={"creditor": creditor},
                content=file.read_bytes(),
                headers=XML,
            )
        return Offered(file, read, answer)

    return await asyncio.gather(*(offer(*one) for one in files))


async def _creditor(client: httpx.AsyncClient, name: str) -> str:
    facts = {"name": name, "country": "BE", "zone": "Europe/Brussels", "feed": "none"}
    told = await accepted(client, await client.post("/v1/creditors", json=facts))
    return str(told["creditor"])


async def _mistake(client: httpx.AsyncClient, one: Offered) -> str:
    """What is wrong with the answer; nothing when it is as it should be."""
    if not one.answer.is_success:
        return _mistake_in_refusal(one)
    if one.read is None:
        return f"{one.name} is no UBL invoice, and was taken"
    told = await accepted(client, one.answer)
    kind = "credit_note" if one.read.is_credit_note else "invoice"
    if (told["outcome"], told["kind"]) != ("accepted", kind):
        return f"{one.name} is {kind}, and was {told['outcome']} as {told['kind']}"
    place = f"/v1/{kind.replace('_', '-')}s/{told['document']}"
    found = await shown(lambda: client.get(place), any_at_all, place)
    said = {"number": one.read.number, "payable": (one.read.payable, one.read.currency)}
    if (got := _as_read(found)) != said:
        return f"{one.name} says {said}, and was taken as {got}"
    return ""


def _as_read(found: dict[str, Any]) -> dict[str, Any]:
    amount, _, currency = found["payable"].partition(" ")
    return {"number": found["number"], "payable": (Decimal(amount), currency)}


def _mistake_in_refusal(one: Offered) -> str:
    if one.answer.status_code not in REFUSALS:
        return f"{one.name} is answered {one.answer.status_code}: {one.answer.text[:200]}"
    problem = one.answer.json()
    if not (problem["rule"] and problem["detail"]):
        return f"{one.name} is refused without a reason"
    if one.read is not None and KNOWN_WRONG.get(one.file.name) != problem["rule"]:
        return f"{one.name} is refused by {problem['rule']}: {problem['detail']}"
    return ""
