"""The AsyncAPI document says what is on the topics, and every reference in it leads somewhere."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import orjson
import pytest
from jsonschema import Draft202012Validator

from libs.events.codec.codec import Codec
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.asyncapi import asyncapi
from libs.events.contracts.generate import COMMAND, HERE, PAGE, page
from libs.events.contracts.model import Event
from libs.events.contracts.sampling import sample_of
from libs.events.contracts.topology import TOPOLOGY
from libs.events.loop.batch import NewEvent

DOCUMENT: Final = asyncapi()
MESSAGES: Final[dict[str, Any]] = DOCUMENT["components"]["messages"]
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_the_page_is_the_documents() -> None:
    assert PAGE.read_bytes() == page(), f"run {COMMAND}"


def test_every_reference_leads_somewhere() -> None:
    references = list(_references(DOCUMENT))
    assert len(references) > len(MESSAGES)
    for reference in references:
        if reference.startswith("./"):
            assert (HERE / reference).is_file(), reference
        else:
            assert _at(reference) is not None, reference


def test_each_service_hears_what_the_topology_says() -> None:
    for name, service in TOPOLOGY.items():
        for said_by, events in service.hears.items():
            operation = DOCUMENT["operations"][f"{name}.hears.{said_by}"]
            heard = {_at(_at(one["$ref"])["$ref"])["name"] for one in operation["messages"]}
            versions = {one.TYPE for event in events for one in (*event.OLDER, event)}
            assert heard == versions


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_an_example_is_what_its_schema_says(name: str) -> None:
    payload = MESSAGES[name]["payload"]["schema"]["$ref"]
    schema = orjson.loads((HERE / payload).read_bytes())
    Draft202012Validator(schema).validate(MESSAGES[name]["examples"][0]["payload"])


@pytest.mark.parametrize("service", sorted(TOPOLOGY))
async def test_what_is_written_has_the_headers_of_the_envelope_and_no_others(service: str) -> None:
    envelope = DOCUMENT["components"]["schemas"]["envelope"]
    topics = TOPOLOGY[service]
    event = sample_of(topics.events[0], full=True)
    assert isinstance(event, Event)
    item = NewEvent(
        id="e1",
        tenant="acme",
        key="acme/debtor/7c2m4q",
        stream="acme/debtor/7c2m4q",
        version=1,
        event=event,
        depth=0,
        causation="m1",
        correlation="m0",
        trace="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )
    encoder = await Codec(topics, MemoryKeyring(), ()).prepare([item])
    written = encoder.encode_event(item, time=NOW, positions={"t/0": 3}, deepest=0, epoch=1)
    headers = {name: value.decode() for name, value in written.headers}
    Draft202012Validator(envelope).validate(headers)
    assert headers.keys() == envelope["properties"].keys()


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _at(reference: str) -> Any:
    """What a reference within the document leads to. Raises KeyError."""
    found: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found
