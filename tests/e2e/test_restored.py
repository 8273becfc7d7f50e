"""A platform whose master key was rotated is backed up, and comes back on an empty machine."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from deploy.local.profiles import Profile
from deploy.local.stack import stack_home
from deploy.local.waiting import wait_until
from libs.cli.platform import bring_up, forget
from libs.cli.session import Session
from tests.e2e.builders import banking
from tests.e2e.builders.banking import Bank, paid
from tests.e2e.builders.documents import Papers
from tests.e2e.builders.parties import JANSEN, a_debtor

ROOT: Final = Path(__file__).resolve().parents[2]
GONE: Final = a_debtor("C-8801", "Wilhelmina Goossens")
HEARD_WITHIN_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Machine:
    """A platform as a person has it: started and asked by commands."""

    home: str

    @property
    def folder(self) -> Path:
        return stack_home(ROOT, self.home)

    async def says(self, *words: str, code: int = 0) -> Any:
        """What a command answers."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "libs.cli", *words, "--home", self.home, "--json"),
            cwd=ROOT,
            env={name: text for name, text in os.environ.items() if "RELANCE" not in name},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, told = await process.communicate()
        assert process.returncode == code, said.decode() + told.decode()
        return json.loads(said)

    async def erased(self, customer: str) -> Any:
        """What became of the wish, asked again while no day has begun there."""
        answer: Any = None

        async def is_judged() -> bool:
            nonlocal answer
            try:
                answer = await self.says("erase", customer)
            except AssertionError as refused:
                if "erasure_day_unknown" not in str(refused):
                    raise
                return False
            return True

        await wait_until("a day begins", is_judged, limit_s=HEARD_WITHIN_S, between_s=1.0)
        return answer


@asynccontextmanager
async def machine(name: str) -> AsyncIterator[Machine]:
    """One that is empty; in the end nothing of it is left."""
    home = f"{name}-{os.getpid()}"
    try:
        yield Machine(home)
    finally:
        await forget(Session(home=home))


def written(folder: Path) -> tuple[Path, Path]:
    """Papers of a year whose papers have been kept long enough, and the bank's file of then."""
    papers, bank = Papers(), Bank(Papers().creditor.accounts[0], date(2015, 12, 10))
    invoices, statements = folder / "invoices", folder / "bank"
    for one in (invoices, statements):
        one.mkdir()
    for number, debtor in (("F-2015-17", GONE), ("F-2015-18", JANSEN)):
        invoice = replace(
            papers.invoice(number, "48.00", debtor),
            issued_on=date(2015, 2, 2),
            due_on=date(2015, 3, 4),
            arrives_on=date(2015, 2, 2),
        )
        (invoices / f"{number}.xml").write_bytes(papers.written(invoice))
    statement = bank.statement(paid("48.00", "F-2015-17", by=GONE.payers[0]))
    (statements / "1.xml").write_bytes(banking.written(statement))
    return invoices, statements


@pytest.mark.campaign
@pytest.mark.timeout(600)  # two platforms, one after the other
@pytest.mark.stack
async def test_what_was_erased_after_the_keyrings_backup_stays_erased_on_an_empty_machine(
    tmp_path: Path,
) -> None:
    invoices, statements = written(tmp_path)
    secrets, keys, whole = (tmp_path / name for name in ("secrets", "keys", "whole"))
    async with machine("kept") as one, machine("drill") as other:
        await bring_up(Session(home=one.home), profile=Profile.TESTS)
        who = ("De Bakker", "--country", "BE", "--zone", "Europe/Brussels", "--feed", "none")
        await one.says("creditor", "add", *who)
        await one.says("import", "invoices", str(invoices), "--creditor", "De Bakker")

        rotated = await one.says("keyring", "rotate")
        assert rotated["rewrapped"] > 0
        into = ("--creditor", "De Bakker", "--add-accounts")
        await one.says("import", "bank", str(statements), *into)  # makes keys under the new one
        (old,) = (await one.says("keyring", "retire"))["retired"]
        shown = await one.says("keyring", "show")
        assert [(row["master"], row["state"]) for row in shown] == [(rotated["master"], "current")]
        assert old != rotated["master"]

        await one.says("backup", str(keys), "--keyring-only")
        assert (await one.erased(GONE.customer_number))["state"] == "erased"
        await one.says("backup", str(whole))
        (one.folder / "secrets").rename(secrets)

        told = await other.says(
            *("restore", str(whole), "--secrets", str(secrets)),
            *("--keyring", str(keys / "keyring.jsonl")),
        )
        assert told["verify"]["agrees"], told
        assert told["verify"]["tables_skipped"] == {}
        assert (told["receipts"], told["receipts_replayed"]) == (2, 2)
        assert (await other.says("debtor", "show", GONE.customer_number))["name"] is None
        assert (await other.says("debtor", "show", "C-1001"))["name"] == JANSEN.name
        (payment,) = await other.says("payments")
        whole_payment = await other.says("payment", "show", payment["payment"])
        assert whole_payment["payer"] is None
