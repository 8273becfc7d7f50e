"""What a service writes it reads back, and so do those who hear it."""

import orjson
import pytest

from libs.events.codec.codec import Codec, LogDamaged
from libs.events.codec.envelope import Record
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.tests.writing import (
    COMMANDS,
    JAN,
    KEY,
    NOW,
    TRACE,
    CloseDebtor,
    EnterDebtor,
    commands_written,
    events_written,
    new_event,
    on,
    question,
    registered,
    with_header,
)
from libs.events.contracts.ingestion import CreditorFacts, CreditorRegistered, DebtorMerged
from libs.events.contracts.registry import UnknownVersion
from libs.events.contracts.runtime import KeyFreed, PositionsNoted
from libs.events.contracts.topology import CALENDAR, INGESTION, MATCHING
from libs.events.loop.batch import Poison
from libs.events.loop.decider import Message
from libs.events.loop.folding import LoggedEvent

MERGED = DebtorMerged(debtor="7c2m4q", into="9p3x1a")
CREDITOR = CreditorRegistered(
    facts=CreditorFacts(
        creditor="c1", name="Acme", country="BE", zone="Europe/Brussels", feed="required"
    ),
    revision=1,
)


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def codec(keyring: MemoryKeyring) -> Codec:
    return Codec(INGESTION, keyring, COMMANDS)


async def test_own_events_read_back_equal_for_a_fold(codec: Codec) -> None:
    written = await events_written(codec, registered(), MERGED)
    assert await codec.decode_own(on(INGESTION.events_topic, written)) == [
        LoggedEvent(offset=10, key=KEY, stream=KEY, version=1, event=registered()),
        LoggedEvent(
            offset=11,
            key=KEY,
            stream=KEY,
            version=2,
            event=MERGED,
            positions={"relance.ingestion.commands": 41},
            deepest=4,
        ),
    ]


async def test_a_runtime_event_carries_its_service_in_its_type(codec: Codec) -> None:
    freed = KeyFreed(key=KEY, tenant="acme")
    written = await events_written(codec, freed, PositionsNoted())
    assert dict(written[0].headers)["ce_type"] == b"relance.ingestion.key_freed.v1"
    own = await codec.decode_own(on(INGESTION.events_topic, written))
    assert [logged.event for logged in own] == [freed, PositionsNoted()]


async def test_a_command_of_ones_own_comes_back_at_its_depth(codec: Codec) -> None:
    written = await commands_written(codec, EnterDebtor(debtor="7c2m4q", personal=JAN))
    assert await codec.decode_batch(on(INGESTION.inbox_topic, written)) == [
        Message(
            id="c0",
            tenant="acme",
            key=KEY,
            body=EnterDebtor(debtor="7c2m4q", personal=JAN),
            partition=2,
            depth=4,
            source="inbox",
            correlation="m0",
            trace=TRACE,
        )
    ]


async def test_a_question_from_the_edge_says_whose_body_it_had(codec: Codec) -> None:
    asked = question(EnterDebtor(debtor="7c2m4q", personal=JAN))
    encoded = (await codec.prepare([asked])).encode_question(asked, time=NOW)
    (message,) = await codec.decode_batch(on(INGESTION.inbox_topic, [encoded]))
    assert isinstance(message, Message)
    assert message.from_edge
    assert (message.id, message.depth, message.body_hash) == ("q1", 0, "ab" * 32)
    assert message.body == asked.command


async def test_a_hearer_takes_what_it_hears_and_lets_the_rest_pass(
    codec: Codec, keyring: MemoryKeyring
) -> None:
    written = await events_written(codec, registered(), CREDITOR, KeyFreed(key=KEY, tenant=None))
    matching = Codec(MATCHING, keyring, ())
    heard = await matching.decode_batch(on(INGESTION.events_topic, written))
    assert heard == [
        None,
        Message(
            id="e2",
            tenant="acme",
            key=KEY,
            body=CREDITOR,
            partition=2,
            depth=0,
            source="ingestion",
            stream=KEY,
            correlation="m0",
            trace=TRACE,
        ),
        None,
    ]


async def test_another_version_of_what_is_heard_ends_the_process(
    codec: Codec, keyring: MemoryKeyring
) -> None:
    (record,) = on(INGESTION.events_topic, await events_written(codec, CREDITOR))
    newer = with_header(record, "ce_type", b"relance.ingestion.creditor_registered.v2")
    for service in (MATCHING, CALENDAR):
        with pytest.raises(UnknownVersion, match=r"creditor_registered\.v2"):
            await Codec(service, keyring, ()).decode_batch([newer])


