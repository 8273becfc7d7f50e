"""Writes a life into a folder: invoices, bank files, and the truth about them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from libs.simulator.camt import statement_xml
from libs.simulator.economy import Economy
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.statements import Statement
from libs.simulator.truth_file import write_truth
from libs.simulator.ubl import invoice_xml
from libs.simulator.uploads import uploads

Progress = Callable[[int, int], None]
"""Told after each file: how many are written, of how many."""


class FolderIsInUse(ValueError):
    """The folder holds files of another life; a life needs a folder of its own."""


@dataclass(frozen=True, slots=True)
class _File:
    day: date
    folder: str
    name: str
    content: Callable[[], bytes]

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}"


def write(
    economy: Economy, out: Path, *, careless: bool = False, progress: Progress | None = None
) -> None:
    """`invoices/*.xml`, `bank/*.xml` and `truth.json` under `out`, one XML in memory at a time.

    Names sort by the day on which a file arrives. `careless`: some bank files again, overlapping or
    in the wrong order. Raises FolderIsInUse when `out` has such files already.
    """
    for folder in ("invoices", "bank"):
        (out / folder).mkdir(parents=True, exist_ok=True)
        if any((out / folder).iterdir()):
            raise FolderIsInUse(f"{out / folder} is not empty")
    files = _files(economy, careless=careless)
    for done, file in enumerate(files, start=1):
        (out / file.path).write_bytes(file.content())
        if progress:
            progress(done, len(files))
    _write_truth(economy, files, out)


def write_on(economy: Economy, out: Path) -> list[Path]:
    """Write what a life that was written there has more of now, and its truth; the new files."""
    files = _files(economy, careless=False)
    new = [file for file in files if not (out / file.path).exists()]
    for file in new:
        (out / file.path).write_bytes(file.content())
    _write_truth(economy, files, out)
    return [out / file.path for file in new]


def _files(economy: Economy, *, careless: bool) -> list[_File]:
    """In the order in which they arrive."""
    documents = (file for _, file in _documents(economy))
    files = [*documents, *_bank_files(economy, careless)]
    return sorted(files, key=lambda f: (f.day, f.path))


def _write_truth(economy: Economy, files: list[_File], out: Path) -> None:
    paths = {number: file.path for number, file in _documents(economy)}
    write_truth(economy, paths, _timeline(files), out / "truth.json")


def _documents(economy: Economy) -> Iterator[tuple[str, _File]]:
    """By number."""
    documents: list[Invoice | CreditNote] = [*economy.invoices, *economy.credit_notes]
    for document in documents:
        name = f"{document.arrives_on}_{re.sub(r'[^0-9A-Za-z]', '-', document.number)}.xml"

        def content(document: Invoice | CreditNote = document) -> bytes:
            return invoice_xml(document, economy.creditor)

        yield document.number, _File(document.arrives_on, "invoices", name, content)


def _bank_files(economy: Economy, careless: bool) -> Iterator[_File]:
    for statement in uploads(economy.statements, careless=careless):
        again = f"_again{statement.export}" if statement.export else ""
        name = f"{statement.arrives_on}_{statement.statement_id}{again}.xml"

        def content(statement: Statement = statement) -> bytes:
            return statement_xml(statement, economy.creditor.name)

        yield _File(statement.arrives_on, "bank", name, content)


def _timeline(files: list[_File]) -> list[dict[str, Any]]:
    """The days on which files arrive: feed the day's invoices first, then its bank files."""
    days: dict[date, dict[str, list[str]]] = defaultdict(lambda: {"invoices": [], "bank": []})
    for file in files:
        days[file.day][file.folder].append(file.path)
    return [{"day": str(day)} | content for day, content in sorted(days.items())]
