"""Recorded outcomes as answers: 201 for what is new, 200 for what was there."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from libs.events.contracts.runtime import Answer
from services.ingestion.api.refusing import found_as_json
from services.ingestion.domain.problems import Problem as Found


def answered(
    answer: Answer, more: Mapping[str, Any], warnings: Sequence[Found] = ()
) -> JSONResponse:
    """What was recorded, with `more` that the caller is told; never a refusal."""
    body = {**more, **answer.fields}
    body |= {"command": answer.command, "events": list(answer.events)}
    if warnings:
        body["warnings"] = [found_as_json(one) for one in warnings]
    is_new = answer.fields.get("outcome") == "accepted"
    return JSONResponse(jsonable_encoder(body), 201 if is_new else 200)
