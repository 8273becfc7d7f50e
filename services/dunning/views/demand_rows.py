"""What the view keeps of demands: what was asked, what holds it, what became of it."""

from collections.abc import Iterator

from libs.events.contracts.dunning import (
    CallScheduled,
    DemandApproved,
    DemandDrafted,
    DemandEnded,
    DemandGated,
    DemandProposed,
    DemandRecalled,
    DraftDropped,
    ItemReleased,
    ItemWithheld,
    PlacementProposed,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.case_rows import NO_GATE
from services.dunning.views.rows import Kept, Row, happened, kept, money, text_of


def demand_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case DemandProposed() | DemandDrafted() as event:
            yield kept(seen, "demands", {"demand": event.demand}, _proposed(seen, event))
            yield from _freed(seen, event, [one.item for one in event.items])
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
            yield from _freed(seen, event, event.items)
        case PlacementProposed() as event:
            row = event.model_dump(mode="json", exclude={"placement", "total"})
            row |= money(event.total, "total") | {"proposed_at": seen.recorded_at}
            yield kept(seen, "placements", {"placement": event.placement}, row)
            yield from _freed(seen, event, [one.item for one in event.items])
        case _:
            yield from _reviewed(seen)


def _reviewed(seen: SeenEvent) -> Iterator[Kept]:
    """A draft that was dropped is told as a demand that was recalled and did not leave."""
    match seen.event:
        case DemandApproved() as event:
            row: Row = {"approvals": list(event.approvals)}
            yield kept(seen, "demands", {"demand": event.demand}, row)
        case DraftDropped() as event:
            row = {"outcome": "withdrawn", "ended_at": seen.recorded_at, "message": ""}
            if event.gate is None:
                row |= {"outcome_reason": "day_over"}
            else:
                row |= {"recall_gate": event.gate, "recall_items": list(event.items)}
                row |= {"recall_cause": event.cause, "recalled_at": seen.recorded_at}
            yield kept(seen, "demands", {"demand": event.demand}, row)
        case ItemWithheld() as event:
            row = event.model_dump(exclude={"item", "debtor", "personal"})
            row |= {"text": text_of(event.personal), "for_good": event.until_on is None}
            row |= {"state": "withheld", "changed_at": seen.recorded_at}
            yield kept(seen, "withheld", {"item": event.item, "debtor": event.debtor}, row)
        case ItemReleased() as event:
            row = {"state": "released", "released_by": event.released_by}
            row |= {"changed_at": seen.recorded_at}
            yield kept(seen, "withheld", {"item": event.item, "debtor": event.debtor}, row)


def _proposed(seen: SeenEvent, event: DemandProposed | DemandDrafted) -> Row:
    row: Row = event.model_dump(mode="json", exclude={"demand", "total", "credit", "net"})
    row |= money(event.total, "total") | money(event.credit, "credit") | money(event.net, "net")
    stage = "draft" if isinstance(event, DemandDrafted) else "proposed"
    return row | {"stage": stage, "proposed_at": seen.recorded_at}


def _freed(
    seen: SeenEvent,
    event: DemandProposed | DemandDrafted | CallScheduled | PlacementProposed,
    items: list[str] | tuple[str, ...],
) -> Iterator[Kept]:
    """What goes on is held by nothing any more."""
    yield kept(seen, "cases", {"case": event.case}, {"gate": NO_GATE})
    for item in items:
        yield kept(seen, "items", {"item": item, "debtor": event.debtor}, {"gate": NO_GATE})


def _gated(seen: SeenEvent, event: DemandGated) -> Iterator[Kept]:
    row: Row = event.model_dump(mode="json")
    yield happened(seen, "gatings", row | {"at": seen.recorded_at})
    gate = {"gate": event.gate, "until_on": row["until_on"], "since_on": row["day_on"]}
    if not event.items:
        yield kept(seen, "cases", {"case": event.case}, {"gate": gate})
    for item in event.items:
        yield kept(seen, "items", {"item": item, "debtor": event.debtor}, {"gate": gate})
