"""Where webhooks come in: verified, told once, answered at once."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agency.signatures import NotGenuine, Seen, verify

BODY_MAX = 65_536
OnNews = Callable[[bytes], None]


def receiver(port: int, secret: str, on_news: OnNews) -> ThreadingHTTPServer:
    """A server on the loopback that is not started yet; port 0: any free one."""
    seen = Seen()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server looks for
            length = int(self.headers.get("Content-Length", "0"))
            if length > BODY_MAX:
                self._answer(413)
                return
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                name = verify(secret, headers, body, time.time())
            except NotGenuine:
                self._answer(401)
                return
            if seen.is_new(name):
                on_news(body)
            # Also when it came before: whoever is told 2xx tells it no more.
            self._answer(204)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing: who calls is no news."""

    return ThreadingHTTPServer(("127.0.0.1", port), Door)
