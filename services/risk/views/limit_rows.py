"""What the view keeps of limits: asked for, granted, refused, breached, ended."""

from collections.abc import Iterator

from libs.events.contracts.risk import (
    BreachEnded,
    LimitBreached,
    LimitEnded,
    LimitGranted,
    LimitRefused,
    LimitRequested,
)
from libs.events.views.projection import SeenEvent
from services.risk.views.rows import Kept, Row, kept, text_of


def limit_rows(seen: SeenEvent) -> Iterator[Kept]:
    row = _row(seen)
    if row is not None:
        limit = getattr(seen.event, "limit", "")
        yield kept(seen, "limits", {"limit_id": limit}, row | {"changed_at": seen.recorded_at})


def _row(seen: SeenEvent) -> Row | None:
    match seen.event:
        case LimitRequested() as event:
            row: Row = event.model_dump(exclude={"limit", "amount", "personal"})
            row |= {"currency": event.amount.currency, "requested": event.amount.amount}
            return row | {"reason": text_of(event.personal), "state": "requested"}
        case LimitGranted() as event:
            row = event.model_dump(exclude={"limit", "amount"})
            row |= {"currency": event.amount.currency, "amount": event.amount.amount}
            return row | {"state": "granted"}
        case LimitRefused() as event:
            row = event.model_dump(exclude={"limit", "personal"})
            return row | {"refusal": text_of(event.personal), "state": "refused"}
        case LimitEnded() as event:
            row = {"state": "ended", "end_reason": event.reason, "is_breached": False}
            return row | {"ended_by": event.ended_by, "ended_on": event.ended_on}
        case LimitBreached() as event:
            return {"is_breached": True, "breached_on": event.breached_on}
        case BreachEnded():
            return {"is_breached": False}
        case _:
            return None
