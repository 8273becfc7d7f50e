"""Rows of the view of messages: which table, which row of it, what an event says of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts.model import Erased, Event
from libs.events.contracts.notifications import (
    AttemptFailed,
    DemandNoted,
    MessageBounced,
    MessageComposed,
    MessageFailed,
    MessageHeld,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
    RecallNoted,
    SendStarted,
)
from libs.events.views.projection import SeenEvent
from libs.kernel.money import Money
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

Row = dict[str, Any]
MessageEvent = (
    DemandNoted
    | RecallNoted
    | MessageComposed
    | MessageHeld
    | MessageWithdrawn
    | SendStarted
    | MessageSent
    | MessageFailed
    | AttemptFailed
    | MessageUncertain
    | MessageBounced
)
_NAMED: Final = frozenset({"message", "demand", "case", "creditor", "debtor"})
_BIG: Final = frozenset({"personal", "items", "lines"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What an event says of one row; what it does not say is not in `row`."""

    table: str
    identity: tuple[Any, ...]
    row: Row


def rows_of(seen: SeenEvent) -> Iterator[Kept]:
    """All that one event changes."""
    event = seen.event
    if not isinstance(event, MessageEvent):
        return
    row = _message_row(seen, event)
    yield kept(seen, "messages", {"message": event.message}, row)
    attempt = _attempt_row(seen, event)
    if attempt:
        name = {"message": event.message, "attempt": attempt.pop("attempt")}
        yield kept(seen, "attempts", name, attempt)
    place = {"partition": seen.partition, "event_offset": seen.offset}
    happened = {
        "message": event.message,
        "debtor": event.debtor,
        "at": seen.recorded_at,
        "what": event.TYPE.split(".")[2],
        "details": event.model_dump(mode="json", exclude=set(_NAMED | _BIG)),
    }
    yield kept(seen, "happened", place, happened)


def merged(rows: Iterable[Kept]) -> Iterator[tuple[str, list[Row]]]:
    """Each table with its rows, each row once: later events speak over earlier ones."""
    tables: dict[str, dict[tuple[Any, ...], Row]] = {}
    for one in rows:
        table = tables.setdefault(one.table, {})
        said = {name: value for name, value in one.row.items() if value is not None}
        table[one.identity] = table.get(one.identity, {}) | said
    for name, kept in tables.items():
        yield name, list(kept.values())


async def keep(connection: asyncpg.Connection, rows: Iterable[Kept]) -> None:
    """By the statement `keep_<table>` of each table."""
    for table, batch in merged(rows):
        text = orjson.dumps(batch, default=str).decode()
        await connection.execute(SQL[f"keep_{table}"], text)


def kept(seen: SeenEvent, table: str, identity: Row, row: Row) -> Kept:
    place = (seen.tenant, *identity.values())
    return Kept(table, place, {"tenant": seen.tenant, **identity, **row})


def _message_row(seen: SeenEvent, event: MessageEvent) -> Row:
    row: Row = {"changed_at": seen.recorded_at}
    match event:
        case DemandNoted():
            return row | _noted(seen, event)
        case MessageComposed():
            return row | _composed(seen, event)
        case MessageHeld():
            held = {"held_cause": event.cause, "held_service": event.service}
            return row | held | {"status": "held"}
        case RecallNoted():
            return row | {"gate": event.gate, "cause": event.cause}
        case MessageWithdrawn():
            why = {"reason": event.reason, "gate": event.gate, "cause": event.cause}
            return row | why | {"status": "withdrawn", "held_cause": "", "held_service": ""}
        case SendStarted():
            count = {"attempts_count": event.attempt, "sent_content": event.content}
            return row | count | {"status": "started", "held_cause": "", "held_service": ""}
        case MessageBounced():
            bounce = {"bounce_status": event.status, "bounce_permanent": event.permanent}
            return row | bounce | ({"status": "bounced"} if event.permanent else {})
        case _:
            return row | _ended(event)


def _ended(event: MessageEvent) -> Row:
    match event:
        case MessageSent():
            row: Row = {"sent_at": event.sent_at, "reply": event.reply, "repeated": event.repeated}
            return row | {"status": "sent", "reason": ""}
        case MessageFailed():
            return {"status": "failed", "reason": event.reason, "reply": event.reply}
        case AttemptFailed():
            row = {"status": "ready", "reason": event.reason, "reply": event.reply}
            return row | {"not_before": event.not_before}
        case MessageUncertain():
            last = "uncertain_for_good" if event.last else "uncertain"
            return {"status": "uncertain", "reason": last}
        case _:
            return {}


def _noted(seen: SeenEvent, event: DemandNoted) -> Row:
    return {
        "demand": event.demand,
        "case_id": event.case,
        "creditor": event.creditor,
        "debtor": event.debtor,
        "status": "to_compose",
        "channel": event.channel,
        "tone": event.tone,
        "template": event.template,
        **_amounts(event.total, event.credit, event.net),
        "day_on": event.day_on,
        "zone": event.zone,
        "noted": event.model_dump(mode="json"),
        "noted_at": seen.recorded_at,
        "attempts_count": 0,
        "repeated": False,
        "held_cause": "",
        "held_service": "",
    }


def _composed(seen: SeenEvent, event: MessageComposed) -> Row:
    personal = event.personal
    return {
        "status": "ready",
        "template_version": event.template_version,
        "language": event.language,
        "composed": event.model_dump(mode="json", exclude={"personal"}),
        "personal": None if isinstance(personal, Erased) else personal.model_dump(mode="json"),
        "content": event.content,
        "message_id": event.message_id,
        "composed_at": seen.recorded_at,
    }


def _amounts(total: Money, credit: Money, net: Money) -> Row:
    amounts = {"total": total.amount, "credit": credit.amount, "net": net.amount}
    return {"currency": total.currency, **amounts}


def _attempt_row(seen: SeenEvent, event: Event) -> Row:
    """What an event says of an attempt; empty: nothing."""
    ended: Row = {"ended_at": seen.recorded_at}
    match event:
        case SendStarted():
            cut = {"cut": event.cut, "content": event.content, "began_at": event.began_at}
            return {"attempt": event.attempt, "started_at": seen.recorded_at, **cut}
        case MessageSent():
            return ended | {"attempt": event.attempt, "outcome": "sent", "reply": event.reply}
        case AttemptFailed():
            row = {"attempt": event.attempt, "outcome": "failed_for_now", "reason": event.reason}
            return ended | row | {"reply": event.reply, "not_before": event.not_before}
        case MessageFailed() if event.attempt and event.reason != "tries_exhausted":
            row = {"attempt": event.attempt, "outcome": "failed", "reason": event.reason}
            return ended | row | {"reply": event.reply}
        case MessageUncertain():
            return ended | {"attempt": event.attempt, "outcome": "uncertain"}
        case _:
            return {}
