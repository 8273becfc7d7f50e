"""What a process says of itself over HTTP: whether it is ready, and how far it lags behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

ANSWER_LIMIT_S = 2.0
LAGS = ("relance_lag_messages{", "relance_bulk_lag_messages{")


@dataclass(frozen=True, slots=True)
class Readiness:
    """The answer of `/readyz`."""

    ready: bool
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """`waits for partitions` … as far as it says what it waits for."""
        if self.ready:
            return "is ready"
        facts = {name: value for name, value in self.facts.items() if name != "ready"}
        said = ", ".join(f"{name} {value}" for name, value in facts.items())
        return f"is not ready ({said or 'it does not answer'})"


async def ask_readiness(url: str) -> Readiness:
    """What the process at `url` says; not ready and no facts when it does not answer."""
    try:
        async with _caller() as http:
            answer = await http.get(f"{url}/readyz")
            return Readiness(answer.status_code == httpx.codes.OK, answer.json())
    except (httpx.HTTPError, ValueError):
        return Readiness(False)


async def ask_lag(url: str) -> int | None:
    """How many inputs the process at `url` has not decided; None when it does not answer."""
    try:
        async with _caller() as http:
            answer = await http.get(f"{url}/metrics")
    except httpx.HTTPError:
        return None
    return lag_of(answer.text) if answer.status_code == httpx.codes.OK else None


def _caller() -> httpx.AsyncClient:
    # Loopback without TLS: reading the certificates of the world takes longer than the question.
    return httpx.AsyncClient(timeout=ANSWER_LIMIT_S, trust_env=False, verify=False)


def lag_of(metrics: str) -> int:
    """The sum of the lags of all partitions, bulk among them, in Prometheus' text format."""
    lines = (line for line in metrics.splitlines() if line.startswith(LAGS))
    return sum(int(float(line.rpartition(" ")[2])) for line in lines)
