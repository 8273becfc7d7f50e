"""What the view keeps of debtors: score, band, exposure, overrides, watches, what happened."""

from collections.abc import Iterator

from libs.events.contracts.risk import (
    BandChanged,
    BandOverridden,
    DebtorNoted,
    DebtorScored,
    ExposureChanged,
    OverrideEnded,
    WatchEnded,
    WatchStarted,
)
from libs.events.views.projection import SeenEvent
from services.risk.views.rows import Kept, Row, kept, text_of

HAPPENED = frozenset(
    {
        "debtor_scored",
        "band_changed",
        "band_overridden",
        "override_ended",
        "watch_started",
        "watch_ended",
        "limit_requested",
        "limit_granted",
        "limit_refused",
        "limit_ended",
        "limit_breached",
        "breach_ended",
    }
)
"""What a person looks for in the timeline; the rest is only adopted."""
_UNSAID = frozenset({"debtor", "creditor", "personal"})


def debtor_rows(seen: SeenEvent) -> Iterator[Kept]:
    at: Row = {"changed_at": seen.recorded_at}
    match seen.event:
        case DebtorNoted() as event:
            yield kept(seen, "debtors", {"debtor": event.debtor}, at | {"creditor": event.creditor})
        case DebtorScored() as event:
            row = event.model_dump(mode="json", exclude={"debtor", "band"}) | at
            yield kept(seen, "debtors", {"debtor": event.debtor}, row | {"score_band": event.band})
        case BandChanged() as event:
            row = at | {"creditor": event.creditor, "band": event.band}
            row |= {"band_cause": event.cause, "band_changed_on": event.changed_on}
            yield kept(seen, "debtors", {"debtor": event.debtor}, row)
        case ExposureChanged() as event:
            identity = {"debtor": event.debtor, "currency": event.not_due.currency}
            row = event.model_dump(include={"creditor", "as_of_on"})
            row |= {"not_due": event.not_due.amount, "overdue": event.overdue.amount}
            yield kept(seen, "exposures", identity, row | {"disputed": event.disputed.amount})
        case _:
            yield from _said_rows(seen)


def _said_rows(seen: SeenEvent) -> Iterator[Kept]:
    """What a person said instead of a score, and who is watched."""
    at: Row = {"changed_at": seen.recorded_at}
    match seen.event:
        case BandOverridden() as event:
            row = event.model_dump(exclude={"override", "personal"}) | at
            row |= {"reason": text_of(event.personal), "state": "holds"}
            yield kept(seen, "overrides", {"override": event.override}, row)
        case OverrideEnded() as event:
            row = at | {"state": "ended", "end_reason": event.reason, "ended_by": event.ended_by}
            yield kept(seen, "overrides", {"override": event.override}, row)
        case WatchStarted() as event:
            row = event.model_dump(exclude={"debtor", "personal"}) | at
            row |= {"reason": text_of(event.personal), "state": "watched"}
            yield kept(seen, "watches", {"debtor": event.debtor}, row)
            yield kept(seen, "debtors", {"debtor": event.debtor}, at | {"is_watched": True})
        case WatchEnded() as event:
            row = event.model_dump(exclude={"debtor", "personal"}) | at
            row |= {"end_note": text_of(event.personal), "state": "ended"}
            yield kept(seen, "watches", {"debtor": event.debtor}, row)
            yield kept(seen, "debtors", {"debtor": event.debtor}, at | {"is_watched": False})


def timeline_rows(seen: SeenEvent) -> Iterator[Kept]:
    """No text that a person wrote is among the details."""
    what = seen.event.TYPE.split(".")[2]
    if seen.service != "risk" or what not in HAPPENED:
        return
    row: Row = {
        "debtor": getattr(seen.event, "debtor", ""),
        "event": seen.id,
        "at": seen.recorded_at,
        "what": what,
        "details": seen.event.model_dump(mode="json", exclude=set(_UNSAID)),
    }
    place = {"partition": seen.partition, "event_offset": seen.offset}
    yield kept(seen, "timeline", place, row)
