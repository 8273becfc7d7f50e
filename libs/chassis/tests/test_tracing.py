"""Steps leave as spans over OTLP when an endpoint is named; else nothing is made."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request

from deploy.local.ports import LOOPBACK, free_ports
from libs.chassis.http_tracing import TracedRequests
from libs.chassis.tracing import CURRENT, FLUSH_LIMIT_S, Spans, is_context, spans_of
from libs.events.loop.tracing import Step, now_ns
from libs.testkit.collector import Collector, Span, collecting

TRACE, CALLER = "a1" * 16, "b2" * 8
PARENT = f"00-{TRACE}-{CALLER}-01"
UNSAMPLED = f"00-{TRACE}-{CALLER}-00"


@pytest.fixture(name="collector")
def _collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint)
        monkeypatch.setenv("NO_PROXY", LOOPBACK)
        yield collector


@pytest.fixture(name="spans")
async def _spans(collector: Collector) -> AsyncIterator[Spans]:
    spans = spans_of("greetings")
    assert spans is not None
    yield spans
    await spans.close()


def an_app() -> FastAPI:
    app = FastAPI()

    @app.get("/v1/greetings/{greeting}")
    async def greet(greeting: str) -> str:
        return CURRENT.get()

    @app.get("/v1/failures")
    async def fail(_: Request) -> None:
        raise RuntimeError("Mieke Jansen owes 48.00")

    @app.get("/healthz")
    async def health() -> str:
        return CURRENT.get()

    return app


async def asked(spans: Spans, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(TracedRequests(an_app(), spans), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return await client.get(path, headers=headers)


async def told(spans: Spans, collector: Collector, trace: str) -> list[Span]:
    await spans.close()
    return collector.of(trace)


async def test_a_request_is_a_step_below_its_callers_named_by_its_route(
    spans: Spans, collector: Collector
) -> None:
    answer = await asked(spans, "/v1/greetings/mieke?name=jansen", traceparent=PARENT)

    (span,) = await told(spans, collector, TRACE)
    assert (span.service, span.name) == ("relance-greetings", "GET /v1/greetings/{greeting}")
    assert (span.kind, span.parent) == ("server", CALLER)
    assert answer.json() == f"00-{TRACE}-{span.id}-01"
    assert dict(span.attributes) == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "http.route": "/v1/greetings/{greeting}",
        "url.scheme": "http",
    }
    assert b"mieke" not in collector.raw
    assert b"jansen" not in collector.raw


async def test_a_request_of_nobody_is_the_first_step_of_a_new_trace(
    spans: Spans, collector: Collector
) -> None:
    answer = await asked(spans, "/v1/greetings/hello")

    assert is_context(answer.json())
    (span,) = await told(spans, collector, answer.json()[3:35])
    assert span.parent == ""


async def test_a_crash_is_an_error_without_its_text(spans: Spans, collector: Collector) -> None:
    await asked(spans, "/v1/failures", traceparent=PARENT)

    (span,) = await told(spans, collector, TRACE)
    assert (span.error, span.attributes["http.response.status_code"]) == ("500", 500)
    assert b"Mieke" not in collector.raw


@pytest.mark.parametrize(
    "header",
    [
        "",
        "00-" + "0" * 32 + "-" + CALLER + "-01",  # no trace
        f"00-{TRACE}-{'0' * 16}-01",  # no step
        f"00-{TRACE.upper()}-{CALLER}-01",
        f"00-{TRACE}-{CALLER}-01-more",
        "x" * 5_000,
    ],
)
async def test_what_is_no_context_is_passed_over(spans: Spans, header: str) -> None:
    answer = await asked(spans, "/v1/greetings/hello", traceparent=header)

    assert is_context(answer.json())
    assert TRACE not in answer.json()


async def test_a_caller_who_is_not_sampled_is_passed_on_and_not_told(
    spans: Spans, collector: Collector
) -> None:
    answer = await asked(spans, "/v1/greetings/hello", traceparent=UNSAMPLED)

    assert answer.json() == UNSAMPLED
    assert await told(spans, collector, TRACE) == []


async def test_health_is_no_step(spans: Spans, collector: Collector) -> None:
    answer = await asked(spans, "/healthz", traceparent=PARENT)

    assert answer.json() == ""
    assert await told(spans, collector, TRACE) == []


async def test_a_step_keeps_the_ids_and_times_that_it_had(
    spans: Spans, collector: Collector
) -> None:
    trace, began_ns = spans.below(PARENT), now_ns() - 5_000_000_000
    other = "00-" + "c3" * 16 + "-" + "d4" * 8 + "-01"
    spans.ended(
        Step("process a", "consumer", trace, PARENT, began_ns, {"relance.depth": 2}, (other,), "no")
    )

    (span,) = await told(spans, collector, TRACE)
    assert (span.id, span.parent, span.kind) == (trace[36:52], CALLER, "consumer")
    assert (span.links, span.error) == (("c3" * 16,), "no")
    assert span.attributes["relance.depth"] == 2
    assert 5_000_000_000 <= span.lasted_ns < 15_000_000_000


async def test_a_sampler_that_says_no_follows_nobody(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always_off")
    spans = spans_of("greetings")
    assert spans is not None

    assert (await asked(spans, "/v1/greetings/hello")).json() == ""
    await asked(spans, "/v1/greetings/hello", traceparent=PARENT)
    assert len(await told(spans, collector, TRACE)) == 1


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"},
    ],
)
def test_without_an_endpoint_there_are_no_spans(environment: dict[str, str]) -> None:
    assert spans_of("greetings", environment) is None


async def test_an_end_does_not_wait_for_a_collector_that_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{LOOPBACK}:{port}")
    monkeypatch.setenv("NO_PROXY", LOOPBACK)
    spans = spans_of("greetings")
    assert spans is not None
    spans.ended(Step("a", "internal", spans.below(PARENT), PARENT, now_ns()))

    began_s = time.monotonic()
    async with asyncio.timeout(FLUSH_LIMIT_S * 5):
        await spans.close()
    assert time.monotonic() - began_s < FLUSH_LIMIT_S * 2
