"""The truth of a life is read as the simulator writes it."""

from datetime import date
from pathlib import Path

import pytest

from audit.truth import TruthUnreadable, read_truth
from libs.simulator.economy import live
from libs.simulator.write import write


def test_a_life_of_the_simulator_is_read_whole(tmp_path: Path) -> None:
    economy = live(3, invoices=20, starts_on=date(2026, 1, 5))
    write(economy, tmp_path)

    truth = read_truth(tmp_path / "truth.json")

    assert truth.seed == 3
    assert len(truth.invoices) == len(economy.invoices)
    assert len(truth.entries) == len(economy.truth.payments)
    assert set(truth.names) == {debtor.customer_number for debtor in economy.debtors}
    closing = {s.account.iban: s.closing for s in economy.statements}
    assert truth.closing == {iban: int(money.amount * 100) for iban, money in closing.items()}


def test_another_file_is_no_truth(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text('{"schema": "another"}')

    with pytest.raises(TruthUnreadable, match="is no relance"):
        read_truth(tmp_path / "truth.json")
    with pytest.raises(TruthUnreadable):
        read_truth(tmp_path / "nothing.json")
