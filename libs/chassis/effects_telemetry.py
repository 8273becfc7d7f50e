"""What is measured of what leaves the house."""

from collections.abc import Mapping
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from libs.events.effects.effect import Result, Sent
from libs.events.progress.rounds import ROUNDS_MAX

BARRIER_SECONDS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class EffectGauges:
    """The metrics of a process's dispatcher; names are declared here and nowhere else.

    How many were withdrawn, sent or uncertain in all, also without this dispatcher, is in
    `relance_events_recorded` by the type of the event.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        def named(kind: type, name: str, says: str, *labels: str, **rest: Any) -> Any:
            return kind(
                f"relance_{name}", says, labelnames=("kind", *labels), registry=registry, **rest
            )

        self._waiting = named(Gauge, "effects_waiting", "To prepare, to send, or started")
        self._barrier = named(
            Histogram,
            "barrier_seconds",
            "Barriers waited for, by what became of them",
            "outcome",
            buckets=BARRIER_SECONDS,
        )
        self._rounds = named(
            Histogram,
            "barrier_rounds",
            "Rounds that a listed service took",
            "service",
            buckets=range(1, ROUNDS_MAX + 1),
        )
        self._held = named(Counter, "effects_held", "Attempts that found a shut barrier", "cause")
        self._started = named(Counter, "effects_started", "Starts decided for this process")
        self._not_started = named(
            Counter, "effects_not_started", "Starts that were withdrawn or refused"
        )
        self._reported = named(Counter, "effects_reported", "Attempts by their result", "result")
        self._repeated = named(
            Counter, "effects_repeated", "Sent after an attempt that may have been sent too"
        )
        self._uncertain = named(
            Counter, "effects_uncertain", "Starts judged because their process was gone"
        )

    def waits(self, kind: str, count: int) -> None:
        self._waiting.labels(kind).set(count)

    def barrier_had(self, kind: str, took_s: float, rounds: Mapping[str, int]) -> None:
        self._barrier.labels(kind, "had").observe(took_s)
        for service, count in rounds.items():
            self._rounds.labels(kind, service).observe(count)

    def barrier_missed(self, kind: str, cause: str, took_s: float) -> None:
        self._barrier.labels(kind, cause).observe(took_s)

    def held(self, kind: str, cause: str, count: int) -> None:
        self._held.labels(kind, cause).inc(count)

    def started(self, kind: str) -> None:
        self._started.labels(kind).inc()

    def not_started(self, kind: str) -> None:
        self._not_started.labels(kind).inc()

    def reported(self, kind: str, result: Result, *, repeated: bool) -> None:
        self._reported.labels(kind, type(result).__name__.lower()).inc()
        if repeated and isinstance(result, Sent):
            self._repeated.labels(kind).inc()

    def judged(self, kind: str) -> None:
        self._uncertain.labels(kind).inc()
