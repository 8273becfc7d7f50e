"""What the ledger view keeps of statements, feeds and cover."""

from collections.abc import Iterator

from libs.events.contracts.matching import (
    AccountCovered,
    EntrySetAside,
    FeedAdvanced,
    FeedInterrupted,
    FeedResumed,
    LedgerCovered,
    StatementAccepted,
    StatementDropped,
    StatementRepeated,
    StatementWaiting,
)
from libs.events.contracts.model import Erased
from libs.events.views.projection import SeenEvent
from services.matching.views.rows import Kept, Row, kept, money


def statement_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case StatementAccepted() as event:
            row = _told(seen, event) | {"state": "accepted", "place": event.place}
            row |= {"new_count": event.new_count, "decided_by": event.decided_by}
            yield kept(seen, "statements", {"statement": event.statement}, row)
        case StatementWaiting() as event:
            row = _told(seen, event) | {"state": "waiting", "reason": event.reason}
            row["expected"] = event.expected.amount
            yield kept(seen, "statements", {"statement": event.statement}, row)
        case StatementRepeated() as event:
            yield kept(seen, "statements", {"statement": event.statement}, _repeated(seen, event))
        case StatementDropped() as event:
            row = {"state": "dropped", "reason": event.reason, "decided_by": event.decided_by}
            yield kept(seen, "statements", {"statement": event.statement}, row)
        case EntrySetAside() as event:
            yield kept(seen, "set_aside", {"entry": event.entry}, _set_aside(event))
        case _:
            yield from _feed_rows(seen)


def _told(seen: SeenEvent, event: StatementAccepted | StatementWaiting) -> Row:
    return {
        **money(event.opening, "opening"),
        "closing": event.closing.amount,
        "account": event.account,
        "creditor": event.creditor,
        "content": event.content,
        "bank_id": event.bank_id,
        "sequence": event.sequence,
        "from_on": event.from_on,
        "to_on": event.to_on,
        "entries_count": event.entries_count,
        "told_at": seen.recorded_at,
    }


def _repeated(seen: SeenEvent, event: StatementRepeated) -> Row:
    return {
        "state": "repeated",
        "account": event.account,
        "content": event.content,
        "bank_id": event.bank_id,
        "sequence": event.sequence,
        "from_on": event.from_on,
        "to_on": event.to_on,
        "decided_by": event.decided_by,
        "told_at": seen.recorded_at,
    }


def _set_aside(event: EntrySetAside) -> Row:
    personal = event.personal
    return {
        **money(event.amount),
        "account": event.account,
        "creditor": event.creditor,
        "statement": event.statement,
        "position": event.position,
        "kind": event.kind,
        "booked_on": event.booked_on,
        "bank_code": event.bank_code,
        "personal": None if isinstance(personal, Erased) else personal.model_dump(mode="json"),
    }


def _feed_rows(seen: SeenEvent) -> Iterator[Kept]:
    at = {"changed_at": seen.recorded_at}
    match seen.event:
        case FeedAdvanced() as event:
            rested = {"rested_at": seen.recorded_at}
            yield kept(seen, "statements", {"statement": event.statement}, rested)
            row = at | {"creditor": event.creditor, "through_on": event.through_on}
            yield kept(seen, "accounts", {"account": event.account}, row)
        case FeedInterrupted() as event:
            row = at | {"creditor": event.creditor, "is_interrupted": True, "reason": event.reason}
            row |= {**money(event.expected, "expected"), "found": event.found.amount}
            yield kept(seen, "accounts", {"account": event.account}, row)
        case FeedResumed() as event:
            row = at | {"creditor": event.creditor, "is_interrupted": False}
            yield kept(seen, "accounts", {"account": event.account}, row)
        case AccountCovered() as event:
            identity = {"creditor": event.creditor, "account": event.account}
            row = {"through_on": event.through_on, "declared_by": event.declared_by}
            yield kept(seen, "account_cover", identity, row)
        case LedgerCovered() as event:
            row = {"through_on": event.through_on}
            yield kept(seen, "creditor_cover", {"creditor": event.creditor}, row)
