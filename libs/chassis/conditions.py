"""ETags of what people edit: a change only of what one has seen, and nothing sent twice.

A tag is `"<revision>.<hash>"`: the revision of what is edited, and a hash of all that is shown. A
change is conditional on the revision alone, which its decider compares: what happened beside it
stands in no editor's way. A read is conditional on the whole.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

import orjson
from fastapi import Header, Response
from fastapi.encoders import jsonable_encoder

_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
_HASH_DIGITS: Final = 16
_ANY: Final = "*"
_OF_NOTHING: Final = -1

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=300,
        description="The ETag of what was looked at: changed meanwhile, it is 412.",
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=300,
        description="The ETag of what is had already: unchanged, it is 304 without a body.",
    ),
]


def revision_in(condition: str | None) -> int | None:
    """The revision that a change is conditional on; None: on none. What nobody tagged is -1."""
    if condition is None or condition.strip() == _ANY:
        return None
    revisions = (tag.partition(".")[0] for tag in _tags(condition))
    return next((int(one) for one in revisions if one.isdigit()), _OF_NOTHING)


def tagged(shown: Any, revision: int, known: str | None) -> Response:
    """What is shown, with its ETag; 304 to who has it already."""
    raw = orjson.dumps(jsonable_encoder(shown))
    tag = f"{revision}.{hashlib.sha256(raw).hexdigest()[:_HASH_DIGITS]}"
    headers = {"ETag": f'"{tag}"'}
    if known is not None and (known.strip() == _ANY or tag in _tags(known)):
        return Response(status_code=304, headers=headers)
    return Response(raw, headers=headers, media_type="application/json")


def _tags(condition: str) -> Iterator[str]:
    yield from _TAG.findall(condition)
