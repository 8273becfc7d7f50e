"""Where steps of traces are told: over OTLP/HTTP, when the environment names an endpoint."""

import asyncio
import os
import re
import threading
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Final

from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from libs.events.loop.tracing import Kind, Step, now_ns

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""OpenTelemetry's own: with neither of them set nothing is made or exported."""
DISABLED: Final = "OTEL_SDK_DISABLED"
FLUSH_LIMIT_S: Final = 2.0
SAMPLED: Final = "01"

_CONTEXT: Final = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_KINDS: Final[Mapping[Kind, SpanKind]] = {
    "server": SpanKind.SERVER,
    "internal": SpanKind.INTERNAL,
    "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}

CURRENT: Final[ContextVar[str]] = ContextVar("trace", default="")
"""The context of the request under way; empty: nobody follows it."""


def spans_of(service: str, environment: Mapping[str, str] = os.environ) -> "Spans | None":
    """None unless the environment names where to export spans to."""
    is_off = environment.get(DISABLED, "").lower() == "true"
    if is_off or not any(environment.get(name) for name in ENDPOINTS):
        return None
    # Not at the top: whoever exports nothing need not load what exports.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return Spans(service, OTLPSpanExporter())


def is_context(text: str) -> bool:
    """Whether it is a `traceparent` that a step can be below of."""
    return _CONTEXT.fullmatch(text) is not None


class Spans:
    """Steps as spans. Each is made when it is over, under the ids that it had from the start.

    Sampling, batching, resource and headers are set by OpenTelemetry's environment variables.
    """

    def __init__(self, service: str, exporter: SpanExporter) -> None:
        self._ids = _GivenIds()
        self._provider = TracerProvider(
            id_generator=self._ids,
            resource=Resource.create({SERVICE_NAME: f"relance-{service}"}),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("relance")
        self._random = RandomIdGenerator()

    @property
    def is_on(self) -> bool:
        return True

    def below(self, trace: str) -> str:
        if not is_context(trace) or not int(trace[-2:], 16) & TraceFlags.SAMPLED:
            return trace
        return f"{trace[:36]}{self._random.generate_span_id():016x}{trace[52:]}"

    def first(self) -> str:
        """The context of a step that nobody's led to; empty when it is not sampled."""
        trace_id = self._random.generate_trace_id()
        verdict = self._provider.sampler.should_sample(None, trace_id, "request")
        if verdict.decision is not Decision.RECORD_AND_SAMPLE:
            return ""
        return f"00-{trace_id:032x}-{self._random.generate_span_id():016x}-{SAMPLED}"

    def ended(self, step: Step) -> None:
        if not is_context(step.trace):
            return
        self._ids.given = _context(step.trace)
        span = self._tracer.start_span(
            step.name,
            context=_below(step.parent),
            kind=_KINDS[step.kind],
            attributes=step.attributes,
            links=[Link(_context(one)) for one in step.links if is_context(one)],
            start_time=step.began_ns,
        )
        if step.error:
            span.set_status(Status(StatusCode.ERROR, step.error))
        span.end(step.ended_ns or now_ns())

    async def close(self) -> None:
        """Export what is left; what takes longer than the limit is lost."""
        flushing = threading.Thread(target=self._provider.shutdown, name="traces", daemon=True)
        flushing.start()
        await asyncio.to_thread(flushing.join, FLUSH_LIMIT_S)


class _GivenIds(IdGenerator):
    """The ids of the step that is told; a span is made at its end, on one thread."""

    given: SpanContext

    def generate_span_id(self) -> int:
        return self.given.span_id

    def generate_trace_id(self) -> int:
        return self.given.trace_id


def _context(trace: str) -> SpanContext:
    return SpanContext(
        trace_id=int(trace[3:35], 16),
        span_id=int(trace[36:52], 16),
        is_remote=True,
        trace_flags=TraceFlags(int(trace[53:], 16)),
    )


def _below(parent: str) -> Context:
    if not is_context(parent):
        return Context()
    return set_span_in_context(NonRecordingSpan(_context(parent)), Context())
