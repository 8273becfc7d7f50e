"""Input records read into messages, also when one of them trips a bug of the reader's."""

from collections.abc import Sequence

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Envelope, LogRecord, Unreadable, parking_key, place_id
from libs.events.loop.batch import Poison
from libs.events.loop.decider import Message
from libs.events.loop.deciding import reason_of
from libs.events.loop.trouble import lies_in_a_message


async def unpacked(
    codec: Codec, records: Sequence[LogRecord], ending: tuple[type[Exception], ...]
) -> list[Message | Poison | None]:
    """Each record as a message, as poison, or None for a name that is not heard.

    Raises the errors in `ending`, and those of broker and database.
    """
    try:
        return await codec.decode_batch(records)
    except ending:
        raise
    except Exception as bug:
        if not lies_in_a_message(bug):
            raise
        return [await _alone(codec, record, ending) for record in records]


async def _alone(
    codec: Codec, record: LogRecord, ending: tuple[type[Exception], ...]
) -> Message | Poison | None:
    try:
        (message,) = await codec.decode_batch([record])
    except ending:
        raise
    except Exception as bug:
        if not lies_in_a_message(bug):
            raise
        return Poison(
            id=place_id(record),
            key=parking_key(record),
            tenant=_tenant(record),
            reason=reason_of(bug),
            partition=record.partition,
        )
    return message


def _tenant(record: LogRecord) -> str | None:
    try:
        return Envelope(record.headers).tenant
    except Unreadable:
        return None
