"""Story 5: bank files by other hands, each offered through the API."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from stdnum import iban as ibans

from libs.kernel.money import Money
from libs.simulator.parties import BankAccount
from tests.acceptance.reading import ReadStatement, read_camt_053
from tests.acceptance.samples import files_in, name_of
from tests.e2e.builders.banking import Bank
from tests.e2e.office import Office, accepted, decided, opened
from tests.e2e.platform import Platform

ANSWERED_WITHIN_S = 20.0
KNOWN_WRONG = {
    # By the schema of their version: BIC where it is BICFI, a country of three letters, a YES.
    "test-camt053-no-ntry": "schema",
    "test-camt053-txdtls": "schema",
    "camt.053.001.02.xml": "schema",
}
REFUSALS = {400, 413, 415, 422}

Read = list[ReadStatement] | None


@dataclass(slots=True)
class Chains:
    """The balance of each account, followed by a simpler rule than the service's."""

    closing: dict[str, Decimal] = field(default_factory=dict)
    through_on: dict[str, str] = field(default_factory=dict)

    def expect(self, read: ReadStatement) -> str:
        """The first is accepted, and what goes on where the last one ended; all else waits."""
        account = read.account
        goes_on = account not in self.closing or (
            self.closing[account] == read.opening and self.through_on[account] < read.first_on
        )
        if not goes_on:
            return "waiting"
        assert read.closing is not None
        self.closing[account], self.through_on[account] = read.closing, read.last_on
        return "accepted"


async def test_real_statements_are_taken_with_their_sums_wait_or_are_refused_by_rule(
    platform: Platform,
) -> None:
    read = {file: read_camt_053(file) for file in files_in("bank-camt*")}
    chains, outcomes = Chains(), Counter[str]()
    async with opened(platform, "real-statements", accounts=[]) as office:
        await _name_accounts(office, [one for found in read.values() for one in found or ()])
        mistakes = [
            said
            for file, found in read.items()
            if (said := await _offered(office, file, found, (chains, outcomes)))
        ]
        office.banks.extend(_bank(iban, closing) for iban, closing in chains.closing.items())
    assert mistakes == []
    assert outcomes["accepted"] > 0
    assert outcomes["waiting"] > 0


async def _name_accounts(office: Office, read: Sequence[ReadStatement]) -> None:
    """Those that have an IBAN that checks."""
    currencies = {
        one.account: one.currency
        for one in read
        if ibans.is_valid(one.account, check_country=False)
    }
    sent = [{"iban": iban, "currency": currency} for iban, currency in currencies.items()]
    path = f"/v1/creditors/{office.creditor}/accounts"
    await accepted(office.ingestion, await office.ingestion.post(path, json={"accounts": sent}))
    await office.rests()


async def _offered(
    office: Office, file: Path, read: Read, so_far: tuple[Chains, Counter[str]]
) -> str:
    """What is wrong with the answer to a file; nothing when it is as it should be."""
    async with asyncio.timeout(ANSWERED_WITHIN_S):
        answer = await office.file_bank(file.read_bytes())
    chains, outcomes = so_far
    wrong = "" if read is None else next((one.wrong for one in read if one.wrong), "")
    if not answer.is_success:
        outcomes["refused"] += 1
        return _mistake_in_refusal(file, read, wrong, answer)
    if read is None or wrong or file.name in KNOWN_WRONG:
        return f"{name_of(file)} was taken: {wrong or 'it is no camt.053'}"
    lines = [await decided(office.matching, line) for line in answer.json()["statements"]]
    for line in lines:
        one = next(r for r in read if (r.account, _said(r)) == (line["account_number"], _got(line)))
        expected = chains.expect(one)
        outcomes[line["outcome"]] += 1
        if line["outcome"] != expected:
            return f"{name_of(file)} is {line['outcome']}, expected {expected}"
        if said := await _mistake_in_sums(office, one, line):
            return f"{name_of(file)}: {said}"
    return "" if len(lines) == len(read) else f"{name_of(file)}: {len(lines)} statements are told"


def _said(read: ReadStatement) -> tuple[str, str, int]:
    assert read.opening is not None
    assert read.closing is not None
    amounts = (Money.of(amount, read.currency) for amount in (read.opening, read.closing))
    opening, closing = map(str, amounts)
    return opening, closing, read.entries_count


def _got(line: dict[str, Any]) -> tuple[str, str, int]:
    return line["opening"], line["closing"], line["entries_count"]


async def _mistake_in_sums(office: Office, read: ReadStatement, line: dict[str, Any]) -> str:
    """Of an accepted one: what lies with payments and what was set aside come to its entries."""
    if line["outcome"] != "accepted":
        return ""
    place = f"/v1/statements/{line['statement']}"
    statement = await office.seen(place, lambda one: one["rested_at"] is not None)
    payments = await _payments(office, line["statement"])
    came = [_amount(one) for one in payments if one["kind"] == "credit"]
    went = [-_amount(one) for one in payments if one["kind"] == "return"]
    aside = [_amount(one) for one in statement["set_aside"]]
    count = len(payments) + len(aside)
    if count != read.entries_count:
        return f"{read.entries_count} entries, {count} are booked"
    if sum([*came, *went, *aside]) != read.credits + read.debits:
        return "its entries come to another sum"
    credits = sum(came) + sum(amount for amount in aside if amount > 0)
    return "" if credits == read.credits else f"credits are {credits}, not {read.credits}"


async def _payments(office: Office, statement: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    where = {"statement": statement, "limit": "500"}
    while True:
        page = (await office.matching.get("/v1/payments", params=where)).json()
        found += page["items"]
        if page["next"] is None:
            return found
        where["after"] = page["next"]


def _amount(shown: dict[str, Any]) -> Decimal:
    return Decimal(shown["amount"].partition(" ")[0])


def _mistake_in_refusal(file: Path, read: Read, wrong: str, answer: httpx.Response) -> str:
    name, problem = name_of(file), answer.json()
    if answer.status_code not in REFUSALS:
        return f"{name} is answered {answer.status_code}: {answer.text[:200]}"
    if not (problem["rule"] and problem["detail"]):
        return f"{name} is refused without a reason"
    is_known = KNOWN_WRONG.get(file.name) == problem["rule"]
    if read is not None and not wrong and not is_known:
        return f"{name} is refused by {problem['rule']}: {problem['detail']}"
    return ""


def _bank(iban: str, closing: Decimal) -> Bank:
    """What the auditor holds the ledger against."""
    account = BankAccount(iban, "", "", "EUR", numbered=False, opening=Money.zero("EUR"))
    bank = Bank(account, number=1)
    bank.balance = Money.of(closing, "EUR")
    return bank
