"""What cannot be read parks its key, with as much of it as can be told, and nothing else."""

import pytest

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Record
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.tests.writing import (
    COMMANDS,
    JAN,
    KEY,
    CloseDebtor,
    EnterDebtor,
    commands_written,
    on,
    with_header,
)
from libs.events.contracts.topology import INGESTION
from libs.events.loop.batch import Poison
from libs.events.loop.decider import Message


@pytest.fixture
def codec() -> Codec:
    return Codec(INGESTION, MemoryKeyring(), COMMANDS)


@pytest.mark.parametrize(
    ("header", "value", "tenant", "reason"),
    [
        ("ce_type", None, "acme", "header ce_type is absent"),
        ("ce_type", b"close_debtor", "acme", "header ce_type names no contract"),
        ("ce_id", None, "acme", "header ce_id is absent"),
        ("ce_depth", b"-1", "acme", "header ce_depth is no number"),
        ("ce_depth", b"4.0", "acme", "header ce_depth is no number"),
        ("ce_depth", "٤".encode(), "acme", "header ce_depth is no number"),
        ("ce_tenant", None, None, "header ce_tenant is absent"),
        ("ce_tenant", b"Acme/other", None, "header ce_tenant names no tenant"),
        ("ce_tenant", b"\xff", None, "header ce_tenant is no text"),
        ("ce_correlationid", b"m\x00", "acme", "header ce_correlationid is no text"),
    ],
)
async def test_a_record_whose_headers_cannot_be_read_is_poison_under_its_key(
    codec: Codec, header: str, value: bytes | None, tenant: str | None, reason: str
) -> None:
    (record,) = on(
        INGESTION.inbox_topic, await commands_written(codec, CloseDebtor(debtor="7c2m4q"))
    )
    (poison,) = await codec.decode_batch([with_header(record, header, value)])
    assert isinstance(poison, Poison)
    assert (poison.key, poison.tenant, poison.partition) == (KEY, tenant, 2)
    assert poison.reason == reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", "CloseDebtor: value: json_invalid"),
        (b"\xff\xfe", "CloseDebtor: value: json_invalid"),
        (b'["7c2m4q"]', "CloseDebtor: value: model_type"),
        (b"{}", "CloseDebtor: debtor: missing"),
        (b'{"debtor": 7}', "CloseDebtor: debtor: string_type"),
        (b" " * (512 * 1024 + 1), "a value of 524289 bytes, more than 524288"),
    ],
)
async def test_a_value_that_is_no_message_is_poison_and_its_reason_holds_no_value(
    codec: Codec, value: bytes, reason: str
) -> None:
    (record,) = on(
        INGESTION.inbox_topic, await commands_written(codec, CloseDebtor(debtor="7c2m4q"))
    )
    spoilt = Record(record.topic, 2, 10, record.key, value, record.headers)
    (poison,) = await codec.decode_batch([spoilt])
    assert poison == Poison(id="c0", key=KEY, tenant="acme", reason=reason, partition=2)


@pytest.mark.parametrize("key", [None, b"", b"\xff", b"acme/\x00"])
async def test_poison_without_a_readable_key_parks_under_a_key_of_the_partition(
    codec: Codec, key: bytes | None
) -> None:
    bare = Record(INGESTION.inbox_topic, 2, 10, key, b"noise", [])
    other = Record(INGESTION.inbox_topic, 2, 11, key, b"noise", [])
    one, two = await codec.decode_batch([bare, other])
    assert isinstance(one, Poison)
    assert isinstance(two, Poison)
    assert one.key == two.key == "-/unreadable/2"
    assert one.tenant is None
    assert one.id != two.id
    parked = on(INGESTION.parked_topic, [codec.encode_parked(bare)], first_offset=70)
    assert await codec.decode_batch(parked) == [one]


async def test_a_record_that_claims_to_come_from_elsewhere_is_poison(codec: Codec) -> None:
    (record,) = on(
        INGESTION.inbox_topic, await commands_written(codec, CloseDebtor(debtor="7c2m4q"))
    )
    claimed = with_header(record, "ce_parkedtopic", b"relance.dunning.events")
    (poison,) = await codec.decode_batch([with_header(claimed, "ce_parkedoffset", b"3")])
    assert isinstance(poison, Poison)
    assert poison.reason == "it stood first on a topic that is not read here"


async def test_one_unreadable_record_leaves_its_neighbours_readable(codec: Codec) -> None:
    written = await commands_written(
        codec,
        CloseDebtor(debtor="1"),
        EnterDebtor(debtor="7c2m4q", personal=JAN),
        CloseDebtor(debtor="3"),
    )
    records = on(INGESTION.inbox_topic, written)
    records[0] = Record(records[0].topic, 2, 10, records[0].key, b"noise", records[0].headers)
    poison, *messages = await codec.decode_batch(records)
    assert isinstance(poison, Poison)
    assert [type(message) for message in messages] == [Message, Message]
