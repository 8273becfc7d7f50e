"""Parked messages of one key decided in order, while the key stays parked until the last."""

from collections.abc import Sequence

from libs.events.contracts.runtime import KeyFreed, ParkedDecided
from libs.events.loop.batch import Batch, Incoming, Poison
from libs.events.loop.decider import Message
from libs.events.loop.deciding import Desk, Known, Place
from libs.events.loop.working import Loaded, Rules


def retry_parked(
    rules: Rules,
    key: str,
    messages: Sequence[Incoming],
    loaded: Loaded,
    place: Place,
    known: Known,
) -> Batch | None:
    """Decide the next parked messages of `key`, given in the order of the parking topic.

    `KeyFreed` stands in the transaction that decides the last one. None when the first of them
    still crashes: nothing changes then. A command that was asked again while the key was parked
    stands there more than once, and is decided once.
    """
    desk = Desk(rules, loaded, place, known)
    decided = 0
    for item in messages:
        message = item.message
        if isinstance(message, Poison) or (decided and not desk.can_see_parked(message)):
            break
        try:
            if not desk.is_answered(message):
                desk.decide(message)
        except Exception:  # still a bug: what was decided before it stays decided
            break
        decided += 1
        done = ParkedDecided(key=key, message=message.id)
        desk.note(message, desk.parking_stream, done)
        if free_if_last(desk, key, message):
            break
    return desk.close_retry(messages[decided - 1].message) if decided else None


def free_if_last(desk: Desk, key: str, last: Message | Poison) -> bool:
    """Free the key, in the transaction that deals with its last message; whether that was it."""
    if not desk.parking().keys[key].is_done:
        return False
    desk.note(last, desk.parking_stream, KeyFreed(key=key, tenant=last.tenant))
    return True
