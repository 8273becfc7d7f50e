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


def settle(worker: Caseworker, reference: str) -> dict[str, Any]:
    """What is to be transferred, and for how many cases; nothing recovered: no transfer.

    A case whose debtor and creditor agreed something goes on; the others are closed.
    """
    agreed, recovered, closed = worker.agreed(), [], []
    creditor = ""
    for case in worker.cases():
        if case["placement"] not in agreed:
            creditor = case["creditor"]
            closed.append(case["placement"])
            recovered += [one for one in [worker.recover(case["placement"])] if one]
    said = _remitted(worker, creditor, recovered, reference) if recovered else {"net": ""}
    for placement in closed:
        worker.close(placement)
    return {
        "reference": reference,
        "net": said["net"],
        "recoveries": len(recovered),
        "closed": len(closed),
    }


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
    asked = parser.parse_args()
    token = asked.token_file.read_text("utf-8").strip()
    worker = Caseworker(Relance(asked.relance, token), asked.on)
    sys.stdout.write(json.dumps(settle(worker, asked.reference)) + "\n")


if __name__ == "__main__":
    main()
