"""`python -m libs.simulator --seed 7 --invoices 200 --out life`: writes a life into a folder."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from libs.simulator.economy import live
from libs.simulator.write import FolderIsInUse, Progress, write

DEFAULT_START = date(2026, 1, 5)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m libs.simulator", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--invoices", type=int, default=200)
    parser.add_argument("--debtors", type=int, help="a fifth of the invoices unless given")
    parser.add_argument("--bank-entries", type=int, help="five for four invoices unless given")
    parser.add_argument("--starts-on", type=date.fromisoformat, default=DEFAULT_START)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--careless", action="store_true", help="bank files twice, overlapping …")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 written, 2 refused. Progress goes to stderr, one line of result to stdout."""
    asked = _arguments().parse_args(arguments)
    sys.stderr.write(f"living with {asked.invoices} invoices\n")
    try:
        economy = live(
            asked.seed,
            invoices=asked.invoices,
            debtors=asked.debtors,
            bank_entries=asked.bank_entries,
            starts_on=asked.starts_on,
            months=asked.months,
        )
        write(economy, asked.out, careless=asked.careless, progress=on_stderr())
    except (FolderIsInUse, ValueError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    entries = sum(len(statement.entries) for statement in economy.statements)
    sys.stdout.write(
        f"{asked.out}: {len(economy.invoices)} invoices of {len(economy.debtors)} debtors, "
        f"{len(economy.credit_notes)} credit notes, {entries} bank entries, truth.json\n"
    )
    return 0


def on_stderr() -> Progress:
    """A line that is written over, twenty times in all."""

    def show(done: int, of: int) -> None:
        if done * 20 // of > (done - 1) * 20 // of:
            sys.stderr.write(f"\r{done} of {of} files" + ("\n" if done == of else ""))
            sys.stderr.flush()

    return show


if __name__ == "__main__":
    sys.exit(main())
