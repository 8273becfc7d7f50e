"""What an OpenAPI document says of each operation beside what its route says: every answer it has.

A route names what it is there for. What all of them may be told (no token, too often, try again),
and what a command may come to, is said once, here.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from fastapi import FastAPI

from libs.chassis.positions import AFTER_PARAMETER, HEADER
from libs.chassis.problems import MEDIA_TYPE
from libs.events.log.position import TOKEN

Said = dict[str, Any]

_RETRY_AFTER: Final = {
    "Retry-After": {"description": "Seconds.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}
}
_HEADERS: Final[Mapping[int, Said]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: _RETRY_AFTER,
    503: _RETRY_AFTER,
}
_SAID: Final[Mapping[int, str]] = {
    401: "No valid token",
    403: "Not with these roles",
    404: "There is none here, or it is another's",
    409: "Contradicts what is recorded",
    410: "Was erased",
    412: "Was changed since it was looked at",
    413: "The body is too large",
    415: "The body is of a kind that is not read here",
    422: "What was sent is not right; the rule says what",
    429: "Too many requests",
    503: "Cannot be answered now; try again",
}
_EVERYBODY: Final = (401, 403, 429, 503)
"""What whoever has to show a token may be told."""
_PROBLEM: Final[Said] = {
    "title": "Problem",
    "description": "RFC 9457. Each `type` has its paragraph in docs/problems.md.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "rule"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:relance:rule:[a-z0-9_-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "For a person."},
        "rule": {"type": "string", "description": "For a program: the last part of `type`."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "What the sentence names.",
        },
        "errors": {
            "type": "array",
            "items": {"type": "object"},
            "description": "Of a file: each rule that it breaks.",
        },
    },
}
_RECORDED: Final[Said] = {
    "title": "Recorded",
    "description": "What was recorded of a command, or had been before.",
    "type": "object",
    "properties": {
        "command": {"type": "string"},
        "events": {"type": "array", "items": {"type": "string"}},
    },
}
_PENDING: Final[Said] = {
    "title": "Pending",
    "description": "Not decided yet: its outcome will be found under `status_url`.",
    "type": "object",
    "required": ["command", "outcome", "status_url"],
    "properties": {
        "command": {"type": "string"},
        "outcome": {"const": "pending"},
        "status_url": {"type": "string"},
    },
}
_POSITION: Final[Said] = {
    HEADER: {
        "description": "Ask with it as `after` to read what was recorded here.",
        "schema": {"type": "string", "pattern": f"^{TOKEN}$"},
    }
}
_TOKEN: Final[Said] = {"type": "string", "pattern": f"^{TOKEN}$"}
_AFTER: Final[Said] = {
    "name": AFTER_PARAMETER,
    "in": "query",
    "required": False,
    "schema": _TOKEN,
    "description": f"A `{HEADER}`: told is at least what was recorded there.",
}
_SCHEMAS: Final = {"Problem": _PROBLEM, "Recorded": _RECORDED, "Pending": _PENDING}
_NOT_OURS: Final = ("HTTPValidationError", "ValidationError")
"""Of FastAPI, whose own answers are never sent."""


def problem(status: int) -> Said:
    """What an answer of that status looks like, in the words of an OpenAPI document."""
    schema = {"$ref": "#/components/schemas/Problem"}
    said: Said = {"description": _SAID[status], "content": {MEDIA_TYPE: {"schema": schema}}}
    return said | ({"headers": dict(_HEADERS[status])} if status in _HEADERS else {})


def problems(*statuses: int) -> dict[int | str, Said]:
    """For a route's `responses`: what it alone may answer."""
    return {status: problem(status) for status in statuses}


def file_of(media_type: str) -> dict[int | str, Said]:
    """For a route's `responses`: it answers with a file."""
    return {200: {"description": "The file", "content": {media_type: {}}}}


def pending() -> dict[int | str, Said]:
    """For a route's `responses`: what it asks for may not be decided yet."""
    schema = {"$ref": "#/components/schemas/Pending"}
    return {
        202: {
            "description": "Not decided yet",
            "headers": {"Location": {"schema": {"type": "string"}}} | _RETRY_AFTER,
            "content": {"application/json": {"schema": schema}},
        }
    }


def unchanged() -> dict[int | str, Said]:
    """For a route's `responses`: it has an ETag, and says nothing to who has that already."""
    tag = {"ETag": {"schema": {"type": "string"}}}
    body = {"application/json": {"schema": {"type": "object"}}}
    return {
        200: {"description": "Found", "headers": tag, "content": body},
        304: {"description": "It is as the caller has it", "headers": tag},
    }


def install(app: FastAPI, refused: Collection[int]) -> None:
    """Let the document of `app` name every answer; `refused`: statuses of its refusals."""
    plain = app.openapi

    def told() -> Said:
        if app.openapi_schema is None:
            complete(plain(), refused)
        return plain()

    app.openapi = told  # type: ignore[method-assign]  # as FastAPI says how to extend it


def complete(document: Said, refused: Collection[int]) -> None:
    """Add to each operation what it may answer besides."""
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation, refused)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _NOT_OURS:
        schemas.pop(name, None)
    schemas |= _SCHEMAS


def _complete(method: str, operation: Said, refused: Collection[int]) -> None:
    answers = operation["responses"]
    if method == "get" and operation.get("security"):
        _add_after(operation)
    told = set(_EVERYBODY) if operation.get("security") else {503}
    parameters = operation.get("parameters", ())
    if parameters or "requestBody" in operation:
        told.add(422)
    if any(one["in"] == "path" for one in parameters):
        told.add(404)
    if "requestBody" in operation:
        told.add(413)
    if _is_command(method, operation):
        told |= {409, *refused}
        _add_outcomes(answers)
    answers.pop("422", None)
    for status in sorted(told):
        answers.setdefault(str(status), problem(status))


def _add_after(operation: Said) -> None:
    """Beside the place in a list, where it is one."""
    for one in operation.get("parameters", ()):
        if one["name"] == AFTER_PARAMETER:
            one["schema"] = {"anyOf": [one["schema"], _TOKEN]}
            one["description"] = f"{one.get('description', '')} Or: {_AFTER['description']}".strip()
            return
    operation.setdefault("parameters", []).append(_AFTER)


def _is_command(method: str, operation: Said) -> bool:
    names = {one["name"] for one in operation.get("parameters", ())}
    return method != "get" and ("Idempotency-Key" in names or "201" in operation["responses"])


def _add_outcomes(answers: Said) -> None:
    """New, as it was before, and not decided yet."""
    recorded = {"schema": {"$ref": "#/components/schemas/Recorded"}}
    for status, says in (("201", "Recorded"), ("200", "It was so before")):
        answer = answers.setdefault(status, {})
        answer["description"] = says
        answer["headers"] = answer.get("headers", {}) | _POSITION
        if not answer.get("content", {}).get("application/json", {}).get("schema"):
            answer["content"] = {"application/json": recorded}
    answers["202"] = pending()[202]
