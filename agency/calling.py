"""Relance's agency API, as an agency calls it."""

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any

TIMEOUT_S = 30.0
ASK_AGAIN_S = 0.5
OUTCOME_LIMIT_S = 60.0
NOT_YET = frozenset({404, 429, 502, 503, 504})
"""Statuses of what may be there in a moment: what was just told takes one to be shown."""

UNREACHED = 503
"""What counts as the status where nobody answered: as that, it may be another in a moment."""


class Refused(Exception):
    """Relance answered with a problem, or not at all; `rule` names it."""

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
        answer = json.loads(self._ask(request))
        return self._outcome(answer["status_url"]) if "status_url" in answer else answer

    def _outcome(self, status_url: str) -> dict[str, Any]:
        """What became of a command that was not decided at once (202). Raises Refused."""
        ends_s = time.monotonic() + OUTCOME_LIMIT_S
        while True:
            try:
                said = self.get(status_url)
            except Refused as refused:
                if refused.status not in NOT_YET or time.monotonic() > ends_s:
                    raise
                time.sleep(ASK_AGAIN_S)
                continue
            fields: dict[str, Any] = said.get("fields", {})
            if said["outcome"] == "refused":
                raise Refused(409, {"rule": said["rule"], "detail": said.get("message", "")})
            return fields

    def _ask(self, request: urllib.request.Request) -> bytes:
        """Raises Refused."""
        request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                raw: bytes = answer.read()
                return raw
        except urllib.error.HTTPError as problem:
            raise Refused(problem.code, _read(problem.read())) from problem
        except (OSError, http.client.HTTPException) as away:
            raise Refused(UNREACHED, {"rule": "unreached", "detail": str(away)}) from away


def _read(raw: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(raw)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
