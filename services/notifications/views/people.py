"""The view of the creditor's own people, and of what they were mailed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg

from libs.events.contracts.ingestion import KeysDestroyed
from libs.events.contracts.model import Erased, Event
from libs.events.contracts.notifications_people import (
    PEOPLE_EVENTS,
    AssignmentAdded,
    AssignmentHeard,
    AssignmentTakenOut,
    InternalAttemptFailed,
    InternalComposed,
    InternalFailed,
    InternalHeld,
    InternalNoted,
    InternalSent,
    InternalStarted,
    InternalUncertain,
    InternalWithdrawn,
    PersonLeft,
    PersonRegistered,
)
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.postgres.statements import Statements
from services.notifications.views.rows import Kept, Row, keep, kept

SQL: Final = Statements(__file__)
NAME: Final = "people"


class PeopleView:
    """Folded from notifications' own events; ingestion says whose keys are gone."""

    name = NAME
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "notifications": PEOPLE_EVENTS,
        "ingestion": (KeysDestroyed,),
    }
    migrations = Path(__file__).parent / "people_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        await keep(connection, (row for one in events for row in _rows_of(one)))
        tenants, people = gone(events, "person")
        if people:
            await connection.execute(SQL["purge_people"], tenants, people)


def _rows_of(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case PersonRegistered() as event:
            yield kept(seen, "people", {"person": event.person}, _registered(seen, event))
        case PersonLeft(person=person):
            row = {"is_here": False, "digest": False, "changed_at": seen.recorded_at}
            yield kept(seen, "people", {"person": person}, row)
        case AssignmentHeard() as event:
            yield kept(seen, "assigned", {"debtor": event.debtor}, {"person": event.person})
        case AssignmentAdded() as event:
            yield _named(seen, event.message, event.debtor, is_named=True)
        case AssignmentTakenOut() as event:
            yield _named(seen, event.message, event.debtor, is_named=False)
            yield _internal(seen, event.message, {"status": "to_compose"})
        case InternalNoted() as event:
            row = {"person": event.person, "kind": event.kind, "day_on": event.day_on}
            row |= {"status": "to_compose", "noted_at": seen.recorded_at}
            yield _internal(seen, event.message, row)
            for debtor in event.debtors:
                yield _named(seen, event.message, debtor, is_named=True)
        case _:
            yield from _attempted(seen)


def _attempted(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case InternalComposed(message=message):
            yield _internal(seen, message, {"status": "ready"})
        case InternalHeld() as event:
            yield _internal(seen, event.message, {"status": "held", "reason": event.cause})
        case InternalStarted(message=message):
            yield _internal(seen, message, {"status": "started", "reason": ""})
        case InternalSent() as event:
            row: Row = {"status": "sent", "reply": event.reply, "sent_at": event.sent_at}
            yield _internal(seen, event.message, row)
        case InternalAttemptFailed() as event:
            row = {"status": "ready", "reason": event.reason, "reply": event.reply}
            yield _internal(seen, event.message, row)
        case InternalFailed() as event:
            row = {"status": "failed", "reason": event.reason, "reply": event.reply}
            yield _internal(seen, event.message, row)
        case InternalUncertain() as event:
            reason = "uncertain_for_good" if event.last else "uncertain"
            yield _internal(seen, event.message, {"status": "uncertain", "reason": reason})
        case InternalWithdrawn() as event:
            row = {"status": "withdrawn", "reason": event.reason}
            yield _internal(seen, event.message, row)


def _registered(seen: SeenEvent, event: PersonRegistered) -> Row:
    personal = event.personal
    return {
        "language": event.language,
        "zone": event.zone,
        "digest": event.digest,
        "sees": event.sees,
        "is_here": True,
        "personal": None if isinstance(personal, Erased) else personal.model_dump(mode="json"),
        "changed_at": seen.recorded_at,
    }


def _internal(seen: SeenEvent, message: str, row: Row) -> Kept:
    return kept(seen, "internals", {"message": message}, row)


def _named(seen: SeenEvent, message: str, debtor: str, *, is_named: bool) -> Kept:
    return kept(seen, "named", {"message": message, "debtor": debtor}, {"is_named": is_named})
