"""One more transfer behind a life: it chains, it is true, and the files before it stay."""

import json
from pathlib import Path

import pytest

from libs.kernel.money import Money
from libs.simulator.afterwards import Transfer, with_transfer
from libs.simulator.days import bank_day_after
from libs.simulator.parties import Payer
from libs.simulator.tests.lives import SEEDS, life
from libs.simulator.truth_file import read_truth
from libs.simulator.write import write, write_on

PAYER = Payer("Incasso Noord", iban="BE68539007547034", bic="GKCCBEBB", kind="third_party")
TRANSFER = Transfer(PAYER, Money.of("40.80", "EUR"), "Afrekening REM-2026-0001")


@pytest.mark.parametrize("seed", SEEDS)
def test_its_statement_follows_the_last_of_the_numbered_account(seed: int) -> None:
    before = [one for one in life(seed).statements if one.account.numbered][-1]

    after = with_transfer(life(seed), TRANSFER).statements[-1]

    assert (after.account, after.opening) == (before.account, before.closing)
    assert after.closing == before.closing + TRANSFER.amount
    assert after.from_on == after.to_on == bank_day_after(before.to_on)
    assert after.number is not None
    assert before.number is not None
    assert after.number == before.number + 1


def test_only_its_file_is_new_and_the_truth_knows_it(tmp_path: Path) -> None:
    write(life(SEEDS[0]), tmp_path)
    there = {file: file.read_bytes() for file in tmp_path.glob("*/*.xml")}

    (new,) = write_on(with_transfer(life(SEEDS[0]), TRANSFER), tmp_path)

    assert {file: file.read_bytes() for file in tmp_path.glob("*/*.xml") if file != new} == there
    assert b"Afrekening REM-2026-0001" in new.read_bytes()
    payment = read_truth(tmp_path / "truth.json").payments[-1]
    assert (payment.key.amount, payment.split) == (TRANSFER.amount, ())
    content = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert content["timeline"][-1]["bank"] == [f"bank/{new.name}"]
    closing = {one["iban"]: one["closing"] for one in content["creditor"]["accounts"]}
    before = [one for one in life(SEEDS[0]).statements if one.account.numbered][-1]
    assert closing[payment.key.account] == str(before.closing + TRANSFER.amount)
