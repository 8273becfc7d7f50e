"""Which files are meant by paths, in which order bank files go, what is looked at for it."""

from datetime import date
from pathlib import Path

import pytest

from libs.cli.importing.files import batches, files_at, lanes
from libs.cli.importing.peeking import UNKNOWN, peek
from libs.simulator.economy import live
from libs.simulator.write import write


def written(folder: Path, *names: str, size_bytes: int = 10) -> list[Path]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * size_bytes)
    return [folder / name for name in names]


def test_folders_give_their_xml_by_name_and_say_what_they_pass_over(tmp_path: Path) -> None:
    written(tmp_path, "b.xml", "a.XML", "deep/c.xml", "notes.txt")

    found = files_at([tmp_path])

    assert [str(file.relative_to(tmp_path)) for file in found.files] == [
        "a.XML",
        "b.xml",
        "deep/c.xml",
    ]
    assert found.passed_over == 1


def test_a_file_that_is_named_is_taken_whatever_it_is_called_and_once(tmp_path: Path) -> None:
    (file,) = written(tmp_path, "statement.053")

    assert files_at([file, file, tmp_path]).files == (file,)


@pytest.mark.parametrize(
    ("count_max", "bytes_max", "sizes"),
    [
        (2, 1000, [2, 2, 1]),
        (5, 25, [2, 2, 1]),  # 10 bytes each: a third would make 30
        (5, 1000, [5]),
        (5, 5, [1, 1, 1, 1, 1]),  # each is over the limit, and goes alone
    ],
)
def test_a_batch_ends_before_either_limit(
    tmp_path: Path, count_max: int, bytes_max: int, sizes: list[int]
) -> None:
    files = written(tmp_path, *(f"{n}.xml" for n in range(5)))

    cut = list(batches(files, count_max=count_max, bytes_max=bytes_max))

    assert [len(batch) for batch in cut] == sizes
    assert [file for batch in cut for file in batch] == files


def test_each_account_has_a_lane_by_opening_day_and_then_by_name() -> None:
    a, b, c, d = Path("a"), Path("b"), Path("c"), Path("d")
    files = [("BE2", "2026-02-01", a), ("BE1", "2026-01-02", b), ("BE1", "2026-01-01", d)]

    assert lanes([*files, ("BE1", "2026-01-01", c)]) == [[c, d, b], [a]]


def test_a_statement_is_known_by_its_account_and_first_day(tmp_path: Path) -> None:
    """Both banks of a life: one says from and to, the other has balances alone."""
    economy = live(5, invoices=20, starts_on=date(2026, 1, 5))
    write(economy, tmp_path)
    expected = {
        (statement.account.iban, str(statement.from_on)) for statement in economy.statements
    }

    assert {peek(file) for file in (tmp_path / "bank").iterdir()} == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<Document><Stmt><Acct>",
        b'<!DOCTYPE d [<!ENTITY a "b">]><D><Stmt><Acct><Id><IBAN>&a;</IBAN></Id></Acct></Stmt></D>',
        b"<Invoice><ID>F-1</ID></Invoice>",
        b'<?xml version="1.0" encoding="utf-7"?><Document><Stmt/></Document>',
        b'<?xml version="1.0" encoding="no-such"?><Document><Stmt/></Document>',
        b"<Document>" + b"<Stmt>" * 100_000,
        b"<Document><Stmt><Acct><Id><IBAN>" + b"BE" * 3_000_000,
    ],
)
def test_what_is_no_statement_is_left_to_the_service(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.xml").write_bytes(content)

    assert peek(tmp_path / "file.xml") == UNKNOWN


def test_an_account_that_is_no_iban_is_read_too(tmp_path: Path) -> None:
    other = "<Othr><Id>123 456</Id></Othr>"
    balance = "<Bal><Dt><Dt>2026-03-01</Dt></Dt></Bal>"
    (tmp_path / "file.xml").write_text(
        f'<d:Document xmlns:d="urn:x"><Stmt><Id>7</Id><CreDtTm>2026-03-02T01:00:00</CreDtTm>'
        f"<Acct><Id>{other}</Id></Acct>{balance}</Stmt></d:Document>"
    )

    assert peek(tmp_path / "file.xml") == ("123456", "2026-03-01")
