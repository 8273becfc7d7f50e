"""A record is looked into without any key: personal fields stay closed."""

from datetime import UTC, datetime

import pytest

from libs.cli.tests.ledger import DAY, a_payment, an_item, settled
from libs.cli.verifying.facts import NoFact, fact_of, registry_of
from libs.events.codec.envelope import Record, headers_of, instant
from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Event
from libs.events.contracts.registry import UnknownVersion
from libs.events.contracts.topology import CALENDAR, MATCHING

MATCHES = registry_of(MATCHING)


def recorded(event: Event, *, type_name: str = "", value: bytes | None = None) -> Record:
    headers = headers_of(
        {
            "id": "e1",
            "source": "/relance/matching",
            "type": type_name or event.TYPE,
            "time": instant(datetime(2026, 1, 7, tzinfo=UTC)),
            "subject": "demo/item/F-1",
            "tenant": "demo",
            "version": "4",
        }
    )
    body = value if value is not None else event.model_dump_json().encode()
    return Record("relance.matching.events", 2, 17, b"demo/debtor/d", body, headers)


def test_an_event_is_read_with_its_place_and_version() -> None:
    fact = fact_of(recorded(an_item("F-1", "100.00")), "matching", MATCHES)

    assert fact.event == an_item("F-1", "100.00")
    assert (fact.stream, fact.version) == ("demo/item/F-1", 4)
    assert fact.place == "relance.matching.events/2@17"


def test_an_older_version_says_what_the_newest_would() -> None:
    newest = settled("p1", "F-1", "100.00")
    older = newest.downcast()
    assert isinstance(older, Event)

    fact = fact_of(recorded(older), "matching", MATCHES)

    assert fact.event == newest.model_copy(update={"settled_on": None})


def test_sealed_personal_fields_are_not_needed() -> None:
    payment = a_payment("p1", "100.00", 0)
    sealed = b'{"key_id": "payment/p1", "nonce": "AAAA", "sealed": "AAAA"}'
    wire = payment.model_dump_json().encode().replace(b'{"erased":true}', sealed)
    assert sealed in wire

    assert fact_of(recorded(payment, value=wire), "matching", MATCHES).event == payment


def test_what_no_check_reads_is_only_counted() -> None:
    day = DayStarted(day_on=DAY, zone="Europe/Paris")

    assert fact_of(recorded(day), "calendar", registry_of(CALENDAR)).event is None


@pytest.mark.parametrize("value", [b"", b"no JSON", b"[]", b'{"item": 1}'])
def test_a_record_that_is_no_event_is_told_by_its_place(value: bytes) -> None:
    for event in (an_item("F-1", "1.00"), a_payment("p1", "1.00", 0)):
        with pytest.raises(NoFact, match="events/2@17"):
            fact_of(recorded(event, value=value), "matching", MATCHES)


def test_a_version_that_is_newer_than_the_checks_stops_them() -> None:
    newer = recorded(an_item("F-1", "1.00"), type_name="relance.matching.item_opened.v9")

    with pytest.raises(UnknownVersion):
        fact_of(newer, "matching", MATCHES)
