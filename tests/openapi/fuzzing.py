"""Requests that an OpenAPI document allows, and some that it does not, made from a seed."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

SEED: Final = 7
BASE_URL: Final = "http://here"
Made = Case[Any]
"""A request as schemathesis makes it."""
CHECKED: Final = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


def requests_of(
    document: dict[str, Any], many: int, leaving_out: tuple[str, ...] = ()
) -> Iterator[Made]:
    """So many at most of each operation, right ones and wrong ones; the same each time.

    Operations whose path begins with one of `leaving_out` are not asked.
    """
    described = schemathesis.openapi.from_dict(document)
    for result in described.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]  # a document of ours is none
        if leaving_out and operation.path.startswith(leaving_out):
            continue
        for mode in GenerationMode:
            yield from _drawn(operation.as_strategy(mode), many)


def _drawn(strategy: Any, many: int) -> list[Made]:
    drawn: list[Made] = []

    @seed(SEED)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(strategy)
    def draw(case: Made) -> None:
        drawn.append(case)

    draw()
    return drawn


async def answer_to(http: httpx.AsyncClient, case: Made) -> httpx.Response:
    """What the service answers; the token is the caller's."""
    sent = case.as_transport_kwargs(base_url=BASE_URL)
    sent.pop("timeout", None)
    made = requests.Request(**sent).prepare()
    place = urlsplit(str(made.url))
    headers = {
        name: str(value)
        for name, value in made.headers.items()
        if name.lower() not in ("authorization", "content-length")
    }
    raw: Any = made.body.encode() if isinstance(made.body, str) else made.body
    url = http.base_url.copy_with(raw_path=f"{place.path}?{place.query}".encode())
    return await http.request(str(made.method), url, headers=headers, content=raw)


def told_otherwise(case: Made, answer: httpx.Response) -> str:
    """How an answer differs from what the document says; empty: it does not."""
    load_all_checks()
    checks: Any = CHECKS.get_by_names(list(CHECKED))
    try:
        case.validate_response(answer, checks=checks)
    except FailureGroup as found:
        return "; ".join(str(one) for one in found.exceptions)
    return ""
