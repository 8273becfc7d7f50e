"""The end of an agency's month: what its cases brought is reported, remitted in one transfer.

python -m agency.settling --relance URL --token-file FILE --on 2026-04-07 --reference REM-2026-04
"""

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from agency.calling import Refused, Relance
from agency.working import Caseworker

LIMIT_S = 60.0
ASK_AGAIN_S = 0.2


class SeveralCreditors(Exception):
    """A transfer is to one of them."""


def settle(worker: Caseworker, reference: str, creditor: str = "") -> dict[str, Any]:
    """What is to be transferred to a creditor, and for how many cases; nothing recovered: no
    transfer. `creditor` may be left out where all cases are of one. Raises SeveralCreditors.

    A case whose debtor and creditor agreed something goes on; the others are closed. Run again
    after it was interrupted it goes on where it was.
    """
    agreed = worker.agreed()
    ending = [case for case in worker.cases() if case["placement"] not in agreed]
    creditor = creditor or _only({case["creditor"] for case in ending})
    closed = [case["placement"] for case in ending if case["creditor"] == creditor]
    reported = [one for placement in closed if (one := worker.recover(placement))]
    # What an earlier run has reported is open of no case any more, and is owed all the same.
    recovered = list(dict.fromkeys([*reported, *worker.unremitted(creditor)]))
    said = _remitted(worker, creditor, recovered, reference) if recovered else {"net": ""}
    for placement in closed:
        worker.close(placement)
    return {
        "reference": reference,
        "net": said["net"],
        "recoveries": len(recovered),
        "closed": len(closed),
    }


def _only(creditors: set[str]) -> str:
    if len(creditors) > 1:
        raise SeveralCreditors(f"settle one at a time, --creditor: {', '.join(sorted(creditors))}")
    return next(iter(creditors), "")


def _remitted(
    worker: Caseworker, creditor: str, recoveries: list[str], reference: str
) -> dict[str, Any]:
    """A recovery that was just reported may be unknown as a debt for a moment."""
    ends_s = time.monotonic() + LIMIT_S
    while True:
        try:
            return worker.remit(creditor, recoveries, reference)
        except Refused as refused:
            if refused.rule != "recovery_unknown" or time.monotonic() > ends_s:
                raise
            time.sleep(ASK_AGAIN_S)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m agency.settling", description=__doc__)
    parser.add_argument("--relance", required=True, help="address of Relance's handoff service")
    parser.add_argument("--token-file", required=True, type=Path)
    parser.add_argument("--on", required=True, type=date.fromisoformat, help="the day of it")
    parser.add_argument("--reference", required=True, help="what the transfer's text says")
    parser.add_argument("--creditor", default="", help="whose cases; all are of one: left out")
    asked = parser.parse_args()
    token = asked.token_file.read_text("utf-8").strip()
    worker = Caseworker(Relance(asked.relance, token), asked.on)
    try:
        said = settle(worker, asked.reference, asked.creditor)
    except SeveralCreditors as several:
        sys.exit(str(several))
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
