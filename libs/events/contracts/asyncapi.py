"""The AsyncAPI 3 document of all events: who records what, and who hears it."""

from collections.abc import Iterator
from typing import Any, Final

from libs.events.contracts.envelope_schema import ENVELOPE
from libs.events.contracts.every import RUNTIME, versions_of, versions_recorded_by
from libs.events.contracts.model import Event
from libs.events.contracts.runtime import RUNTIME_EVENTS, type_name_of
from libs.events.contracts.sampling import sample_of
from libs.events.contracts.topology import TOPOLOGY, ServiceTopics

VERSION: Final = "1.0.0"
"""Of the contracts together: a new event or optional field is a minor one, a new version of an
event that takes the place of another a major one."""
PREFIX: Final = "relance."
SCHEMA_FORMAT: Final = "application/schema+json;version=draft-2020-12"
KAFKA: Final = {"bindingVersion": "0.5.0"}
KEPT_FOR_EVER: Final = {"cleanup.policy": ["delete"], "retention.ms": -1}
KEY: Final = {
    "type": "string",
    "description": "`tenant/kind/id`: records that share it stay in their order.",
}
SEALED: Final = {
    "subject": "debtor/7c2m4q",
    "key_id": "k1",
    "nonce": "c2l4IHRpbWVzIDI=",
    "sealed": "b3BhcXVlIHRvIHdobyBoYXMgbm8ga2V5",
}
"""As personal fields stand on the wire, in examples."""


def asyncapi() -> dict[str, Any]:
    """The whole document; payloads are references to the schemas that lie beside it."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:relance:events",
        "info": {
            "title": "Relance: events",
            "version": VERSION,
            "description": "Every fact that a service of Relance records. One topic a service, "
            "written by that service alone, kept for ever; what leads to a fact is no part of it.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {one.name: _channel(one) for one in TOPOLOGY.values()},
        "operations": dict(_operations()),
        "components": {
            "schemas": {"envelope": ENVELOPE},
            "messages": {
                _name(event, service): _message(event, service)
                for service in TOPOLOGY.values()
                for event in _recorded_by(service)
            },
        },
    }


def _recorded_by(service: ServiceTopics) -> Iterator[type[Event]]:
    """Each version that may stand on its topic; what its runtime records comes last."""
    yield from versions_recorded_by(service)
    yield from RUNTIME_EVENTS


def _name(event: type[Event], service: ServiceTopics) -> str:
    """`matching.item_settled.v2`."""
    return type_name_of(event, service.name).removeprefix(PREFIX)


def _channel(service: ServiceTopics) -> dict[str, Any]:
    return {
        "address": service.events_topic,
        "title": f"What {service.name} records",
        "messages": {
            _below(event, service): {"$ref": f"#/components/messages/{_name(event, service)}"}
            for event in _recorded_by(service)
        },
        "bindings": {"kafka": {**KAFKA, "topicConfiguration": KEPT_FOR_EVER}},
    }


def _below(event: type[Event], service: ServiceTopics) -> str:
    """`item_settled.v2`: its name within its channel."""
    return _name(event, service).removeprefix(f"{service.name}.")


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for service in TOPOLOGY.values():
        yield f"{service.name}.records", {"action": "send", **_on(service.name)}
        for said_by, events in sorted(service.hears.items()):
            speaker = TOPOLOGY[said_by]
            messages = [
                {"$ref": f"#/channels/{said_by}/messages/{_below(version, speaker)}"}
                for event in events
                for version in versions_of(event)
            ]
            operation = {"action": "receive", **_on(said_by), "messages": messages}
            yield f"{service.name}.hears.{said_by}", operation


def _on(channel: str) -> dict[str, Any]:
    return {"channel": {"$ref": f"#/channels/{channel}"}}


def _message(event: type[Event], service: ServiceTopics) -> dict[str, Any]:
    text = (event.__doc__ or "").strip()
    sample = sample_of(event, full=True).model_dump(mode="json")
    schema = type_name_of(event, RUNTIME).removeprefix(PREFIX)
    message = {
        "name": type_name_of(event, service.name),
        "title": event.__name__,
        "summary": " ".join(text.split()),
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {
            "schemaFormat": SCHEMA_FORMAT,
            "schema": {"$ref": f"./schemas/{schema}.json"},
        },
        "examples": [{"name": "as it stands on the topic", "payload": _on_the_wire(event, sample)}],
        "bindings": {"kafka": {**KAFKA, "key": KEY}},
    }
    if event.ENCRYPTED:
        message["x-personal"] = sorted(sample["personal"])
    if (newest := _newest(event, service)) is not event:
        message["x-replaced-by"] = _name(newest, service)
    return message


def _on_the_wire(event: type[Event], sample: dict[str, Any]) -> dict[str, Any]:
    return {**sample, "personal": SEALED} if event.ENCRYPTED else sample


def _newest(event: type[Event], service: ServiceTopics) -> type[Event]:
    return next((one for one in service.events if event in one.OLDER), event)
