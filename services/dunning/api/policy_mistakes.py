"""What is wrong with a policy that somebody wrote: a rule, a sentence, the field and its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi.responses import JSONResponse

from libs.chassis.problems import MEDIA_TYPE

MISTAKES_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Mistake:
    """One broken rule."""

    rule: str
    message: str
    field: str = ""
    """Where in the document, e.g. `steps.2.template`, counted from 0; empty: all of it."""
    line: int = 0
    """Of the file, from 1; 0: none in particular."""


class PolicyMistaken(Exception):
    """A policy is not taken; `mistakes` has at least one, at most 20, by line."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.line, one.field)))[
            :MISTAKES_MAX
        ]
        super().__init__(self.mistakes[0].message)


def mistaken(rule: str, message: str, line: int = 0) -> PolicyMistaken:
    """The refusal for one mistake alone."""
    return PolicyMistaken((Mistake(rule, message, line=line),))


def mistaken_response(mistaken: PolicyMistaken) -> JSONResponse:
    """A policy that is not taken; `errors` has all that is wrong with it, the first 20."""
    first = mistaken.mistakes[0]
    where = f"line {first.line}: " if first.line else ""
    body = {
        "type": f"urn:relance:rule:{first.rule}",
        "title": first.rule.replace("_", " "),
        "status": 422,
        "detail": where + first.message,
        "rule": first.rule,
        "errors": [
            {
                "rule": one.rule,
                "message": one.message,
                "field": one.field,
                "position": f"line {one.line}" if one.line else "",
            }
            for one in mistaken.mistakes
        ],
    }
    return JSONResponse(body, 422, media_type=MEDIA_TYPE)
