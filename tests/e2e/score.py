"""`python -m tests.e2e.score --seeds 11 12 13`: whole lives, each with its table by case."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local.stack import ROOT
from libs.simulator.scoring import Score, as_text
from tests.e2e.lives import a_life, judged
from tests.e2e.platform import Platform, running

EXACT_PERCENT_MIN = 95.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Play each seed on one platform; return 0 when each is as it has to be."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.score", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--invoices", type=int, default=2000)
    parser.add_argument("--days", action="store_true", help="a line for each day")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, running(ROOT, Path(folder)) as platform:
        good = [
            asyncio.run(_told(platform, seed, asked.invoices, is_loud=asked.days))
            for seed in asked.seeds
        ]
    return 0 if all(good) else 1


async def _told(platform: Platform, seed: int, invoices: int, *, is_loud: bool) -> bool:
    """Print the table of one life, and whether it is as it has to be."""
    began_s = time.monotonic()
    life = a_life(seed, invoices, platform.home / f"life-{seed}")
    say = _say if is_loud else (lambda _: None)
    found = await judged(platform, f"life-{seed}", life, say)
    _say(f"\nseed {seed}: {invoices} invoices, {len(life[0].truth.payments)} bank entries")
    _say(as_text(found.score))
    known, cents = found.audit["known"], found.audit["cents_unaccounted"]
    _say(f"of what can be known {found.score.exact_percent:.2f} % is applied exactly")
    _say(f"the auditor: {known}; cents unaccounted for: {cents}")
    _say(f"it took {time.monotonic() - began_s:.0f} s")
    return _is_good(found.score) and bool(found.audit["agrees"])


def _is_good(score: Score) -> bool:
    is_wrong = score.sum.wrong or score.sum.missing or score.unknown
    return not is_wrong and score.exact_percent >= EXACT_PERCENT_MIN


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
