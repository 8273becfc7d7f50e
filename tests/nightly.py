"""`make nightly`: what takes hours, each to its end whatever becomes of the others."""

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
RACES: Final = ("race", "race_parked", "frozen_start", "handed_over")
"""By themselves, for what they promise in seconds."""
WHOLE: Final = ("tests/faults/test_rolling.py", "tests/e2e/test_restored.py")
"""Whole platforms, started again and again."""
AGAIN_EVERY: Final = 6
"""For so many rounds without deduplication one is played with it."""
SEEDS_A_NIGHT: Final = 1_000_000
"""Of histories: no night plays those of another."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when one of them failed; which, and how long each took, is told at the end."""
    asked = _parser().parse_args(arguments)
    long = _long(asked.seed, asked.rounds, asked.histories)
    chosen = {name: long[name] for name in asked.only} if asked.only else long
    return run_all(chosen)


def _parser() -> argparse.ArgumentParser:
    tonight = datetime.now(tz=UTC).toordinal()
    parser = argparse.ArgumentParser(prog="python -m tests.nightly")
    parser.add_argument("--seed", type=int, default=tonight, help="another one each night")
    parser.add_argument("--rounds", type=int, default=24, help="under fire, five minutes each")
    parser.add_argument("--histories", type=int, default=50_000)
    parser.add_argument("--only", nargs="*", choices=sorted(_long(0, 0, 0)))
    return parser


def _long(seed: int, rounds: int, histories: int) -> dict[str, list[str]]:
    again = -(-rounds // AGAIN_EVERY)
    first = seed * SEEDS_A_NIGHT
    fire = ["-m", "tests.faults", "--seed", str(seed)]
    return {
        "fire": [*fire, "--rounds", str(rounds)],
        "again": [*fire, "--rounds", str(again), "--deduplicate"],
        "histories": [
            *("-m", "libs.testkit.interleave"),
            *("--seed", str(first), "--histories", str(histories)),
        ],
        "mutants": ["-m", "tests.faults.mutants", "--seed", str(seed)],
        "platforms": ["-m", "pytest", "--quiet", *WHOLE],
        "races": ["-m", "pytest", "--quiet", *(f"tests/e2e/test_{name}.py" for name in RACES)],
    }


def run_all(long: Mapping[str, Sequence[str]]) -> int:
    """Each as options of this Python, one after the other."""
    told, has_failed = [], False
    for name, options in long.items():
        began_s = time.monotonic()
        code = subprocess.run([sys.executable, *options], cwd=ROOT, check=False).returncode
        minutes = (time.monotonic() - began_s) / 60
        ended = "passed" if code == 0 else f"FAILED, exit code {code}"
        told.append(f"{name:<10} {ended}, {minutes:.0f} min")
        has_failed = has_failed or code != 0
    sys.stdout.write("\n".join(["", *told, ""]))
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
