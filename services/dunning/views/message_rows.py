"""What the view keeps of messages: whether one left, what held it, what its barriers passed."""

from collections.abc import Iterator

from libs.events.contracts.notifications import (
    AttemptFailed,
    MessageBounced,
    MessageComposed,
    MessageFailed,
    MessageHeld,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
    SendStarted,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept

Message = (
    MessageComposed
    | MessageHeld
    | MessageWithdrawn
    | SendStarted
    | MessageSent
    | MessageFailed
    | AttemptFailed
    | MessageUncertain
    | MessageBounced
)
NO_HOLD: Row = {}


def message_rows(seen: SeenEvent) -> Iterator[Kept]:
    event = seen.event
    if not isinstance(event, Message):
        return
    row: Row = {"demand": event.demand, "debtor": event.debtor, "changed_at": seen.recorded_at}
    yield kept(seen, "messages", {"message": event.message}, row | _standing(event))
    attempt = _attempt(seen, event)
    if attempt is not None:
        yield attempt


def _standing(event: Message) -> Row:
    match event:
        case MessageComposed():
            return {"state": "composed", "language": event.language, "template": event.template}
        case MessageHeld():
            return {"hold": {"cause": event.cause, "service": event.service}}
        case MessageWithdrawn():
            return {"state": "withdrawn", "withdraw_reason": event.reason, "hold": NO_HOLD}
        case SendStarted():
            return {"state": "started", "hold": NO_HOLD}
        case MessageSent():
            row: Row = {"state": "sent", "sent_at": event.sent_at, "reply": event.reply}
            return row | {"repeated": event.repeated}
        case MessageFailed():
            return {"state": "failed", "fail_reason": event.reason, "reply": event.reply}
        case AttemptFailed():
            return {"state": "waits", "reply": event.reply}
        case MessageUncertain():
            return {"state": "uncertain"}
        case MessageBounced():
            row = {"bounce_status": event.status}
            return row | ({"state": "bounced"} if event.permanent else {})


def _attempt(seen: SeenEvent, event: Message) -> Kept | None:
    at: Row = {"ended_at": seen.recorded_at}
    match event:
        case SendStarted():
            row: Row = {"began_at": event.began_at, "cut": event.cut}
            row |= {"started_at": seen.recorded_at}
        case MessageSent():
            row = at | {"outcome": "sent", "reply": event.reply}
        case MessageFailed() if event.attempt:
            row = at | {"outcome": event.reason, "reply": event.reply}
        case AttemptFailed():
            row = at | {"outcome": event.reason, "reply": event.reply}
            row |= {"not_before": event.not_before}
        case MessageUncertain():
            row = at | {"outcome": "uncertain"}
        case _:
            return None
    return kept(seen, "attempts", {"message": event.message, "attempt": event.attempt}, row)
