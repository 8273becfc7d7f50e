"""What the view keeps of erasures: how far each has come, and the receipts of its keys."""

from collections.abc import Sequence
from typing import Any

from libs.events.contracts.ingestion import (
    DebtorErased,
    ErasureAsked,
    ErasureQueued,
    ErasureRefused,
    ErasureStarted,
    KeysDestroyed,
)
from libs.events.views.projection import SeenEvent

Row = dict[str, Any]
_Told = ErasureAsked | ErasureRefused | ErasureQueued | ErasureStarted | DebtorErased


def erasures(seen: Sequence[SeenEvent]) -> list[Row]:
    """Each erasure with all that these events say of it, put together."""
    kept: dict[tuple[str, str, int], Row] = {}
    for one in seen:
        event = one.event
        if isinstance(event, _Told):
            place = (one.tenant, event.debtor, event.asking)
            row = {"tenant": one.tenant, "debtor": event.debtor, "asking": event.asking}
            said = row | _said(one, event) | {"changed_at": one.recorded_at}
            kept[place] = kept.get(place, {}) | said
    return list(kept.values())


def _said(seen: SeenEvent, event: _Told) -> Row:
    match event:
        case ErasureAsked():
            return {"state": "asked", "asked_by": event.asked_by, "asked_at": seen.recorded_at}
        case ErasureRefused():
            row: Row = event.model_dump(include={"cause", "about", "number"})
            return row | {"state": "refused"}
        case ErasureQueued():
            row = event.model_dump(include={"cause", "until_on", "law"})
            return row | {"state": "queued"}
        case ErasureStarted():
            return {"state": "started", "parts": event.parts}
        case DebtorErased():
            return {"state": "erased"}


def erased_keys(seen: Sequence[SeenEvent]) -> list[Row]:
    """A row for each destroyed key."""
    return [
        {"tenant": one.tenant, "debtor": event.debtor, "asking": event.asking, "part": event.part}
        | receipt.model_dump()
        for one in seen
        if isinstance(event := one.event, KeysDestroyed)
        for receipt in event.receipts
    ]


def erased_objects(seen: Sequence[SeenEvent]) -> list[Row]:
    """A row for each list of keys that were destroyed together."""
    return [
        {"tenant": one.tenant} | event.model_dump(exclude={"receipts"})
        for one in seen
        if isinstance(event := one.event, KeysDestroyed)
    ]
