"""One service's codec: what it writes, what it hears, and what it has said itself."""

from collections.abc import Callable, Sequence
from typing import Final

from libs.events.codec.envelope import (
    Encoded,
    Envelope,
    LogRecord,
    Unreadable,
    origin_of,
    parked,
    parking_key,
    place_id,
)
from libs.events.codec.keyring import Keyring
from libs.events.codec.reading import Opened, Reader
from libs.events.codec.writing import Encoder, New, subject_of
from libs.events.contracts.model import Command, Event
from libs.events.contracts.registry import Registry, UnknownVersion
from libs.events.contracts.topology import TOPOLOGY, ServiceTopics
from libs.events.loop.batch import Poison
from libs.events.loop.decider import Message
from libs.events.loop.folding import LoggedEvent

INBOX: Final = "inbox"


class LogDamaged(Exception):
    """A record of the own log cannot be read, so no state can be folded from it."""


class Codec:
    """Bytes of one service. It keeps nothing between calls but what the keyring caches."""

    def __init__(
        self, service: ServiceTopics, keyring: Keyring, commands: tuple[type[Command], ...]
    ) -> None:
        self._service = service
        self._keyring = keyring
        heard = {TOPOLOGY[name].events_topic: name for name in service.hears}
        self._sources = {**dict.fromkeys(service.own_inboxes, INBOX), **heard}
        self._inputs = Reader(
            {
                **dict.fromkeys(service.own_inboxes, Registry(commands)),
                **{topic: Registry(service.hears[name]) for topic, name in heard.items()},
            },
            keyring,
        )
        own = Registry(service.events, runtime_of=service.name)
        self._own = Reader({service.events_topic: own}, keyring)

    async def prepare(self, items: Sequence[New]) -> Encoder:
        """What encodes `items`: all their data keys fetched or made in one call."""
        subjects = {subject for item in items if (subject := subject_of(item)) is not None}
        keys = await self._keyring.keys_for(subjects, create=True) if subjects else {}
        return Encoder(self._service.name, keys)

    def encode_parked(self, record: LogRecord) -> Encoded:
        """The same bytes for the parking topic, with where they stood first."""
        return parked(record)

    async def decode_batch(self, records: Sequence[LogRecord]) -> list[Message | Poison | None]:
        """Input records, parked ones too, in order; None: a heard topic's name that is not heard.

        Raises UnknownVersion (also for a command that is not known) and KeyMissing: both end the
        process, since skipping would lose the message.
        """
        opened = await self._inputs.open(records)
        return [self._message(record, entry) for record, entry in zip(records, opened, strict=True)]

    async def decode_own(self, records: Sequence[LogRecord]) -> list[LoggedEvent]:
        """Records of the own events topic, for a fold.

        Raises LogDamaged, KeyMissing, and UnknownVersion when a newer release wrote them.
        """
        opened = await self._own.open(records)
        return [_logged(record, entry) for record, entry in zip(records, opened, strict=True)]

    def _message(
        self, record: LogRecord, opened: Opened | Unreadable | None
    ) -> Message | Poison | None:
        if isinstance(opened, Unreadable):
            return _poison(record, str(opened))
        is_parked = opened is None or opened.envelope.is_parked
        source = self._sources[origin_of(record).topic if is_parked else record.topic]
        if opened is None:
            if source == INBOX:
                raise _not_known(record)
            return None
        try:
            return _message_of(record, opened, source)
        except Unreadable as mistake:
            return _poison(record, str(mistake))


def _message_of(record: LogRecord, opened: Opened, source: str) -> Message:
    envelope = opened.envelope
    if not record.key:
        raise Unreadable("the record has no key")
    text = envelope.text
    return Message(
        id=text("ce_id"),
        tenant=envelope.tenant,
        key=parking_key(record),
        body=opened.body,
        partition=record.partition,
        depth=envelope.number("ce_depth", 0) if source == INBOX else 0,
        source=source,
        stream=text("ce_subject", ""),
        correlation=text("ce_correlationid", ""),
        body_hash=text("ce_bodyhash", ""),
        trace=text("traceparent", ""),
    )


def _poison(record: LogRecord, reason: str) -> Poison:
    """A record that parks its key, with as much of it as can be read."""
    envelope = Envelope(record.headers)
    return Poison(
        id=_readable(lambda: envelope.id) or place_id(record),
        key=parking_key(record),
        tenant=_readable(lambda: envelope.tenant),
        reason=reason,
        partition=record.partition,
    )


def _readable(read: Callable[[], str]) -> str | None:
    try:
        return read()
    except Unreadable:
        return None


def _logged(record: LogRecord, opened: Opened | Unreadable | None) -> LoggedEvent:
    if opened is None:
        raise _not_known(record)
    try:
        if isinstance(opened, Unreadable):
            raise opened
        return _logged_event(record, opened)
    except Unreadable as mistake:
        place = f"{record.topic}/{record.partition} at offset {record.offset}"
        raise LogDamaged(f"{place}: {mistake}") from mistake


def _logged_event(record: LogRecord, opened: Opened) -> LoggedEvent:
    envelope = opened.envelope
    if not isinstance(opened.body, Event):
        raise Unreadable("the record is no event")
    positions = envelope.positions
    return LoggedEvent(
        record.offset,
        parking_key(record),
        envelope.text("ce_subject"),
        envelope.number("ce_version"),
        opened.body,
        positions,
        0 if positions is None else envelope.deepest,
        envelope.text("traceparent", ""),
        envelope.number("ce_epoch", 0),
    )


def _not_known(record: LogRecord) -> UnknownVersion:
    return UnknownVersion(
        f"{Envelope(record.headers).type} on {record.topic} is not known here; upgrade it first"
    )
