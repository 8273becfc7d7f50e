"""Contracts: they read back equal, keep their meaning, refuse what they must, say no secrets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded, Record
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.every import every_event
from libs.events.contracts.generate import (
    COMMAND,
    HERE,
    broken_samples,
    stale_files,
    write_all,
)
from libs.events.contracts.model import Event
from libs.events.contracts.registry import name_and_version
from libs.events.contracts.topology import TOPOLOGY, ServiceTopics
from libs.events.loop.batch import NewEvent
from tests.contract.strategies import values_of

EVENTS: Final = dict(every_event())
PERSONAL: Final = {name: event for name, event in EVENTS.items() if event.ENCRYPTED}
SAMPLES: Final = [
    (name, kind)
    for name, event in EVENTS.items()
    for kind in ("full", "sparse", *(("erased",) if event.ENCRYPTED else ()))
]
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

every_contract = pytest.mark.parametrize("name", EVENTS)
every_sample = pytest.mark.parametrize(("name", "kind"), SAMPLES)
a_few = settings(
    max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def _stored(name: str, kind: str) -> bytes:
    return orjson.dumps(orjson.loads((HERE / "samples" / f"{name}.json").read_bytes())[kind])


def _service(name: str) -> ServiceTopics:
    """Who writes it; any service, when its runtime does."""
    return TOPOLOGY.get(name.split(".", 1)[0], TOPOLOGY["matching"])


async def _written(codec: Codec, event: Event) -> Encoded:
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
    )
    encoder = await codec.prepare([item])
    return encoder.encode_event(item, time=NOW, positions=None, deepest=0, epoch=1)


async def _through_the_log(name: str, event: Event) -> tuple[Encoded, Event]:
    service = _service(name)
    codec = Codec(service, MemoryKeyring(), ())
    encoded = await _written(codec, event)
    record = Record(service.events_topic, 0, 0, encoded.key, encoded.value, encoded.headers)
    (logged,) = await codec.decode_own([record])
    return encoded, logged.event


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)


def test_schemas_and_samples_are_those_of_the_contracts() -> None:
    assert list(stale_files()) == [], f"run {COMMAND}"


def test_no_contract_has_changed_what_was_stored_of_it() -> None:
    assert list(broken_samples()) == []


def test_every_type_name_is_its_services_and_has_a_version() -> None:
    for service in TOPOLOGY.values():
        assert len({event.TYPE for event in service.events}) == len(service.events)
        for event in service.events:
            name, version = name_and_version(event.TYPE)
            assert name.startswith(f"relance.{service.name}.")
            assert version >= 1


@every_sample
def test_a_stored_sample_reads_and_is_written_as_it_was(name: str, kind: str) -> None:
    event, stored = EVENTS[name], _stored(name, kind)
    read = event.read(stored)
    assert read == event.model_validate_json(stored)
    assert orjson.loads(read.model_dump_json()) == orjson.loads(stored)


@every_sample
async def test_a_sample_on_the_log_is_what_its_schema_says(name: str, kind: str) -> None:
    event = EVENTS[name].read(_stored(name, kind))
    encoded, read = await _through_the_log(name, event)
    assert read == event.upcast()
    _validator(name).validate(orjson.loads(encoded.value))


@pytest.mark.parametrize("name", PERSONAL)
async def test_no_personal_value_stands_in_a_key_a_header_or_in_clear(name: str) -> None:
    stored = _stored(name, "full")
    encoded, _ = await _through_the_log(name, EVENTS[name].read(stored))
    everything = encoded.key + encoded.value + b"".join(value for _, value in encoded.headers)
    personal = list(_texts(orjson.loads(stored)["personal"]))
    assert personal, "a full sample holds every field"
    assert [text for text in personal if text.encode() in everything] == []


@pytest.mark.parametrize("name", PERSONAL)
def test_what_has_personal_fields_names_whose_they_are(name: str) -> None:
    for kind in ("full", "sparse", "erased"):
        subject = EVENTS[name].read(_stored(name, kind)).subject()
        assert subject is not None
        assert subject.split("/")[0] in {"debtor", "payment", "document", "mail", "person"}


@every_contract
def test_every_value_of_a_contract_reads_back_equal(name: str) -> None:
    @a_few
    @given(values_of(EVENTS[name]))
    def reads_back(event: Event) -> None:
        wire = event.model_dump_json(warnings="error").encode()
        assert EVENTS[name].read(wire) == event
        assert EVENTS[name].model_validate_json(wire) == event

    reads_back()


@pytest.mark.parametrize("name", PERSONAL)
async def test_every_value_with_personal_fields_passes_the_codec(name: str) -> None:
    drawn: list[Event] = []

    @a_few
    @given(values_of(EVENTS[name]))
    def draw(event: Event) -> None:
        drawn.append(event)

    draw()
    for event in drawn:
        _, read = await _through_the_log(name, event)
        assert read == event.upcast()


@every_contract
def test_a_writer_may_not_add_a_field_and_a_reader_does_not_mind(name: str) -> None:
    event = EVENTS[name]
    fields = orjson.loads(_stored(name, "full"))
    added = orjson.dumps({**fields, "added_later": {"by": "a newer release"}})
    with pytest.raises(ValidationError, match="added_later"):
        event.model_validate_json(added)
    with pytest.raises(ValidationError, match="added_later"):
        event(**{**vars(event.read(added)), "added_later": 1})
    assert event.read(added) == event.read(_stored(name, "full"))
    _validator(name).validate(
        {**fields, "added_later": 1, **({"personal": {"erased": True}} if event.ENCRYPTED else {})}
    )


def test_a_reader_does_not_mind_a_field_added_within_a_part() -> None:
    name = "ingestion.creditor_registered.v1"
    fields = orjson.loads(_stored(name, "full"))
    fields["facts"]["accounts"][0]["added_later"] = 1
    assert EVENTS[name].read(orjson.dumps(fields)) == EVENTS[name].read(_stored(name, "full"))


@every_contract
def test_a_field_that_must_be_there_must_be_there(name: str) -> None:
    fields = orjson.loads(_stored(name, "full"))
    for field, described in EVENTS[name].model_fields.items():
        without = {other: value for other, value in fields.items() if other != field}
        if described.is_required():
            with pytest.raises(ValidationError, match=field):
                EVENTS[name].read(orjson.dumps(without))
        else:
            EVENTS[name].read(orjson.dumps(without))


@a_few
@given(st.sampled_from(sorted(PERSONAL)), st.data())
def test_erased_and_empty_personal_fields_are_told_apart(name: str, data: st.DataObject) -> None:
    event = data.draw(values_of(EVENTS[name]))
    read = EVENTS[name].read(event.model_dump_json().encode())
    assert type(vars(read)["personal"]) is type(vars(event)["personal"])


def test_a_stale_or_orphaned_file_is_named(tmp_path: Path) -> None:
    write_all(tmp_path)
    assert list(stale_files(tmp_path)) == []
    (tmp_path / "schemas" / "matching.item_opened.v1.json").write_text("{}")
    (tmp_path / "samples" / "matching.item_opened.v0.json").write_text("{}")
    (tmp_path / "samples" / "matching.item_settled.v1.json").unlink()
    assert sorted(stale_files(tmp_path)) == [
        "samples/matching.item_opened.v0.json",
        "samples/matching.item_settled.v1.json",
        "schemas/matching.item_opened.v1.json",
    ]
    write_all(tmp_path)
    assert list(stale_files(tmp_path)) == []


def test_a_contract_that_cannot_read_its_old_sample_is_named(tmp_path: Path) -> None:
    write_all(tmp_path)
    sample = tmp_path / "samples" / "matching.item_settled.v1.json"
    sample.write_text('{"full": {"item": "of a published version with other fields"}}')
    assert list(broken_samples(tmp_path)) == ["matching.item_settled.v1"]


def _validator(name: str) -> Draft202012Validator:
    schema = orjson.loads((HERE / "schemas" / f"{name}.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
