"""From a command over HTTP to its answer, one at a time: row `answer`."""

from collections.abc import Sequence
from time import perf_counter
from typing import Final

import httpx

from bench.laptop import ZONE, platform
from bench.measuring import quantile
from bench.table import Row
from libs.cli.session import Session

WARM_UP: Final = 50
COMMANDS: Final = 500
P50_MS: Final = 15.0
P99_MS: Final = 30.0


def taken_ms(session: Session, commands: int) -> Sequence[float]:
    """Creditors registered one after the other, each from its request to its decided answer."""
    headers = {"Authorization": f"Bearer {session.token()}"}
    url = f"{session.url('ingestion')}/v1/creditors"
    taken = []
    with httpx.Client(headers=headers, trust_env=False, timeout=30) as http:
        for number in range(WARM_UP + commands):
            sent = {
                "name": f"Creditor {number}",
                "country": "BE",
                "zone": ZONE,
                "feed": "none",
            }
            began_s = perf_counter()
            answer = http.post(url, json=sent)
            taken.append((perf_counter() - began_s) * 1_000)
            assert answer.status_code == 201, answer.text
    return taken[WARM_UP:]


def rows() -> list[Row]:
    with platform() as session:
        taken = taken_ms(session, COMMANDS)
    p50, p99 = quantile(taken, 0.5), quantile(taken, 0.99)
    return [
        Row(
            "command to answer through HTTP, one at a time, p50 / p99",
            f"{p50:.1f} / {p99:.1f} ms ({len(taken)} commands)",
            f"< {P50_MS:.0f} / < {P99_MS:.0f} ms",
            p50 < P50_MS and p99 < P99_MS,
        )
    ]
