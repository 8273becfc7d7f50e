"""From a command over HTTP to its answer, one at a time: row `answer`."""

from collections.abc import Sequence
from time import perf_counter
from typing import Final

import httpx
import uvloop

from bench.bulk_desk import Desk
from bench.laptop import platform
from bench.measuring import quantile
from bench.table import Row
from libs.cli.session import Session
from tests.e2e.builders.parties import a_debtor

WARM_UP: Final = 50
COMMANDS: Final = 500
P50_MS: Final = 15.0
P99_MS: Final = 30.0
TENANT: Final = "answered"


async def registered() -> str:
    """Id of a debtor with one invoice; its case is there."""
    async with Desk(TENANT) as desk:
        owed = await desk.owed(
            desk.papers.invoice("A-1", "48.00", a_debtor("answered", "Antwoord BV"))
        )
        return str(owed["debtor"])


def taken_ms(session: Session, debtor: str, commands: int) -> Sequence[float]:
    """Notes on one debtor one after the other, each from its request to its decided answer.

    A note waits for its own decision alone. (Who registers a creditor is answered when the list
    shows it, which is the time of a view.)
    """
    headers = {"Authorization": f"Bearer {session.token()}"}
    url = f"{session.url('dunning')}/v1/notes"
    taken = []
    with httpx.Client(headers=headers, trust_env=False, timeout=30) as http:
        for number in range(WARM_UP + commands):
            sent = {"debtor": debtor, "text": f"Note {number}."}
            began_s = perf_counter()
            answer = http.post(url, json=sent)
            taken.append((perf_counter() - began_s) * 1_000)
            assert answer.status_code == 201, answer.text
    return taken[WARM_UP:]


def rows() -> list[Row]:
    with platform() as session:
        debtor = uvloop.run(registered())
        taken = taken_ms(Session(home=session.home, tenant=TENANT), debtor, COMMANDS)
    p50, p99 = quantile(taken, 0.5), quantile(taken, 0.99)
    return [
        Row(
            "command to answer through HTTP, one at a time, p50 / p99",
            f"{p50:.1f} / {p99:.1f} ms ({len(taken)} commands)",
            f"< {P50_MS:.0f} / < {P99_MS:.0f} ms",
            p50 < P50_MS and p99 < P99_MS,
        )
    ]
