"""Webhooks over HTTP: signed, posted to a real server, and what its answers lead to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest

from agency.receiving import receiver
from deploy.local.ports import free_ports
from libs.events.effects.effect import Content, Effect, Failed, FailedForNow, Result, Sent, Start
from services.handoff.adapters.posting import Posting, body_of, signing_numbers
from services.handoff.api.agencies import number_now
from services.handoff.domain.dispatching import what_of
from services.handoff.domain.secrets import secret_of
from services.handoff.tests.building import AGENCY, IDS, TENANT
from services.handoff.views.reading import Placements

ENTRY = {
    "number": 7,
    "kind": "promise_made",
    "at": "2026-04-01T10:00:00+00:00",
    "placement": "placement-1",
    "facts": {"amount": "40.00 EUR"},
}
EFFECT = Effect(tenant=TENANT, what=what_of(AGENCY, 7))


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(status: int) -> ThreadingHTTPServer:
    """A server that always answers this."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server looks for
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Door)


async def posted(url: str, **agency: Any) -> Result:
    posting = Posting(cast(Placements, None), IDS, timeout_s=5.0)
    known = {"agency": AGENCY, "webhook_url": url, **agency}
    start = Start(1, "me", "", {}, Content("", (known, ENTRY)))
    return await posting.perform(EFFECT, start, 5.0)


async def test_an_agency_takes_what_is_signed_with_its_secret() -> None:
    came: list[bytes] = []
    with served(receiver(0, secret_of(IDS, TENANT, AGENCY, 1), came.append)) as url:
        assert isinstance(await posted(url), Sent)
        assert isinstance(await posted(url), Sent)
    assert len(came) == 1, "the same entry twice is one"
    assert b'"type":"promise_made"' in came[0]


async def test_after_a_rotation_both_secrets_sign_for_a_while() -> None:
    came: list[bytes] = []
    rotated = {"secret_number": 2, "before_until": "2100-01-01T00:00:00+00:00"}
    for number in (1, 2):
        with served(receiver(0, secret_of(IDS, TENANT, AGENCY, number), came.append)) as url:
            assert isinstance(await posted(url, **rotated), Sent)
    over = {**rotated, "before_until": "2026-01-01T00:00:00+00:00"}
    with served(receiver(0, secret_of(IDS, TENANT, AGENCY, 1), came.append)) as url:
        assert await posted(url, **over) == FailedForNow("answered 401", "", "401")
    assert signing_numbers(over, datetime(2025, 12, 31, tzinfo=UTC)) == (2, 1)


def test_the_secret_that_is_shown_is_the_one_that_signs() -> None:
    now = datetime(2026, 4, 1, tzinfo=UTC)
    for agency, number in (({}, 1), ({"secret_number": 2, "before_until": ""}, 2)):
        assert number_now(agency) == signing_numbers(agency, now)[0] == number


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (410, Failed("gone", "410")),
        (404, FailedForNow("answered 404", "", "404")),
        (503, FailedForNow("answered 503", "", "503")),
        (302, FailedForNow("answered 302", "", "302")),  # followed nowhere
    ],
)
async def test_what_a_server_answers_is_what_becomes_of_it(status: int, result: Result) -> None:
    with served(answering(status)) as url:
        assert await posted(url) == result


async def test_a_server_whose_answer_has_no_end_has_taken_it() -> None:
    """Its status says so, and the connection is let go of."""
    let_go = threading.Event()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server looks for
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b"x" * 65_536)
            let_go.set()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    async with asyncio.timeout(10):
        with served(ThreadingHTTPServer(("127.0.0.1", 0), Door)) as url:
            result = await posted(url)
            assert await asyncio.to_thread(let_go.wait, 5)
    assert isinstance(result, Sent)


async def test_a_server_that_is_away_is_tried_again() -> None:
    (port,) = free_ports(1)
    assert isinstance(await posted(f"http://127.0.0.1:{port}/"), FailedForNow)
    assert isinstance(await posted("http://[/"), FailedForNow)


def test_the_body_has_the_form_of_standard_webhooks() -> None:
    assert body_of(ENTRY) == {
        "type": "promise_made",
        "timestamp": "2026-04-01T10:00:00+00:00",
        "data": {
            "number": 7,
            "placement": "placement-1",
            "facts": {"amount": "40.00 EUR"},
        },
    }
