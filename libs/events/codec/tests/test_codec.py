"""What a service writes it reads back, and so do those who hear it."""

import orjson
import pytest

from libs.events.codec.codec import Codec, LogDamaged
from libs.events.codec.envelope import Record
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.reading import Opened, Reader
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
from libs.events.contracts.model import Event
from libs.events.contracts.registry import Registry, UnknownVersion
from libs.events.contracts.runtime import KeyFreed, PositionsNoted
from libs.events.contracts.topology import CALENDAR, INGESTION, MATCHING
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
        LoggedEvent(
            offset=10,
            key=KEY,
            stream=KEY,
            version=1,
            event=registered(),
            trace=TRACE,
            epoch=7,
        ),
        LoggedEvent(
            offset=11,
            key=KEY,
            stream=KEY,
            version=2,
            event=MERGED,
            positions={"relance.ingestion.commands": 41},
            deepest=4,
            trace=TRACE,
            epoch=7,
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
    assert [value for name, value in twice[0].headers if name == "ce_parkedoffset"] == [b"10"]
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


class Split(Event, type="relance.ingestion.split.v2"):
    """The newer version: it names both."""

    debtors: tuple[str, ...]


class OldSplit(Event, type="relance.ingestion.split.v1"):
    """The older one: it named one."""

    debtor: str

    def upcast(self) -> Split:
        return Split(debtors=(self.debtor,))


async def test_an_older_version_is_read_as_the_newest(codec: Codec, keyring: MemoryKeyring) -> None:
    records = on(INGESTION.events_topic, await events_written(codec, OldSplit(debtor="7c2m4q")))
    reader = Reader({INGESTION.events_topic: Registry((Split, OldSplit))}, keyring)
    (opened,) = await reader.open(records)
    assert isinstance(opened, Opened)
    assert opened.body == Split(debtors=("7c2m4q",))
