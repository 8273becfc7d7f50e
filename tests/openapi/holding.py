"""Holds what a running service answers to its OpenAPI document: for the clients of all stories."""

import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Final

import httpx

from deploy.documents.openapi import SERVICES, document_of

API: Final = "/v1/"
_STEP: Final = re.compile(r"\{[^}]+\}")

Held = Callable[[httpx.Response], Awaitable[None]]


def held_to_document(service: str) -> list[Held]:
    """Hooks of a client of `service`: an answer that its document does not have is an error."""

    async def held(answer: httpx.Response) -> None:
        request = answer.request
        told = answers_of(service, request.method, request.url.path)
        status = str(answer.status_code)
        assert not told or status in told, f"{request.method} {request.url.path}: {status}"

    return [held] if service in SERVICES else []


def answers_of(service: str, method: str, path: str) -> frozenset[str]:
    """Statuses that the document has for it; empty: of what the document has not."""
    for template, answers in _operations(service, method.lower()):
        if template.fullmatch(path):
            return answers
    return frozenset()


@cache
def _operations(service: str, method: str) -> list[tuple[re.Pattern[str], frozenset[str]]]:
    """Paths without a parameter first, as a service looks at them."""
    paths = sorted(document_of(service)["paths"].items(), key=lambda one: "{" in one[0])
    return [
        (re.compile(_STEP.sub("[^/]+", path)), frozenset(operations[method]["responses"]))
        for path, operations in paths
        if method in operations
    ]
