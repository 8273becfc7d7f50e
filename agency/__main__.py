"""`python -m agency --relance URL --token-file FILE --secret-file FILE`: a sandbox agency.

It listens for webhooks, accepts every case that it is offered, and reports two actions of each.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from agency.calling import Refused, Relance
from agency.receiving import receiver
from agency.working import Caseworker


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
    worker = Caseworker(Relance(asked.relance, token), datetime.now(UTC).date())

    def on_news(body: bytes) -> None:
        news = json.loads(body)
        placement = news["data"]["placement"]
        sys.stdout.write(f"{news['type']} {placement}\n")
        sys.stdout.flush()
        if news["type"] == "placement_offered":
            try:
                worker.accept(placement)
                worker.act(placement)
            except Refused as refused:
                sys.stdout.write(f"{placement}: {refused}\n")

    with receiver(asked.port, secret, on_news) as server:
        sys.stdout.write(f"listening on port {server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
