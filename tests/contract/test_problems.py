"""Every problem that a caller may be told has its paragraph, and every answer its place."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from deploy.documents.openapi import SERVICES, document_of, settings_of
from deploy.documents.problems import PAGE, TYPE, page
from deploy.documents.rules import every_rule
from libs.chassis.problems import MEDIA_TYPE, NotFound, as_response

API: Final = Path(__file__).resolve().parents[2] / "docs" / "api.md"
METHODS: Final = ("get", "post", "put", "patch", "delete")


@pytest.fixture(name="document", scope="module", params=SERVICES)
def _document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return document_of(request.param)


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, those in document["paths"].items()
        for method, operation in those.items()
        if method in METHODS
    ]


def test_the_page_of_problems_is_what_the_code_says() -> None:
    """Made anew by `python -m deploy.documents`."""
    assert PAGE.read_text("utf-8") == page(every_rule())


def test_each_rule_has_one_anchor() -> None:
    anchors = Counter(re.findall(r'<a id="([^"]+)">', PAGE.read_text("utf-8")))
    assert anchors == Counter({one.name for one in every_rule()})


def test_a_rule_of_each_kind_is_found() -> None:
    """A class of the chassis, a refusal, a rule of files by call, by yield, by function."""
    found = {(one.of, one.name): one.status for one in every_rule()}
    assert found["every service", "not_found"] == 404
    assert found["matching", "amount_over_free"] == 409
    assert found["dunning", "amount_over_open"] == 422
    assert found["ingestion", "totals_net"] == 422
    assert found["dunning", "field_missing"] == 422
    assert found["dunning", "only_the_last_step_is_a_placement"] == 422


def test_a_problem_names_its_type() -> None:
    raw = bytes(as_response(NotFound(what="item", id="i1")).body)
    assert f'"type":"{TYPE}not_found"'.encode() in raw


def test_every_answer_to_a_token_is_documented(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert {"401", "403", "429", "503"} <= operation["responses"].keys(), name
        for status, answer in operation["responses"].items():
            is_problem = int(status) >= 400
            assert (MEDIA_TYPE in answer.get("content", {})) is is_problem, f"{name} {status}"


def test_every_command_may_be_undecided(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        if "201" in operation["responses"]:
            assert {"200", "202", "409", "422"} <= operation["responses"].keys(), name


def test_the_page_lists_every_document_with_its_port() -> None:
    text = API.read_text("utf-8")
    for name in SERVICES:
        port = settings_of(name).port
        assert f"| {name} | {port} | <http://127.0.0.1:{port}/v1/openapi.json> |" in text
