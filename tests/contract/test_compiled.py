"""What is compiled from a contract reads as the contract itself does, mistakes included."""

from typing import Any, Final

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from libs.events.codec.compiling import reader_of, sealed_twin_of
from libs.events.contracts.every import every_event
from libs.events.contracts.generate import HERE
from libs.events.contracts.model import Contract, Event
from tests.contract.strategies import values_of

EVENTS: Final = dict(every_event())
CLEAR: Final = sorted(name for name, event in EVENTS.items() if not event.ENCRYPTED)
PERSONAL: Final = sorted(name for name, event in EVENTS.items() if event.ENCRYPTED)
many = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def _as_pydantic_reads(contract: type[Contract], wire: bytes) -> Any:
    try:
        return contract.read(wire)
    except ValidationError as mistake:
        return str(mistake)


def _as_compiled(contract: type[Contract], wire: bytes) -> Any:
    try:
        return reader_of(contract)(wire)
    except ValidationError as mistake:
        return str(mistake)


def _sample(name: str) -> dict[str, Any]:
    sample: dict[str, Any] = orjson.loads((HERE / "samples" / f"{name}.json").read_bytes())["full"]
    return sample


def test_what_folds_read_most_is_compiled() -> None:
    by_pydantic = {name for name in CLEAR if reader_of(EVENTS[name]) == EVENTS[name].read}
    by_pydantic |= {name for name in PERSONAL if sealed_twin_of(EVENTS[name]) is None}

    assert by_pydantic == set()


@pytest.mark.parametrize("name", CLEAR)
@many
@given(data=st.data())
def test_any_event_reads_as_pydantic_reads_it(name: str, data: st.DataObject) -> None:
    event: Event = data.draw(values_of(EVENTS[name]))
    wire = event.model_dump_json().encode()
    read = reader_of(EVENTS[name])(wire)

    assert read == event
    assert read.model_fields_set == EVENTS[name].read(wire).model_fields_set
    assert read.model_dump_json().encode() == wire


@pytest.mark.parametrize("name", CLEAR)
@many
@given(data=st.data())
def test_a_mistake_is_the_one_that_pydantic_finds(name: str, data: st.DataObject) -> None:
    sample = _sample(name)
    field = data.draw(st.sampled_from(sorted(sample) or ["nothing"]))
    wrong: Any = data.draw(
        st.sampled_from(
            [None, 1, -1, 1.0, 1.5, True, "", "x", "1", "2026-02-30", "40.0 EUR", [], [1], {}]
        )
    )
    wire = orjson.dumps({**sample, field: wrong, "of_a_newer_writer": wrong})
    short = orjson.dumps({key: value for key, value in sample.items() if key != field})

    for sent in (wire, short, wire[:-1], b"", b"[]"):
        assert _as_compiled(EVENTS[name], sent) == _as_pydantic_reads(EVENTS[name], sent)


@pytest.mark.parametrize("name", PERSONAL)
@many
@given(data=st.data())
def test_personal_fields_are_put_where_pydantic_puts_them(name: str, data: st.DataObject) -> None:
    event: Any = data.draw(values_of(EVENTS[name]))
    twin = sealed_twin_of(EVENTS[name])
    assert twin is not None
    is_erased = "erased" in type(event.personal).model_fields
    personal = None if is_erased else event.personal.model_dump_json().encode()
    values = twin.clear(event.model_dump_json().encode())

    assert twin.filled(values, personal) == event
