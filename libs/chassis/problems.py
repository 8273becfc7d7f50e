"""Every error that a caller sees: problem+json (RFC 9457) that names the rule.

Problem
├── Unauthenticated, Forbidden          (identity)
├── Refused                             a recorded refusal of a decider
├── BadRequest                          the request's shape
├── BodyTooLarge, BodyUnsuitable        its body
├── NotFound
├── TooManyRequests                     (rate_limits)
├── PositionNotFollowed                 `?after=` of a service that is not heard here
└── Unavailable                         broker, database or owner do not answer in time
    └── PositionNotReached              a view lags behind `?after=`
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from libs.events.loop.edge import EdgeRefusal, NotTaken
from libs.events.views.following import NotFollowed, NotReached
from libs.events.views.reading import ViewNotReady
from libs.postgres.database import UNREACHABLE

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
NO_DATABASE = (
    *UNREACHABLE,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it is being shut down, or has crashed
    asyncpg.UndefinedTableError,  # it was wiped, and is being made anew
    asyncpg.InvalidSchemaNameError,
    asyncpg.DeadlockDetectedError,  # with who wipes it, for one
    asyncpg.SerializationError,
    asyncpg.InsufficientResourcesError,  # connections, memory or room on its disk
)


class Problem(Exception):
    """Something is wrong with the request or here. The docstring is the sentence."""

    RULE: ClassVar[str] = "problem"
    STATUS: ClassVar[int] = 400
    HEADERS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **fields: object) -> None:
        self.rule, self.status = self.RULE, self.STATUS
        self.fields = {name: str(value) for name, value in fields.items()}
        super().__init__((self.__doc__ or self.RULE).strip().format(**self.fields))

    def headers(self) -> Mapping[str, str]:
        """What the answer says beside its body."""
        return self.HEADERS


class NotFound(Problem):
    """There is no {what} {id} here."""

    RULE = "not_found"
    STATUS = 404


class BadRequest(Problem):
    """{where}: {reason}."""

    RULE = "bad_request"
    STATUS = 422


class BodyTooLarge(Problem):
    """The body is larger than {bytes_max} bytes."""

    RULE = "body_too_large"
    STATUS = 413


class BodyUnsuitable(Problem):
    """The body is {found}; this endpoint reads {wanted}."""

    RULE = "body_unsuitable"
    STATUS = 415


class Unavailable(Problem):
    """{what} does not answer now; try again."""

    RULE = "unavailable"
    STATUS = 503
    HEADERS: ClassVar[Mapping[str, str]] = {"Retry-After": "2"}


class PositionNotReached(Unavailable):
    """The view {view} has not come to that position yet; try again."""

    RULE = "position_not_reached"
    HEADERS: ClassVar[Mapping[str, str]] = {"Retry-After": "1"}


class PositionNotFollowed(Problem):
    """Nothing is told here of what {service} records: ask without its position."""

    RULE = "position_not_followed"
    STATUS = 422


class Refused(Problem):
    """A decider's refusal, with its own rule and sentence."""

    def __init__(self, rule: str, status: int, sentence: str, fields: Mapping[str, str]) -> None:
        super().__init__()
        self.rule, self.status, self.fields = rule, status, dict(fields)
        self.args = (sentence,)


def as_response(problem: Problem) -> JSONResponse:
    """The problem as its caller reads it."""
    return _response(
        problem.status, problem.rule, str(problem), dict(problem.fields), problem.headers()
    )


def _response(
    status: int,
    rule: str,
    detail: str,
    fields: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    body = {
        "type": f"urn:relance:rule:{rule}",
        "title": rule.replace("_", " "),
        "status": status,
        "detail": detail,
        "rule": rule,
        **({"fields": fields} if fields else {}),
    }
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def _on_unfilled(_: Request, mistake: Exception) -> JSONResponse:
    return as_response(Unavailable(what=f"the view {mistake}, being filled,"))


def _on_not_reached(_: Request, mistake: Exception) -> JSONResponse:
    return as_response(PositionNotReached(view=mistake))


def _on_not_followed(_: Request, mistake: Exception) -> JSONResponse:
    return as_response(PositionNotFollowed(service=mistake))


def _on_no_database(_: Request, mistake: Exception) -> JSONResponse:
    log.warning("database_could_not", error=type(mistake).__name__)
    return as_response(Unavailable(what="the database"))


def _on_not_taken(_: Request, mistake: Exception) -> JSONResponse:
    return as_response(Unavailable(what="the broker"))


def _on_edge_refusal(_: Request, mistake: Exception) -> JSONResponse:
    return as_response(BadRequest(where="request", reason=mistake))


def _on_problem(_: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, Problem)
    return as_response(problem)


def _on_invalid(_: Request, mistake: Exception) -> JSONResponse:
    assert isinstance(mistake, RequestValidationError)
    found = {
        ".".join(str(step) for step in error["loc"]): str(error["msg"])
        for error in mistake.errors()[:20]
    }
    where, reason = next(iter(found.items()), ("request", "not readable"))
    return _response(422, "bad_request", f"{where}: {reason}", found)


def _on_http(_: Request, mistake: Exception) -> JSONResponse:
    """A body that is no text at all, or no form, is told as every other that cannot be read."""
    assert isinstance(mistake, HTTPException)
    rule = {404: "not_found", 405: "method_not_allowed"}.get(mistake.status_code, "bad_request")
    status = BadRequest.STATUS if mistake.status_code == 400 else mistake.status_code
    return _response(status, rule, str(mistake.detail), {}, mistake.headers)


def install(app: FastAPI) -> None:
    """Let every error of `app` leave as problem+json."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(ViewNotReady, _on_unfilled)
    app.add_exception_handler(NotReached, _on_not_reached)
    app.add_exception_handler(NotFollowed, _on_not_followed)
    app.add_exception_handler(NotTaken, _on_not_taken)
    for absent in NO_DATABASE:
        app.add_exception_handler(absent, _on_no_database)
    app.add_exception_handler(EdgeRefusal, _on_edge_refusal)
