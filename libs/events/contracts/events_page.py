"""`docs/events.md`: the AsyncAPI document as a page for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

Document = Mapping[str, Any]

OPENING: Final = """\
# Events

Made from the [AsyncAPI document](../libs/events/contracts/asyncapi.json) by
`python -m libs.events.contracts.generate`; do not edit it.

Every fact stands on the topic of the service that recorded it, is never changed and is kept for
ever. Keys and headers hold opaque ids; personal fields lie sealed in `personal` until their
subject's key is destroyed.

- **A new version** is a new type: `…v2` is written instead of `…v1`, and `v1` is read for ever. A
  reader passes over names and fields that it does not know; at a newer version of a name that it
  reads, it stops.
- **Order** holds within a key. Read with `isolation.level=read_committed`.
- **Twice** never happens on the topic. Who reads it again, after a crash for example, knows a fact
  by its `ce_id`.
- **In Python**, `relance-contracts` has every class; `python -m deploy.contracts` builds the wheel:

  ```python
  from relance_contracts.outside import read_event

  event = read_event(type_name=headers["ce_type"], value=record.value)  # its newest version
  ```
"""


def events_page(document: Document) -> str:
    """The page, whole."""
    return "\n".join([OPENING, *_envelope(document), *_services(document)])


def _envelope(document: Document) -> Iterator[str]:
    envelope = document["components"]["schemas"]["envelope"]
    yield "## Headers\n"
    yield "| header | always | what |\n|---|---|---|"
    for name, schema in envelope["properties"].items():
        always = "yes" if name in envelope["required"] else ""
        said = schema.get("description") or f"`{schema['const']}`"
        yield f"| `{name}` | {always} | {said} |"
    some = next(iter(document["components"]["messages"].values()))
    yield f"\nThe key of a record: {some['bindings']['kafka']['key']['description']}\n"


def _services(document: Document) -> Iterator[str]:
    every = ""
    for service, channel in document["channels"].items():
        every = every or service
        names = [f"{service}.{below}" for below in channel["messages"]]
        own = [name for name in names if not _is_every_services(document, name)]
        yield from _section(document, service, f"`{channel['address']}`", own)
    names = [f"{every}.{below}" for below in document["channels"][every]["messages"]]
    shared = [name for name in names if _is_every_services(document, name)]
    where = f"`relance.<service>.events`; here those of {every}"
    yield from _section(document, "Every service", where, shared)


def _is_every_services(document: Document, name: str) -> bool:
    """What the runtime records is the same in all of them."""
    return _schema(document["components"]["messages"][name]).startswith("schemas/runtime.")


def _schema(message: Mapping[str, Any]) -> str:
    return str(message["payload"]["schema"]["$ref"]).removeprefix("./")


def _section(document: Document, title: str, where: str, names: Sequence[str]) -> Iterator[str]:
    yield f"## {title}\n\n{where}\n"
    yield "| event | what it means | heard by |\n|---|---|---|"
    for name in names:
        message = document["components"]["messages"][name]
        link = f"[{name.partition('.')[2]}](#{_anchor(name)})"
        yield f"| {link} | {message['summary']} | {', '.join(_heard_by(document, name))} |"
    yield ""
    for name in names:
        yield from _event(document, name)


def _event(document: Document, name: str) -> Iterator[str]:
    message = document["components"]["messages"][name]
    yield f"### {name}\n\n{message['summary']}\n"
    if replaced := message.get("x-replaced-by"):
        yield f"Replaced by [{replaced}](#{_anchor(replaced)}).\n"
    if personal := message.get("x-personal"):
        yield f"Personal, sealed: {', '.join(f'`{field}`' for field in personal)}.\n"
    yield f"[Schema](../libs/events/contracts/{_schema(message)})\n"
    example = orjson.dumps(message["examples"][0]["payload"], option=orjson.OPT_INDENT_2)
    yield f"```json\n{example.decode()}\n```\n"


def _heard_by(document: Document, name: str) -> Iterator[str]:
    service, _, below = name.partition(".")
    reference = {"$ref": f"#/channels/{service}/messages/{below}"}
    for operation, what in document["operations"].items():
        if reference in what.get("messages", ()):
            yield operation.partition(".")[0]


def _anchor(name: str) -> str:
    """As a heading of it is reached on the usual forges."""
    return name.replace(".", "")
