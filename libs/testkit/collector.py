"""A collector of traces on loopback: takes what services export over OTLP/HTTP, and keeps it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Told

from deploy.local.ports import LOOPBACK

TRACES = "/v1/traces"
MEDIA_TYPE = "application/x-protobuf"


@dataclass(frozen=True, slots=True)
class Span:
    """A span as it was received; ids in hex, as `traceparent` has them."""

    service: str
    name: str
    kind: str
    """`server`, `internal`, `client`, `producer` or `consumer`."""
    trace: str
    id: str
    parent: str
    """Empty: it has none."""
    links: tuple[str, ...]
    """Traces that it is linked to."""
    attributes: Mapping[str, Any]
    lasted_ns: int
    error: str


class Collector:
    """What has been received so far."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://{LOOPBACK}:{port}"
        self._lock = Lock()
        self._bodies: list[bytes] = []

    def take(self, body: bytes) -> None:
        """Raises DecodeError when it is no request of OTLP."""
        ExportTraceServiceRequest.FromString(body)
        with self._lock:
            self._bodies.append(body)

    @property
    def raw(self) -> bytes:
        """All bytes that came in, one body after the other."""
        with self._lock:
            return b"".join(self._bodies)

    def of(self, trace: str) -> list[Span]:
        """The spans of a trace, in the order in which they came."""
        with self._lock:
            bodies = list(self._bodies)
        return [span for body in bodies for span in _spans(body) if span.trace == trace]


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on a port of its own, until the block ends."""
    server = ThreadingHTTPServer((LOOPBACK, 0), _Handler)
    server.daemon_threads = True
    server.collector = collector = Collector(server.server_port)  # type: ignore[attr-defined]
    serving = Thread(target=server.serve_forever, name="collector", daemon=True)
    serving.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != TRACES or self.headers["Content-Type"] != MEDIA_TYPE:
            self.send_error(404)
            return
        self.server.collector.take(body)  # type: ignore[attr-defined]
        answer = ExportTraceServiceResponse().SerializeToString()
        self.send_response(200)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Not beside what pytest says."""


def _spans(body: bytes) -> Iterator[Span]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        service = _attributes(resource.resource.attributes)["service.name"]
        for scope in resource.scope_spans:
            for told in scope.spans:
                yield _span(service, told)


def _span(service: str, told: Told) -> Span:
    return Span(
        service=service,
        name=told.name,
        kind=Told.SpanKind.Name(told.kind).removeprefix("SPAN_KIND_").lower(),
        trace=told.trace_id.hex(),
        id=told.span_id.hex(),
        parent=told.parent_span_id.hex(),
        links=tuple(link.trace_id.hex() for link in told.links),
        attributes=_attributes(told.attributes),
        lasted_ns=told.end_time_unix_nano - told.start_time_unix_nano,
        error=told.status.message,
    )


def _attributes(pairs: Sequence[Any]) -> dict[str, Any]:
    return {
        pair.key: getattr(pair.value, pair.value.WhichOneof("value") or "string_value")
        for pair in pairs
    }
