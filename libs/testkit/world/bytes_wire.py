"""The logs in memory as the codec's bytes, personal fields sealed under a keyring in memory."""

from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded, Record, origin_of
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.writing import NewQuestion
from libs.events.contracts.model import Command
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import NewCommand, NewEvent, Poison
from libs.events.loop.decider import Message
from libs.events.loop.folding import LoggedEvent
from libs.testkit.world.wire import Content, Spot

Answer = TypeVar("Answer")

_WRITTEN_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""One instant for all records: nothing that decides reads the envelope's time."""


class BytesWire:
    """Everything is encoded when it is written and decoded when it is read."""

    def __init__(
        self,
        topology: Mapping[str, ServiceTopics],
        commands: Mapping[str, tuple[type[Command], ...]],
    ) -> None:
        keyring = MemoryKeyring()
        self._codecs = {
            name: Codec(topics, keyring, commands[name]) for name, topics in topology.items()
        }

    def of_event(
        self, service: str, new: NewEvent, positions: Mapping[str, int] | None, deepest: int
    ) -> Content:
        encoder = at_once(self._codecs[service].prepare((new,)))
        return encoder.encode_event(
            new, time=_WRITTEN_AT, positions=positions, deepest=deepest, epoch=1
        )

    def of_command(self, service: str, new: NewCommand) -> Content:
        encoder = at_once(self._codecs[service].prepare((new,)))
        return encoder.encode_command(new, time=_WRITTEN_AT, epoch=1)

    def of_question(self, service: str, new: NewQuestion) -> Content:
        encoder = at_once(self._codecs[service].prepare((new,)))
        return encoder.encode_question(new, time=_WRITTEN_AT)

    def of_parked(self, service: str, spot: Spot, content: Content) -> Content:
        return self._codecs[service].encode_parked(_record(spot, content))

    def read(self, service: str, spot: Spot, content: Content) -> Message | None:
        [message] = at_once(self._codecs[service].decode_batch([_record(spot, content)]))
        if isinstance(message, Poison):
            raise AssertionError(f"what was encoded cannot be decoded: {message.reason}")
        return message

    def read_own(self, service: str, spot: Spot, content: Content) -> LoggedEvent:
        [logged] = at_once(self._codecs[service].decode_own([_record(spot, content)]))
        return logged

    def origin(self, spot: Spot, content: Content) -> Spot:
        origin = origin_of(_record(spot, content))
        return Spot(origin.topic, spot.partition, origin.offset)


def _record(spot: Spot, content: Encoded) -> Record:
    return Record(
        topic=spot.topic,
        partition=spot.partition,
        offset=spot.offset,
        key=content.key,
        value=content.value,
        headers=content.headers,
    )


def at_once(work: Coroutine[Any, Any, Answer]) -> Answer:
    """The result of a coroutine that waits for nobody, as with a keyring in memory."""
    try:
        work.send(None)
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    raise AssertionError("it waits for somebody")
