"""`python -m audit --kafka host:port --tenant demo --truth truth.json`: exit 0 if all agrees."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from aiokafka.errors import KafkaError

from audit.chase_summary import Evidence, chased
from audit.chase_text import chase_text
from audit.delivering import AGE_MAX_S
from audit.log import Log, LogUnreadable
from audit.mails import MailUnreadable, read_mails
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
    parser.add_argument("--mailbox", type=Path, help="folder of what the mailbox received")
    parser.add_argument(
        "--age-max-s", type=float, default=AGE_MAX_S, help="from a barrier to its mail at most"
    )
    parser.add_argument("--json", action="store_true", help="figures in minor units, as JSON")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the summary; return 0 when all agrees, 1 when not, 2 when it cannot be told."""
    given = _arguments().parse_args(arguments)
    try:
        truth = read_truth(given.truth) if given.truth else None
        mails = read_mails(given.mailbox) if given.mailbox else None
        facts, asked, is_chasing = asyncio.run(Log(given.kafka).everything())
    except (TruthUnreadable, MailUnreadable, LogUnreadable, KafkaError) as failure:
        sys.stderr.write(f"{failure}\n")
        return CANNOT
    summary = summarised(facts, given.tenant, truth, day_by_day=given.day_by_day)
    evidence = Evidence(facts, asked, mails, truth, given.day_by_day, given.age_max_s)
    chase = chased(evidence, given.tenant) if is_chasing else None
    agrees = summary.agrees and (chase is None or chase.agrees)
    if given.json:
        document = {**summary.document(), "agrees": agrees}
        said = json.dumps({**document, "chase": chase and chase.document()}, indent=2)
    else:
        said = "\n".join([as_text(summary), *([chase_text(chase)] if chase else [])])
    sys.stdout.write(said + "\n")
    return AGREES if agrees else DIFFERS


if __name__ == "__main__":
    sys.exit(main())
