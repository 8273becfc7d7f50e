"""A record becomes a fact: the envelope read by a decoder of the auditor's own."""

from typing import Any

from aiokafka.structs import ConsumerRecord

from audit.cents import cents, shown
from audit.log import fact_of


def test_a_record_is_read_by_its_headers() -> None:
    headers: list[tuple[str, bytes]] = [
        ("ce_type", b"relance.matching.item_settled.v1"),
        ("ce_tenant", b"demo"),
        ("ce_subject", b"demo/item/i1"),
        ("ce_version", b"3"),
    ]
    fact = fact_of(a_record(headers))

    assert (fact.name, fact.service, fact.tenant) == ("item_settled", "matching", "demo")
    assert (fact.stream, fact.version, fact.fields) == ("demo/item/i1", 3, {"item": "i1"})
    assert (fact.partition, fact.offset) == (2, 17)
    assert fact.recorded_at.isoformat() == "2026-01-05T12:00:00+00:00"
    assert fact.positions is None
    read = ("ce_positions", b'{"relance.matching.commands": 9}')
    assert fact_of(a_record([*headers, read])).positions == {"relance.matching.commands": 9}


def a_record(headers: list[tuple[str, bytes]]) -> Any:
    return ConsumerRecord(
        topic="relance.matching.events",
        partition=2,
        offset=17,
        timestamp=1_767_614_400_000,
        timestamp_type=0,
        key=b"demo/debtor/d1",
        value=b'{"item": "i1"}',
        checksum=None,
        serialized_key_size=14,
        serialized_value_size=14,
        headers=headers,
    )


def test_amounts_are_whole_minor_units_of_their_currency() -> None:
    assert cents("40.00 EUR") == 4000
    assert cents("-7 JPY") == -7
    assert cents("1.234 KWD") == 1234
    assert shown(1234567, "EUR") == "12,345.67 EUR"
