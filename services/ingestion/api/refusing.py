"""Files that are refused, as problem+json with every broken rule.

Problem
├── TooManyUploads    more files wait to be read than there is room for
└── (of a file)       rule, message and position of each problem, made by `refusal_response`
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from fastapi.responses import JSONResponse

from libs.chassis.problems import MEDIA_TYPE, Problem
from services.ingestion.domain.problems import DocumentRefused
from services.ingestion.domain.problems import Problem as Found

_STATUSES: Final[Mapping[str, int]] = {"file_too_big": 413, "format_not_read_yet": 415}
_ELSE: Final = 422


class TooManyUploads(Problem):
    """{waiting} files wait to be read already; send this one again in a moment."""

    RULE = "too_many_uploads"
    STATUS = 429
    HEADERS: ClassVar[Mapping[str, str]] = {"Retry-After": "1"}


def found_as_json(found: Found) -> dict[str, str]:
    return {"rule": found.rule, "message": found.message, "position": found.position}


def refusal_response(refusal: DocumentRefused) -> JSONResponse:
    """The whole file is refused; `errors` has all that is wrong with it, the first 20."""
    first = refusal.problems[0]
    body: dict[str, Any] = {
        "type": f"urn:relance:rule:{first.rule}",
        "title": first.rule.replace("_", " "),
        "status": _STATUSES.get(first.rule, _ELSE),
        "detail": first.message,
        "rule": first.rule,
        "errors": [found_as_json(one) for one in refusal.problems],
    }
    return JSONResponse(body, body["status"], media_type=MEDIA_TYPE)
