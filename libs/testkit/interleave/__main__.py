"""`python -m libs.testkit.interleave`: histories until one of them fails, and their counts."""

import argparse
import logging
import os
import sys
import time
from collections.abc import Sequence

import structlog

from libs.testkit.interleave.playing import Counts, Failure, play_many, play_one


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when something does not hold."""
    asked = _parser().parse_args(arguments)
    quiet()
    began_s = time.monotonic()
    if asked.histories == 1:
        counts = play_one(asked.seed)
    else:
        counts = play_many(asked.seed, asked.histories, asked.processes, _show)
        sys.stderr.write("\n")
    sys.stdout.write(told(counts, time.monotonic() - began_s))
    for failure in counts.failures:
        sys.stdout.write(told_failure(failure))
    return 1 if counts.failures else 0


def quiet() -> None:
    """What a process logs is nothing here: the histories tell."""
    level = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=level)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m libs.testkit.interleave")
    parser.add_argument("--seed", type=int, default=1, help="of the first history")
    parser.add_argument("--histories", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser


def _show(counts: Counts, seconds: float) -> None:
    rate = counts.histories / max(seconds, 0.001)
    sys.stderr.write(f"\r{counts.histories} histories, {counts.steps} steps, {rate:.1f} a second ")
    sys.stderr.flush()


def told(counts: Counts, seconds: float) -> str:
    """The counts as they are read."""
    rate = counts.histories / max(seconds, 0.001)
    chased, tally = counts.chased, counts.chased.tally
    return (
        f"histories     {counts.histories} ({counts.bytes_histories} through the codec)\n"
        f"steps         {counts.steps}\n"
        f"crashes       {counts.crashes}\n"
        f"wiped         {counts.wipes} databases\n"
        f"parked        {counts.parked} keys\n"
        f"dropped       {counts.dropped} messages, {counts.compensated} of them shares\n"
        f"asked         {counts.asked} statements that a person had to tell\n"
        f"chased        {chased.histories} histories: {chased.demands} demands, "
        f"{chased.withdrawn} withdrawn, {chased.left} left, {chased.repeated} repeated, "
        f"{chased.uncertain} uncertain attempts, {chased.promises} promises\n"
        f"held          {tally.gated} gated, {tally.recalled} recalled, {tally.held} held; "
        f"{tally.needless_share:.2%} without a fact\n"
        f"floors        {chased.floors} times something was due that nothing held\n"
        f"deepest send  {counts.deepest}\n"
        f"most rounds   {counts.rounds_max}\n"
        f"speed         {rate:.1f} histories a second\n"
    )


def told_failure(failure: Failure) -> str:
    lines = "\n".join(failure.told)
    again = f"python -m libs.testkit.interleave --seed {failure.seed} --histories 1"
    return f"\nFAILED at seed {failure.seed}: {failure.sentence}\n{lines}\nagain: {again}\n"


if __name__ == "__main__":
    sys.exit(main())
