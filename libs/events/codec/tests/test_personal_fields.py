"""Personal fields: sealed on the log, gone with their key, never mistaken for erased."""

from collections.abc import Collection, Mapping

import orjson
import pytest

from libs.events.codec.codec import Codec, LogDamaged
from libs.events.codec.envelope import Record
from libs.events.codec.keyring import Kept, KeyMissing, Subject
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.tests.writing import (
    COMMANDS,
    EnterDebtor,
    commands_written,
    events_written,
    on,
    registered,
)
from libs.events.contracts.ingestion import DebtorMerged, DebtorRegistered
from libs.events.contracts.model import Erased
from libs.events.contracts.parties import PartyPersonal
from libs.events.contracts.topology import INGESTION
from libs.events.loop.batch import Poison
from libs.events.loop.decider import Message

JAN, MIA = Subject("acme", "debtor/jan"), Subject("acme", "debtor/mia")


class CountingKeyring(MemoryKeyring):
    """A keyring that tells how often it was asked, and for how many."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    async def keys_for(self, subjects: Collection[Subject], create: bool) -> Mapping[Subject, Kept]:
        self.asked.append(len(subjects))
        return await super().keys_for(subjects, create)


@pytest.fixture
def keyring() -> CountingKeyring:
    return CountingKeyring()


@pytest.fixture
def codec(keyring: CountingKeyring) -> Codec:
    return Codec(INGESTION, keyring, COMMANDS)


async def _names(codec: Codec, records: list[Record]) -> list[str | None]:
    """The debtors' names as a fold sees them; None: erased."""
    names: list[str | None] = []
    for logged in await codec.decode_own(records):
        assert isinstance(logged.event, DebtorRegistered)
        personal = logged.event.personal
        names.append(None if isinstance(personal, Erased) else personal.name)
    return names


async def test_destroying_one_key_erases_its_fields_and_no_others(
    codec: Codec, keyring: CountingKeyring
) -> None:
    written = await events_written(
        codec, registered("jan", "Jan"), registered("mia", "Mia"), registered("jan", "Jan P.")
    )
    records = on(INGESTION.events_topic, written)
    assert await _names(codec, records) == ["Jan", "Mia", "Jan P."]
    await keyring.destroy(JAN, reason="asked", by="user/4")
    assert await _names(codec, records) == [None, "Mia", None]


async def test_a_lost_keyring_stops_the_fold_and_names_the_subject(codec: Codec) -> None:
    records = on(INGESTION.events_topic, await events_written(codec, registered("jan", "Jan")))
    restored_empty = Codec(INGESTION, MemoryKeyring(), COMMANDS)
    with pytest.raises(KeyMissing, match="acme:debtor/jan"):
        await restored_empty.decode_own(records)


async def test_a_lost_keyring_stops_what_hears_too(codec: Codec) -> None:
    records = on(
        INGESTION.inbox_topic,
        await commands_written(codec, EnterDebtor(debtor="jan", personal=PartyPersonal(name="J"))),
    )
    with pytest.raises(KeyMissing, match="acme:debtor/jan"):
        await Codec(INGESTION, MemoryKeyring(), COMMANDS).decode_batch(records)


async def test_a_new_key_of_a_subject_whose_old_one_was_lost_does_not_hide_the_loss(
    codec: Codec,
) -> None:
    records = on(INGESTION.events_topic, await events_written(codec, registered("jan", "Jan")))
    restored_empty = Codec(INGESTION, MemoryKeyring(), COMMANDS)
    await events_written(restored_empty, registered("jan", "Jan"))
    with pytest.raises(KeyMissing, match="acme:debtor/jan"):
        await restored_empty.decode_own(records)


async def test_what_is_written_for_an_erased_subject_is_written_erased(
    codec: Codec, keyring: CountingKeyring
) -> None:
    await events_written(codec, registered("jan", "Jan"))
    await keyring.destroy(JAN, reason="asked", by="user/4")
    (again,) = await events_written(codec, registered("jan", "Jan"))
    assert orjson.loads(again.value)["personal"] == {"erased": True}
    assert await _names(codec, on(INGESTION.events_topic, [again])) == [None]


