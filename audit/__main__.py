"""`python -m audit --kafka host:port --tenant demo --truth truth.json`: exit 0 if all agrees."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from aiokafka.errors import KafkaError

from audit.log import LogUnreadable, read_facts
from audit.summary import summarised
from audit.text import as_text
from audit.truth import TruthUnreadable, read_truth

AGREES, DIFFERS, CANNOT = 0, 1, 2


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit", description=__doc__)
    parser.add_argument("--kafka", required=True, help="bootstrap address of the broker")
    parser.add_argument("--tenant", default="demo")
    parser.add_argument("--truth", type=Path, help="truth.json of the life that was played")
    parser.add_argument("--day-by-day", action="store_true", help="fed in as the files arrived")
    parser.add_argument("--json", action="store_true", help="figures in minor units, as JSON")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the summary; return 0 when all agrees, 1 when not, 2 when it cannot be told."""
    asked = _arguments().parse_args(arguments)
    try:
        truth = read_truth(asked.truth) if asked.truth else None
        facts = asyncio.run(read_facts(asked.kafka))
    except (TruthUnreadable, LogUnreadable, KafkaError) as failure:
        sys.stderr.write(f"{failure}\n")
        return CANNOT
    summary = summarised(facts, asked.tenant, truth, day_by_day=asked.day_by_day)
    said = json.dumps(summary.document(), indent=2) if asked.json else as_text(summary)
    sys.stdout.write(said + "\n")
    return AGREES if summary.agrees else DIFFERS


if __name__ == "__main__":
    sys.exit(main())
