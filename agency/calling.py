"""Relance's agency API, as an agency calls it."""

import json
import urllib.error
import urllib.request
from typing import Any

TIMEOUT_S = 30.0


class Refused(Exception):
    """Relance answered with a problem; `rule` names it."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.rule = status, str(problem.get("rule", ""))
        super().__init__(f"{status} {self.rule}: {problem.get('detail', '')}")


class Relance:
    """One agency's door: every call carries its token."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(self, path: str) -> Any:
        return json.loads(self.get_raw(path))

    def get_raw(self, path: str) -> bytes:
        return self._ask(urllib.request.Request(self._url + path))

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:
        """`key`: the same key with the same body is answered as the first time."""
        request = urllib.request.Request(self._url + path, json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        return json.loads(self._ask(request))

    def _ask(self, request: urllib.request.Request) -> bytes:
        """Raises Refused."""
        request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                raw: bytes = answer.read()
                return raw
        except urllib.error.HTTPError as problem:
            raise Refused(problem.code, _read(problem.read())) from problem


def _read(raw: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(raw)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
