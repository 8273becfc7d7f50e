"""What the view keeps of a creditor's ledger: whether it is known, and what is still booked."""

from collections.abc import Iterator

from libs.events.contracts.ingestion import ImportFinished, ImportStarted
from libs.events.contracts.matching import (
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    LedgerCovered,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept


def feed_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case FeedOpened() | FeedAdvanced() as event:
            identity = {"account": event.account, "statement": event.statement}
            row: Row = {"creditor": event.creditor, "state": "opened"}
            if isinstance(event, FeedAdvanced):
                row |= {"state": "advanced", "through_on": event.through_on}
            yield kept(seen, "booked_statements", identity, row)
        case FeedInterrupted() | FeedResumed() as event:
            is_whole = isinstance(event, FeedResumed)
            row = {"creditor": event.creditor, "changed_at": seen.recorded_at}
            row |= {"state": "resumed" if is_whole else "interrupted"}
            row |= {"reason": None if isinstance(event, FeedResumed) else event.reason}
            yield kept(seen, "accounts", {"account": event.account}, row)
        case LedgerCovered() as event:
            row = {"through_on": event.through_on}
            yield kept(seen, "covers", {"creditor": event.creditor}, row)
        case ImportStarted() | ImportFinished() as event:
            state = "started" if isinstance(event, ImportStarted) else "finished"
            row = {"creditor": event.creditor, "state": state, "changed_at": seen.recorded_at}
            yield kept(seen, "imports", {"import_id": event.import_id}, row)
