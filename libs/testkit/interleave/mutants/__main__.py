"""`python -m libs.testkit.interleave.mutants`: each deliberate fault, until the checks see it."""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from libs.testkit.interleave.__main__ import quiet
from libs.testkit.interleave.mutants.biting import Bite, bite
from libs.testkit.interleave.mutants.faults import FAULTS


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when a fault is not seen."""
    asked = _parser().parse_args(arguments)
    quiet()
    names = asked.only or [one.name for one in FAULTS]
    with ProcessPoolExecutor(asked.processes) as pool:
        count = len(names)
        bites = pool.map(
            bite,
            names,
            [asked.seed] * count,
            [asked.histories] * count,
            [asked.directed] * count,
        )
        seen = [_show(one) for one in bites]
    return 0 if all(seen) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m libs.testkit.interleave.mutants")
    parser.add_argument("--only", nargs="*", metavar="NAME")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--histories", type=int, default=50_000, help="at most, for each")
    parser.add_argument("--directed", action="store_true", help="in scenes that show it often")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser


def _show(one: Bite) -> bool:
    """A line of the table."""
    if one.failure is None:
        sys.stdout.write(f"| {one.sentence} | not seen in {one.histories} | |\n")
    else:
        said = one.failure.sentence.strip().splitlines()[-1][:110]
        sys.stdout.write(f"| {one.sentence} | {one.histories} | {said} |\n")
    sys.stdout.flush()
    return one.failure is not None


if __name__ == "__main__":
    sys.exit(main())
