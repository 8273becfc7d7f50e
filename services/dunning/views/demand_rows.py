"""What the view keeps of demands: what was asked, what holds it, what became of it."""

from collections.abc import Iterator

from libs.events.contracts.dunning import (
    CallScheduled,
    DemandEnded,
    DemandGated,
    DemandProposed,
    DemandRecalled,
    PlacementProposed,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.case_rows import NO_GATE
from services.dunning.views.rows import Kept, Row, happened, kept, money


def demand_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case DemandProposed() as event:
            yield kept(seen, "demands", {"demand": event.demand}, _proposed(seen, event))
            yield from _freed(seen, event.case, [one.item for one in event.items])
        case DemandRecalled() as event:
            row: Row = {"recall_gate": event.gate, "recall_items": list(event.items)}
            row |= {"recall_cause": event.cause, "recalled_at": seen.recorded_at}
            yield kept(seen, "demands", {"demand": event.demand}, row)
        case DemandEnded() as event:
            row = event.model_dump(include={"outcome", "message", "crossed"})
            row |= {"outcome_reason": event.reason, "ended_at": seen.recorded_at}
            yield kept(seen, "demands", {"demand": event.demand}, row)
        case DemandGated() as event:
            yield from _gated(seen, event)
        case CallScheduled() as event:
            yield from _freed(seen, event.case, event.items)
        case PlacementProposed() as event:
            row = event.model_dump(mode="json", exclude={"placement", "total"})
            row |= money(event.total, "total") | {"proposed_at": seen.recorded_at}
            yield kept(seen, "placements", {"placement": event.placement}, row)
            yield from _freed(seen, event.case, [one.item for one in event.items])


def _proposed(seen: SeenEvent, event: DemandProposed) -> Row:
    row: Row = event.model_dump(mode="json", exclude={"demand", "total", "credit", "net"})
    row |= money(event.total, "total") | money(event.credit, "credit") | money(event.net, "net")
    return row | {"proposed_at": seen.recorded_at}


def _freed(seen: SeenEvent, case: str, items: list[str] | tuple[str, ...]) -> Iterator[Kept]:
    """What goes on is held by nothing any more."""
    yield kept(seen, "cases", {"case": case}, {"gate": NO_GATE})
    for item in items:
        yield kept(seen, "items", {"item": item}, {"gate": NO_GATE})


def _gated(seen: SeenEvent, event: DemandGated) -> Iterator[Kept]:
    row: Row = event.model_dump(mode="json")
    yield happened(seen, "gatings", row | {"at": seen.recorded_at})
    gate = {"gate": event.gate, "until_on": row["until_on"], "since_on": row["day_on"]}
    if not event.items:
        yield kept(seen, "cases", {"case": event.case}, {"gate": gate})
    for item in event.items:
        yield kept(seen, "items", {"item": item}, {"gate": gate})
