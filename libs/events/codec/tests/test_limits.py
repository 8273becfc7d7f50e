"""What no reader could take is never written, and condemns the message that led to it."""

from collections.abc import Callable

import pytest

from libs.events.codec.codec import Codec
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.tests.writing import (
    COMMANDS,
    NOW,
    CloseDebtor,
    EnterDebtor,
    events_written,
    new_command,
    on,
    question,
    registered,
)
from libs.events.codec.writing import Unwritable
from libs.events.contracts.ingestion import DebtorMerged
from libs.events.contracts.matching import ItemReduced
from libs.events.contracts.model import Command
from libs.events.contracts.parties import PartyPersonal
from libs.events.contracts.topology import INGESTION
from libs.kernel.money import Money


@pytest.fixture
def codec() -> Codec:
    return Codec(INGESTION, MemoryKeyring(), COMMANDS)


def _personal(name: str) -> Command:
    return EnterDebtor(debtor="jan", personal=PartyPersonal(name=name))


def _plain(debtor: str) -> Command:
    return CloseDebtor(debtor=debtor)


@pytest.mark.parametrize("command", [_personal, _plain])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\x00b", "has a NUL in a text"),
        ("a\ud800b", "cannot be JSON"),
        ("a" * 524_288, "bytes, more than 524288"),
    ],
)
async def test_it_is_refused_and_names_the_cause(
    codec: Codec, command: Callable[[str], Command], text: str, reason: str
) -> None:
    item = new_command(command(text))
    encoder = await codec.prepare([item])
    with pytest.raises(Unwritable, match=reason) as raised:
        encoder.encode_command(item, time=NOW, epoch=1)
    assert raised.value.causation == item.causation
    assert text not in raised.value.reason


async def test_a_question_is_its_own_cause(codec: Codec) -> None:
    asked = question(_plain("a\x00b"))
    encoder = await codec.prepare([asked])
    with pytest.raises(Unwritable) as raised:
        encoder.encode_question(asked, time=NOW)
    assert raised.value.causation == asked.id


@pytest.mark.parametrize("text", [r"C:\u0000", r"\\u0000", "\x01\x1f", "é\u2028🧾"])
async def test_text_that_only_looks_like_it_is_written(codec: Codec, text: str) -> None:
    event = registered("jan", text)
    records = on(INGESTION.events_topic, await events_written(codec, event))
    assert [logged.event for logged in await codec.decode_own(records)] == [event]


async def test_the_limit_counts_key_value_and_headers(codec: Codec) -> None:
    (empty,) = await events_written(codec, DebtorMerged(debtor="", into=""))
    room = 512 * 1024 - empty.size_bytes
    (full,) = await events_written(codec, DebtorMerged(debtor="a" * room, into=""))
    assert full.size_bytes == 512 * 1024
    with pytest.raises(Unwritable, match="of 524289 bytes"):
        await events_written(codec, DebtorMerged(debtor="a" * (room + 1), into=""))


async def test_fields_of_another_type_are_not_written_whoever_got_them_in(codec: Codec) -> None:
    wrong = DebtorMerged(debtor="jan", into="mia").model_copy(update={"into": 7})
    with pytest.raises(Unwritable, match="debtor_merged"):
        await events_written(codec, wrong)


async def test_money_is_one_text_on_the_wire(codec: Codec) -> None:
    event = ItemReduced(
        item="i1",
        creditor="c1",
        debtor="d1",
        source="s1",
        source_kind="share",
        amount=Money.of("40", "EUR"),
        open=Money.of("0.1", "EUR"),
    )
    (encoded,) = await events_written(codec, event)
    assert b'"amount":"40.00 EUR","open":"0.10 EUR"' in encoded.value
