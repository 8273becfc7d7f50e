"""A server that stands for a platform: it says what a test lets it say, and keeps what it heard."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from deploy.local.ports import free_ports

Said = tuple[int, Any]


@dataclass(slots=True)
class Server:
    """Gives each path its answers in turn, the last one for ever."""

    port: int
    answers: dict[str, list[Said]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, path: str, document: Any, status: int = 200) -> None:
        """What a path answers from now on; text is sent as it is, all else as JSON."""
        self.answers[path] = [(status, document)]

    def sent(self, path: str) -> Any:
        """The JSON of the last request to a path that had one."""
        bodies = [body for _, asked, _, body in self.asked if asked == path and body]
        return json.loads(bodies[-1])


def problem(status: int, rule: str, **more: Any) -> Said:
    return status, {"rule": rule, "detail": f"it is {rule}", **more}


@contextmanager
def serving() -> Iterator[Server]:
    """A server on a free port of loopback."""
    (port,) = free_ports(1)
    said = Server(port)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said.asked.append((self.command, self.path, dict(self.headers), body))
            answers = said.answers.get(self.path) or [problem(404, "not_found")]
            status, document = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            self.end_headers()
            text = document if isinstance(document, str) else json.dumps(document)
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Nothing on stderr."""

    running = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield said
    finally:
        running.shutdown()
        running.server_close()
