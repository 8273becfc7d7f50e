"""Rows of the view of placements: which table, which row of it, what an event says of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from libs.events.contracts.handoff import (
    PLACEMENT_EVENTS,
    ActionReported,
    DossierHandedOut,
    EscalatedToBailiff,
    FeeReported,
    ItemsRecalled,
    PlacedItemChanged,
    PlacementAccepted,
    PlacementClosed,
    PlacementFreed,
    PlacementOffered,
    PlacementRecalled,
    PlacementRefused,
    PlacementRequested,
    PlacementWithdrawn,
    ProposalNoted,
    ReactionReported,
    RecoveryReported,
)
from libs.events.contracts.model import Erased, Event
from libs.events.views.projection import SeenEvent
from services.handoff.views.agency_rows import agency_rows

Row = dict[str, Any]

_STAGES: Final[dict[type[Event], str]] = {
    ProposalNoted: "proposed",
    PlacementRequested: "requested",
    PlacementWithdrawn: "withdrawn",
    PlacementOffered: "offered",
    PlacementAccepted: "accepted",
    PlacementRefused: "refused",
    PlacementRecalled: "recalled",
    PlacementClosed: "closed",
}
_OF_CASES: Final[tuple[type[Event], ...]] = (
    *PLACEMENT_EVENTS,
    ActionReported,
    ReactionReported,
    RecoveryReported,
    FeeReported,
)
_NAMED: Final = frozenset({"placement", "agency", "creditor", "debtor", "personal"})
_SAID_ONCE: Final = (
    ActionReported,
    ReactionReported,
    RecoveryReported,
    FeeReported,
    DossierHandedOut,
)
"""Their fields are of the report, not of the case."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an event says of one row; `said` is laid over what was said before."""

    table: str
    identity: tuple[Any, ...]
    row: Row


def rows_of(seen: SeenEvent) -> Iterator[Kept]:
    """All that one event changes."""
    if isinstance(seen.event, _OF_CASES):
        yield from _case_rows(seen, seen.event)
    for table, identity, row in agency_rows(seen):
        yield _kept(seen, table, identity, row)


def merged(rows: Iterable[Kept]) -> Iterator[tuple[str, list[Row]]]:
    """Each table with its rows, each row once: later events speak over earlier ones."""
    tables: dict[str, dict[tuple[Any, ...], Row]] = {}
    for one in rows:
        table = tables.setdefault(one.table, {})
        before = table.get(one.identity, {})
        said = {**before.get("said", {}), **one.row.get("said", {})}
        table[one.identity] = before | one.row | ({"said": said} if "said" in one.row else {})
    for name, kept in tables.items():
        yield name, list(kept.values())


def _kept(seen: SeenEvent, table: str, identity: Row, row: Row) -> Kept:
    place = (seen.tenant, *identity.values())
    return Kept(table, place, {"tenant": seen.tenant, **identity, **row})


def _case_rows(seen: SeenEvent, event: Any) -> Iterator[Kept]:
    details = event.model_dump(mode="json", exclude=set(_NAMED))
    agency = getattr(event, "agency", "")
    row: Row = {"creditor": event.creditor, "debtor": event.debtor, "said": {}}
    row |= {"agency": agency} if agency else {}
    if stage := _STAGES.get(type(event)):
        at = {f"{stage}_at": seen.recorded_at.isoformat()}
        row |= {"stage": stage, "said": {**_said(event, details), **at, **_over(event)}}
    elif isinstance(event, EscalatedToBailiff):
        row |= {"said": {"is_escalated": True, **details}}
    elif not isinstance(event, _SAID_ONCE):
        row |= {"said": _said(event, details) | _over(event)}
    yield _kept(seen, "placements", {"placement": event.placement}, row)
    yield from _item_rows(seen, event)
    personal = getattr(event, "personal", None)
    happened = {
        "placement": event.placement,
        "agency": agency,
        "debtor": event.debtor,
        "at": seen.recorded_at,
        "what": event.TYPE.split(".")[2],
        "details": details,
        "personal": None if personal is None or isinstance(personal, Erased) else personal,
    }
    if happened["personal"] is not None:
        happened["personal"] = happened["personal"].model_dump(mode="json")
    place = {"partition": seen.partition, "event_offset": seen.offset}
    yield _kept(seen, "happened", place, happened)


def _over(event: Event) -> Row:
    """What held it is over."""
    is_over = isinstance(event, PlacementFreed | PlacementOffered | PlacementWithdrawn)
    return {"cause": None, "service": None} if is_over else {}


def _said(event: Event, details: Row) -> Row:
    """Of the case as a whole: its items have rows of their own."""
    hidden = {"items", "item", "open", "amount", "payment", "token", "began_at", "cut"}
    if isinstance(event, PlacedItemChanged | ItemsRecalled):
        return {}
    return {name: value for name, value in details.items() if name not in hidden}


def _item_rows(seen: SeenEvent, event: Event) -> Iterator[Kept]:
    match event:
        case PlacementOffered():
            for one in event.items:
                name = {"placement": event.placement, "item": one.item}
                said = one.model_dump(mode="json", exclude={"item"})
                yield _kept(seen, "placed_items", name, {"said": said})
        case PlacedItemChanged():
            name = {"placement": event.placement, "item": event.item}
            yield _kept(seen, "placed_items", name, {"said": {"open": str(event.open)}})
        case ItemsRecalled():
            for item in event.items:
                name = {"placement": event.placement, "item": item}
                yield _kept(seen, "placed_items", name, {"said": {"recalled": event.reason}})
