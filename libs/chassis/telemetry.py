"""Logs and metrics: past-tense events with ids, counted and timed under one set of names."""

import logging
import sys
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BATCH_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


def configure_logs(service: str, level: str) -> None:
    """One JSON line an event on stderr; ids only, never people, addresses or free text."""
    logging.basicConfig(stream=sys.stderr, level=level.upper(), format="%(message)s")
    for noisy in ("aiokafka", "uvicorn.access", "httpx", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


class Gauges:
    """The metrics of one process; names are declared here and nowhere else."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        names: Any = {"registry": self.registry, "labelnames": ("partition",)}
        self._lag = Gauge("relance_lag_messages", "Inputs not decided yet", **names)
        self._owned = Gauge("relance_partition_owned", "1 while owned here", **names)
        self._takeovers = Counter("relance_takeovers", "Takeovers since start", **names)
        self._parked = Gauge("relance_parked_keys", "Keys that wait because of a bug", **names)
        self._decided = Counter("relance_messages_decided", "Inputs decided", **names)
        self._batch = Histogram(
            "relance_batch_seconds", "Load, decide, write and fold", buckets=BATCH_SECONDS, **names
        )
        self._recorded = Counter(
            "relance_events_recorded",
            "Events committed, by type",
            labelnames=("type",),
            registry=self.registry,
        )
        self.service = service

    def lag(self, partition: int, messages: int) -> None:
        self._lag.labels(partition).set(messages)

    def owned(self, partition: int, *, here: bool) -> None:
        self._owned.labels(partition).set(int(here))

    def took_over(self, partition: int) -> None:
        self._takeovers.labels(partition).inc()

    def parked(self, partition: int, keys: int) -> None:
        self._parked.labels(partition).set(keys)

    def decided(self, partition: int, messages: int, seconds: float) -> None:
        self._decided.labels(partition).inc(messages)
        self._batch.labels(partition).observe(seconds)

    def recorded(self, event: str, count: int) -> None:
        self._recorded.labels(event).inc(count)

    def text(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self.registry)
