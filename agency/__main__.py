"""`python -m agency --relance URL --token-file FILE --secret-file FILE`: a sandbox agency.

It listens for webhooks, accepts every case that it is offered, and reports two actions of each.
"""

import argparse
import json
import sys
import threading
import time
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from agency.calling import ASK_AGAIN_S, NOT_YET, Refused, Relance
from agency.receiving import receiver
from agency.working import Caseworker

TRIES_MAX = 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m agency", description=__doc__)
    parser.add_argument("--relance", required=True, help="address of Relance's handoff service")
    parser.add_argument("--token-file", required=True, type=Path)
    parser.add_argument("--secret-file", required=True, type=Path)
    parser.add_argument("--port", type=int, default=8190)
    asked = parser.parse_args()
    token, secret = (
        file.read_text("utf-8").strip() for file in (asked.token_file, asked.secret_file)
    )
    news: SimpleQueue[bytes] = SimpleQueue()
    relance = Relance(asked.relance, token)
    threading.Thread(target=_work_on, args=(news, relance), daemon=True).start()
    # A webhook is answered at once: whoever works first is called again meanwhile.
    with receiver(asked.port, secret, news.put) as server:
        _say(f"listening on port {server.server_port}")
        server.serve_forever()


def _work_on(news: SimpleQueue[bytes], relance: Relance) -> None:
    while True:
        entry = json.loads(news.get())
        placement = entry["data"]["placement"]
        _say(f"{entry['type']} {placement}")
        if entry["type"] == "placement_offered":
            try:
                _take_on(relance, placement)
            except Refused as refused:
                _say(f"{placement}: {refused}")


def _take_on(relance: Relance, placement: str) -> None:
    """Dated by the case, as the creditor's calendar has it. Raises Refused."""
    for tries_left in reversed(range(TRIES_MAX)):
        try:
            case = Caseworker(relance, date.min).case(placement)
            worker = Caseworker(relance, date.fromisoformat(case["offered_on"]))
            worker.accept(placement)
            worker.act(placement)
            return
        except Refused as refused:
            if refused.status not in NOT_YET or not tries_left:
                raise
            time.sleep(ASK_AGAIN_S)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