@pytest.mark.parametrize("name", ["enter_debtor.v2", "enter_debtors.v1"])
async def test_a_command_of_a_newer_release_is_never_skipped(codec: Codec, name: str) -> None:
    written = await commands_written(codec, CloseDebtor(debtor="7c2m4q"))
    (record,) = on(INGESTION.inbox_topic, written)
    with pytest.raises(UnknownVersion, match=name):
        await codec.decode_batch(
            [with_header(record, "ce_type", f"relance.ingestion.{name}".encode())]
        )


async def test_an_own_event_of_a_newer_release_stops_the_fold(codec: Codec) -> None:
    (record,) = on(INGESTION.events_topic, await events_written(codec, MERGED))
    newer = with_header(record, "ce_type", b"relance.ingestion.debtor_split.v1")
    with pytest.raises(UnknownVersion, match=r"debtor_split\.v1"):
        await codec.decode_own([newer])


async def test_an_own_event_that_cannot_be_read_stops_the_fold_at_its_offset(
    codec: Codec,
) -> None:
    (record,) = on(INGESTION.events_topic, await events_written(codec, MERGED))
    cut = Record(record.topic, 2, 10, record.key, (record.value or b"")[:-3], record.headers)
    with pytest.raises(LogDamaged, match=r"relance\.ingestion\.events/2 at offset 10: "):
        await codec.decode_own([cut])


async def test_a_field_that_a_newer_writer_added_is_let_through(
    codec: Codec, keyring: MemoryKeyring
) -> None:
    (record,) = on(INGESTION.events_topic, await events_written(codec, registered()))
    more = orjson.dumps({**orjson.loads(record.value or b""), "added": {"later": True}})
    added = Record(record.topic, 2, 10, record.key, more, record.headers)
    (logged,) = await codec.decode_own([added])
    assert logged.event == registered()


async def test_parked_bytes_are_read_as_they_were_before(
    codec: Codec, keyring: MemoryKeyring
) -> None:
    inbox = on(
        INGESTION.inbox_topic,
        await commands_written(codec, EnterDebtor(debtor="7c2m4q", personal=JAN)),
    )
    before = await codec.decode_batch(inbox)
    once = on(INGESTION.parked_topic, [codec.encode_parked(inbox[0])], first_offset=900)
    twice = on(INGESTION.parked_topic, [codec.encode_parked(once[0])], first_offset=901)
    assert await codec.decode_batch(once) == before
    assert await codec.decode_batch(twice) == before
    assert dict(twice[0].headers)["ce_parkedoffset"] == b"10"
    assert twice[0].value == inbox[0].value


async def test_a_heard_event_keeps_its_source_when_it_was_parked(
    codec: Codec, keyring: MemoryKeyring
) -> None:
    heard = on(INGESTION.events_topic, await events_written(codec, CREDITOR))
    matching = Codec(MATCHING, keyring, ())
    parked = on(MATCHING.parked_topic, [matching.encode_parked(heard[0])])
    (message,) = await matching.decode_batch(parked)
    assert isinstance(message, Message)
    assert message.source == "ingestion"


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
    claimed = with_header(record, "ce_parkedtopic", b"relance.matching.events")
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


async def test_an_event_is_written_as_a_cloud_event_in_binary_mode(codec: Codec) -> None:
    (encoded,) = await events_written(codec, MERGED)
    assert encoded.key == KEY.encode()
    assert encoded.value == b'{"debtor":"7c2m4q","into":"9p3x1a"}'
    assert encoded.headers == [
        ("ce_specversion", b"1.0"),
        ("content-type", b"application/json"),
        ("ce_id", b"e1"),
        ("ce_source", b"/relance/ingestion"),
        ("ce_type", b"relance.ingestion.debtor_merged.v1"),
        ("ce_time", b"2026-03-02T09:30:15.250Z"),
        ("ce_tenant", b"acme"),
        ("ce_subject", KEY.encode()),
        ("ce_version", b"1"),
        ("ce_causationid", b"m1"),
        ("ce_correlationid", b"m0"),
        ("ce_depth", b"3"),
        ("ce_epoch", b"7"),
        ("ce_positions", b'{"relance.ingestion.commands":41}'),
        ("ce_deepest", b"4"),
        ("traceparent", TRACE.encode()),
    ]


async def test_an_instant_without_a_zone_is_never_written(codec: Codec) -> None:
    item = new_event(MERGED)
    encoder = await codec.prepare([item])
    with pytest.raises(ValueError, match="has a zone"):
        encoder.encode_event(
            item, time=NOW.replace(tzinfo=None), positions=None, deepest=0, epoch=0
        )
