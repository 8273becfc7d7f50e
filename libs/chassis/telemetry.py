"""Logs and metrics: past-tense events with ids, counted and timed under one set of names."""

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from libs.events.contracts.runtime import RUNTIME_EVENTS, type_name_of
from libs.events.contracts.topology import ServiceTopics

BATCH_SECONDS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
BATCH_MESSAGES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
LONG_SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


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


def types_of(topics: ServiceTopics) -> list[str]:
    """The types of all that a service may record, the runtime's own among them."""
    return [type_name_of(event, topics.name) for event in (*topics.events, *RUNTIME_EVENTS)]


class Gauges:
    """The metrics of one process; names are declared here and nowhere else.

    Tenants are no labels: there are as many as there are. What is of one partition carries its
    number, for a partition that stands still shows in no sum.
    """

    def __init__(self, service: str, types: Iterable[str] = ()) -> None:
        """`types`: of the events that it may record; each is counted from 0 on."""
        # Else every other series tells when one began, which nobody asks.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self.service = service
        ProcessCollector(registry=self.registry)
        self._by_partition()
        self._by_process()
        self._recorded = self._made(
            Counter, "relance_events_recorded", "Events committed, by type", "type"
        )
        for name in types:
            self._recorded.labels(name)

    def _by_partition(self) -> None:
        made, each = self._made, "partition"
        self._lag = made(Gauge, "relance_lag_messages", "Inputs not decided yet", each)
        self._bulk_lag = made(
            Gauge, "relance_bulk_lag_messages", "Inputs in bulk not decided yet", each
        )
        self._owned = made(Gauge, "relance_partition_owned", "1 while owned here", each)
        self._takeovers = made(Counter, "relance_takeovers", "Takeovers since start", each)
        self._parked = made(Gauge, "relance_parked_keys", "Keys that wait because of a bug", each)
        self._decided = made(Counter, "relance_messages_decided", "Inputs decided", each)
        self._batch = made(
            Histogram, "relance_batch_seconds", "Load, decide, write and fold", each, BATCH_SECONDS
        )
        self._held_back = made(
            Gauge,
            "relance_held_back_seconds",
            "How long an open transaction has kept inputs from being read",
            each,
        )

    def _by_process(self) -> None:
        made, none = self._made, ""
        self._sizes = made(
            Histogram, "relance_batch_messages", "Inputs a batch", none, BATCH_MESSAGES
        )
        self._transaction = made(
            Histogram,
            "relance_transaction_seconds",
            "From the beginning of a transaction to the broker's word that it is decided",
            none,
            BATCH_SECONDS,
        )
        self._fold = made(
            Histogram, "relance_fold_seconds", "Storing what was committed", none, BATCH_SECONDS
        )
        self._cut = made(
            Histogram,
            "relance_cut_seconds",
            "From the taking of a cut until every partition had folded up to it",
            none,
            BATCH_SECONDS,
        )
        self._takeover = made(
            Histogram, "relance_takeover_seconds", "From fencing to reading", none, LONG_SECONDS
        )
        self._failed = made(
            Counter, "relance_partition_failures", "Owners that began anew, by error", "error"
        )
        self._keyring = made(
            Counter, "relance_keyring_failures", "Keys that could not be had, by reason", "reason"
        )

    def _made(
        self,
        kind: Callable[..., Any],
        name: str,
        says: str,
        label: str,
        buckets: Sequence[float] | None = None,
    ) -> Any:
        shape: dict[str, Any] = {} if buckets is None else {"buckets": buckets}
        return kind(
            name, says, labelnames=(label,) if label else (), registry=self.registry, **shape
        )

    def lag(self, partition: int, messages: int) -> None:
        self._lag.labels(partition).set(messages)

    def bulk_lag(self, partition: int, messages: int) -> None:
        self._bulk_lag.labels(partition).set(messages)

    def owned(self, partition: int, *, here: bool) -> None:
        self._owned.labels(partition).set(int(here))
        if not here:  # what waits there is its next owner's to tell
            for gauge in (self._lag, self._bulk_lag, self._held_back):
                gauge.remove(partition)

    def took_over(self, partition: int, seconds: float) -> None:
        self._takeovers.labels(partition).inc()
        self._takeover.observe(seconds)

    def failed(self, error: str) -> None:
        self._failed.labels(error).inc()

    def parked(self, partition: int, keys: int) -> None:
        self._parked.labels(partition).set(keys)

    def decided(self, partition: int, messages: int, seconds: float) -> None:
        self._decided.labels(partition).inc(messages)
        self._batch.labels(partition).observe(seconds)
        self._sizes.observe(messages)

    def committed(self, seconds: float) -> None:
        self._transaction.observe(seconds)

    def folded(self, seconds: float) -> None:
        self._fold.observe(seconds)

    def cut_passed(self, seconds: float) -> None:
        self._cut.observe(seconds)

    def held_back(self, partition: int, seconds: float) -> None:
        self._held_back.labels(partition).set(seconds)

    def recorded(self, event: str, count: int) -> None:
        self._recorded.labels(event).inc(count)

    def keyring_failed(self, reason: str) -> None:
        """`missing`, `mistaken` or `unreachable`."""
        self._keyring.labels(reason).inc()

    def text(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self.registry)
