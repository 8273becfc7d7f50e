"""Where the broker is, and how this environment names what it keeps there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

LOOK_AGAIN_MS: Final = 1_000
"""So often the client's own task of a consumer looks again although nothing woke it; by default
it does so five times a second, in each consumer of each process."""

Place = tuple[str, int]
"""A topic, and the number of one of its partitions."""


@dataclass(frozen=True, slots=True)
class Broker:
    """How to reach Kafka."""

    bootstrap: str
    """`host:port`, several with commas."""
    environment: str = "laptop"
    """Prefix of transactional ids and groups: two environments may share a broker."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further keyword arguments of every client: TLS and SASL."""

    @property
    def client(self) -> dict[str, Any]:
        """Keyword arguments that every client takes."""
        return {"bootstrap_servers": self.bootstrap, **self.options}

    @property
    def consumer(self) -> dict[str, Any]:
        """Keyword arguments that every consumer takes that stays as long as its process."""
        return {**self.client, "consumer_timeout_ms": LOOK_AGAIN_MS}
