"""The page of all problem types: what each means, its status, and what to do about it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from deploy.documents.rules import PLATFORM, Rule

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "problems.md"
TYPE: Final = "urn:relance:rule:"
HEAD: Final = """\
# Problems

Every error leaves as `application/problem+json` (RFC 9457). Its `type` is a name that never
changes, `urn:relance:rule:<rule>`, and `<rule>` is an anchor of this page:
`docs/problems.md#<rule>`. `detail` is the sentence for a person, with what it names in `fields`; a
program goes by `rule`. A file that breaks several rules names the first as its type and all of
them, at most twenty, in `errors`.

```json
{
  "type": "urn:relance:rule:promise_unknown",
  "title": "promise unknown",
  "status": 404,
  "detail": "Debtor 0k3w9xv2qpt5m1c8e7r4ya6nbd has no promise 1m5c8e7r4ya6nbd0k3w9xv2qpt.",
  "rule": "promise_unknown",
  "fields": {"debtor": "0k3w9xv2qpt5m1c8e7r4ya6nbd", "promise": "1m5c8e7r4ya6nbd0k3w9xv2qpt"}
}
```

This page is made from the code (`python -m deploy.documents`); a test fails when it is stale.
`{…}` and `…` stand for what is filled in.

## What to do

| status | what to do |
|---|---|
"""
TO_DO: Final = {
    401: "Send a token that is valid now, as `Authorization: Bearer …`. The same request will do.",
    403: "Ask somebody who has one of the roles that the sentence names.",
    404: "Look at the id. What belongs to another tenant, portfolio or agency is not found either.",
    405: "Use a method that the header `Allow` names.",
    409: "Look at what is recorded, then decide anew: sent again it is refused again.",
    410: "Nothing: it was erased on purpose and does not come back.",
    412: "Fetch it again, look at what changed, and send the change with the new `ETag`.",
    413: "Send less: a file in parts, a list in pages.",
    415: "Send one of the kinds of content that the sentence names.",
    422: "Mend what the sentence names, and send it again under a new `Idempotency-Key`.",
    429: "Wait as long as `Retry-After` says, then send it again.",
    503: "Wait as long as `Retry-After` says, then send it again under the same `Idempotency-Key`.",
}


def page(rules: Sequence[Rule]) -> str:
    """The whole page. Raises KeyError for a status of which it says not what to do."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: Sequence[Rule]) -> Iterator[str]:
    yield HEAD + "\n".join(
        f"| {status} | {TO_DO[status]} |" for status in sorted({one.status for one in rules})
    )
    seen: set[str] = set()
    for of, said in groupby(sorted(rules, key=_order), key=lambda one: one.of):
        yield f"\n## {of[0].upper()}{of[1:]}\n\n| rule | status | it says |\n|---|---|---|"
        for one in said:
            # The first service that says a rule has its anchor; the others mean the same by it.
            anchor = "" if one.name in seen else f'<a id="{one.name}"></a>'
            seen.add(one.name)
            says = one.says.replace("|", "\\|")
            yield f"| {anchor}`{one.name}` | {one.status} | {says} |"


def _order(one: Rule) -> tuple[bool, str, str]:
    return one.of != PLATFORM, one.of, one.name
