"""Whatever is sent to a service, right or wrong: it answers what its document says, never 500."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx
import pytest

from deploy.documents.rules import every_rule
from libs.testkit.stack import Addresses
from tests.openapi.fuzzing import Made, answer_to, requests_of, told_otherwise
from tests.openapi.housing import SERVICES, House, housed

EACH: Final = 3
"""Requests of each operation, right ones, and as many wrong ones."""
AT_ONCE: Final = 40
"""Who asks for what is not there waits until it might be: these wait together."""
OF_THE_PLATFORM: Final = ("/v1/parked", "/v1/views", "/v1/commands")
"""The same in every service: asked in one of them."""
ASKED_THERE: Final = "calendar"
NEEDS_BROKER: Final = "/v1/views"
"""There is none here: who asks how far a view is, is asked to try again."""
RULES: Final = frozenset(one.name for one in every_rule())


@pytest.mark.parametrize("service", SERVICES)
async def test_nothing_is_answered_that_the_document_does_not_say(
    service: str, stack: Addresses, tmp_path: Path
) -> None:
    asked_elsewhere = () if service == ASKED_THERE else OF_THE_PLATFORM
    async with housed(service, stack.postgres, tmp_path) as house:
        document = house.document
        cases = await asyncio.to_thread(lambda: list(requests_of(document, EACH, asked_elsewhere)))
        found = await differences(house, cases)
        assert not found, "\n".join(found)


async def differences(house: House, cases: Sequence[Made]) -> list[str]:
    """A line for each answer that the document does not have."""
    room = asyncio.Semaphore(AT_ONCE)

    async def asked(case: Made) -> str:
        async with room:
            answer = await answer_to(house.http, case)
        found = told_otherwise(case, answer) or _is_failing(case, answer)
        return f"{_place(house, case, answer)}: {found}" if found else ""

    return sorted({line for line in await asyncio.gather(*map(asked, cases)) if line})


def _is_failing(case: Made, answer: httpx.Response) -> str:
    """What no document excuses."""
    if answer.status_code >= 400 and answer.json()["rule"] not in RULES:
        return "a problem that docs/problems.md does not have"
    has_broker = not case.operation.path.startswith(NEEDS_BROKER)
    return "it fails" if answer.status_code >= 500 and has_broker else ""


def _place(house: House, case: Made, answer: httpx.Response) -> str:
    sent = f"{answer.request.url.query.decode()} {answer.request.content[:300]!r}"
    place = f"{house.service} {case.method} {case.operation.path} {answer.status_code}"
    return f"{place} {answer.text[:300]} to {sent}"
