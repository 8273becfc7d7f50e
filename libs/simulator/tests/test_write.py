"""A life as files: same seed, same bytes; names in order of arrival; a truth that reads back."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from libs.simulator.__main__ import main
from libs.simulator.tests.lives import SEEDS, life
from libs.simulator.truth_file import read_truth
from libs.simulator.write import FolderIsInUse, write

ROOT = Path(__file__).parents[3]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()


def _simulate(out: Path, seed: int, hash_seed: str) -> str:
    """In a process of its own, where sets and dictionaries have another order."""
    command = [sys.executable, "-m", "libs.simulator", "--seed", str(seed)]
    subprocess.run(
        [*command, "--invoices", "60", "--out", str(out), "--careless"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
    )
    return _digest(out)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first = _simulate(tmp_path / "a", seed=7, hash_seed="1")
    assert _simulate(tmp_path / "b", seed=7, hash_seed="2") == first
    assert _simulate(tmp_path / "c", seed=8, hash_seed="1") != first


@pytest.fixture(scope="module", params=SEEDS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("life")
    write(life(request.param), out)
    return out


def _content(written: Path) -> Any:
    return json.loads((written / "truth.json").read_text(encoding="utf-8"))


def test_the_timeline_names_each_file_once_on_the_day_that_begins_its_name(written: Path) -> None:
    timeline = _content(written)["timeline"]
    named = [(day["day"], path) for day in timeline for path in (*day["invoices"], *day["bank"])]
    assert all(Path(path).name.startswith(day) for day, path in named)
    files = {str(path.relative_to(written)) for path in written.rglob("*.xml")}
    assert len(named) == len(files)
    assert {path for _, path in named} == files
    days = [day["day"] for day in timeline]
    assert days == sorted(set(days))


def test_the_truth_reads_back_equal(written: Path) -> None:
    economy = life(_content(written)["seed"])
    assert read_truth(written / "truth.json") == economy.truth


def test_the_truth_names_files_that_are_there_and_holds_no_float(written: Path) -> None:
    content = _content(written)
    for document in (*content["invoices"], *content["credit_notes"]):
        assert (written / document["file"]).is_file()
    assert not list(_floats(content))


def _floats(value: Any) -> Any:
    if isinstance(value, float):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if _is_list(value) else ():
        yield from _floats(inner)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def test_a_truth_of_another_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text('{"schema": "other"}', encoding="utf-8")
    with pytest.raises(ValueError, match="is no relance"):
        read_truth(tmp_path / "truth.json")


def test_two_lives_do_not_share_a_folder(tmp_path: Path) -> None:
    write(life(1, invoices=20), tmp_path)
    with pytest.raises(FolderIsInUse, match="not empty"):
        write(life(2, invoices=20), tmp_path)


def test_progress_ends_when_all_files_are_written(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write(life(1, invoices=20), tmp_path, progress=lambda done, of: told.append((done, of)))
    count = len(list(tmp_path.rglob("*.xml")))
    assert told == [(done, count) for done in range(1, count + 1)]


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--seed", "1", "--invoices", "20", "--debtors", "5", "--out", str(tmp_path)]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert "20 invoices of 5 debtors" in shown.out
    assert "files" in shown.err
    assert main(arguments) == 2
    assert "not empty" in capsys.readouterr().err


def test_the_command_refuses_a_life_without_invoices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--seed", "1", "--invoices", "0", "--out", str(tmp_path)]) == 2
    assert "at least one invoice" in capsys.readouterr().err
