"""`python -m tests.faults`: rounds under fire, and one table of all of them."""

import argparse
import asyncio
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from libs.testkit.stack import own_stack_for_tests
from tests.faults.platform import Range, running
from tests.faults.records import keep_records
from tests.faults.rounds import Row, play_round
from tests.faults.table import table_of

ROOT: Final = Path(__file__).resolve().parents[2]
ROWS: Final = ROOT / ".local" / "faults.jsonl"
LOGS: Final = ROOT / ".local" / "faults"
At = tuple[int, int, bool]
"""Seed, number, and whether answers are found by their id."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when a round is not green; the rows so far are kept, and not played again."""
    asked = _parser().parse_args(arguments)
    if asked.all:
        sys.stdout.write(table_of(rows_in(asked.rows)))
        return 0
    asked.rows.parent.mkdir(exist_ok=True)
    numbers = range(asked.first, asked.first + asked.rounds)
    wanted = [(asked.seed, number, asked.deduplicate) for number in numbers]
    if left := left_of(wanted, rows_in(asked.rows)):
        _stop_as_when_interrupted()
        # What clients say of a broker that was killed on purpose, twenty lines a second.
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
        asyncio.run(_campaign(asked, [number for _, number, _ in left]))
    rows = [row for row in rows_in(asked.rows) if at(row) in wanted]
    sys.stdout.write(table_of(rows))
    last = {at(row): row for row in rows}
    return 0 if len(last) == len(wanted) and all(row.is_green for row in last.values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first round")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument(
        "--deduplicate", action="store_true", help="answer an id once; inputs come again"
    )
    parser.add_argument("--all", action="store_true", help="play nothing, show all that was")
    parser.add_argument("--rows", type=Path, default=ROWS, help="what was played already")
    return parser


def at(row: Row) -> At:
    return row.seed, row.number, row.deduplicated


def left_of(wanted: Sequence[At], rows: Sequence[Row]) -> list[At]:
    """What is still to be played: a round that did not come to its end is played again."""
    played = {at(row) for row in rows if not row.has_stuck}
    return [place for place in wanted if place not in played]


def rows_in(file: Path) -> list[Row]:
    """Of all that were played, also of those that did not come to their end."""
    if not file.exists():
        return []
    return [Row.of(json.loads(line)) for line in file.read_text("utf-8").splitlines()]


async def _campaign(asked: argparse.Namespace, numbers: Sequence[int]) -> None:
    """Round after round; each row is kept as soon as it is there.

    On one platform, and on a new one after a finding: it would be found in each round after it.
    """
    left, build = list(numbers), _build()
    while left:
        with own_stack_for_tests(ROOT, proxied=True) as stack, TemporaryDirectory() as lives:
            async with running(stack, deduplicate=asked.deduplicate) as shot:
                with logs_kept(shot):
                    while left:
                        number = left.pop(0)
                        row = await _round(shot, asked.seed, number, Path(lives) / str(number))
                        row.build = build
                        _say(row.text())
                        with asked.rows.open("a", encoding="utf-8") as rows:
                            rows.write(json.dumps(row.document()) + "\n")
                        if row.wrong:
                            await keep_log(shot, row)
                            break


async def _round(shot: Range, seed: int, number: int, folder: Path) -> Row:
    try:
        return await play_round(shot, (seed, number), folder, _say)
    except Exception as stuck:
        traceback.print_exc()
        return Row.stuck_at((seed, number), shot.deduplicates, stuck)


async def keep_log(shot: Range, row: Row) -> None:
    """What a finding is explained by; a broker that does not answer is no reason to end."""
    LOGS.mkdir(exist_ok=True)
    file = LOGS / f"{os.getpid()}-seed{row.seed}-round{row.number}.jsonl.gz"
    try:
        await keep_records(shot.stack.kafka, file)
    except Exception:
        traceback.print_exc()
    else:
        _say(f"the whole log: {file}")


def _build() -> str:
    """Of the working tree, as git describes it; empty without git."""
    command = ("git", "describe", "--always", "--dirty=+", "--exclude=*")
    described = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return described.stdout.strip()


def _stop_as_when_interrupted() -> None:
    """Also in the background, and when told to end: nothing that was started may be left."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getpid(), signal.SIGINT))


@contextmanager
def logs_kept(shot: Range) -> Iterator[None]:
    """Copied out of the stack's home, which goes."""
    try:
        yield
    finally:
        LOGS.mkdir(exist_ok=True)
        files = {one.name: one.process.log_file for one in (*shot.members, *shot.spares)}
        files["broker"] = shot.stack.broker.process.log_file
        for name, file in files.items():
            if file.exists():
                shutil.copy(file, LOGS / f"{os.getpid()}-{name}.log")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