async def test_erased_stays_erased_without_asking_for_a_key(
    codec: Codec, keyring: CountingKeyring
) -> None:
    event = registered("jan").model_copy(update={"personal": Erased()})
    records = on(INGESTION.events_topic, await events_written(codec, event))
    assert [logged.event for logged in await codec.decode_own(records)] == [event]
    assert keyring.asked == []


async def test_a_batch_asks_the_keyring_once_each_way(
    codec: Codec, keyring: CountingKeyring
) -> None:
    events = [registered(f"d{number % 7}") for number in range(50)]
    records = on(INGESTION.events_topic, await events_written(codec, *events))
    await codec.decode_own(records)
    assert keyring.asked == [7, 7]


async def test_what_has_no_personal_fields_asks_for_no_key(
    codec: Codec, keyring: CountingKeyring
) -> None:
    written = await events_written(codec, DebtorMerged(debtor="jan", into="mia"))
    await codec.decode_own(on(INGESTION.events_topic, written))
    assert keyring.asked == []


async def test_nothing_personal_stands_in_clear_anywhere_in_a_record(codec: Codec) -> None:
    event = registered("jan", "Jan Peeters")
    (encoded,) = await events_written(codec, event)
    everything = encoded.key + encoded.value + b"".join(value for _, value in encoded.headers)
    for personal in (b"Peeters", b"Lindestraat", b"Gent", b"example.org"):
        assert personal not in everything
    assert b"K-9" in everything


async def test_equal_fields_are_never_sealed_to_equal_bytes(codec: Codec) -> None:
    one, two = await events_written(codec, registered("jan"), registered("jan"))
    sealed = [orjson.loads(encoded.value)["personal"] for encoded in (one, two)]
    assert sealed[0]["key_id"] == sealed[1]["key_id"]
    assert sealed[0]["sealed"] != sealed[1]["sealed"]
    assert sealed[0]["nonce"] != sealed[1]["nonce"]


async def test_fields_moved_to_another_message_do_not_open(codec: Codec) -> None:
    records = on(
        INGESTION.events_topic,
        await events_written(codec, registered("jan", "Jan"), registered("jan", "Mia")),
    )
    moved = Record(records[0].topic, 2, 10, records[0].key, records[1].value, records[0].headers)
    with pytest.raises(LogDamaged, match="do not open"):
        await codec.decode_own([moved])


@pytest.mark.parametrize(
    ("personal", "reason"),
    [
        (None, "personal fields are neither sealed nor erased"),
        ("Jan", "personal fields are neither sealed nor erased"),
        ({"name": "Jan"}, "personal fields are neither sealed nor erased"),
        ({"erased": False}, "personal fields are neither sealed nor erased"),
        ({"nonce": "!"}, "personal fields are neither sealed nor erased"),
        ({"nonce": ""}, "sealed bytes do not open under their subject's key"),
        ({"sealed": "AAAA"}, "sealed bytes do not open under their subject's key"),
    ],
)
async def test_personal_fields_that_are_not_sealed_as_ours_are_poison(
    codec: Codec, personal: object, reason: str
) -> None:
    command = EnterDebtor(debtor="jan", personal=PartyPersonal(name="Jan"))
    (record,) = on(INGESTION.inbox_topic, await commands_written(codec, command))
    fields = orjson.loads(record.value or b"")
    patches = isinstance(personal, dict) and personal.keys() <= fields["personal"].keys()
    fields["personal"] = {**fields["personal"], **personal} if patches else personal  # type: ignore[dict-item]
    spoilt = Record(record.topic, 2, 10, record.key, orjson.dumps(fields), record.headers)
    (poison,) = await codec.decode_batch([spoilt])
    assert isinstance(poison, Poison)
    assert poison.reason == reason


async def test_an_erased_command_is_decided_as_one(codec: Codec, keyring: CountingKeyring) -> None:
    command = EnterDebtor(debtor="mia", personal=PartyPersonal(name="Mia"))
    records = on(INGESTION.inbox_topic, await commands_written(codec, command))
    await keyring.destroy(MIA, reason="asked", by="user/4")
    (message,) = await codec.decode_batch(records)
    assert isinstance(message, Message)
    assert message.body == EnterDebtor(debtor="mia", personal=Erased())
