"""What happened to a placement, by days, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from services.console.domain.timeline import merged
from services.console.web.days_told import Line, by_day
from services.console.web.ports import Document
from services.console.web.words import Words

Stage = Literal[
    "proposed", "requested", "offered", "accepted", "refused", "withdrawn", "recalled", "closed"
]  # fmt: skip
"""Where a placement may stand, in the order in which a list offers them."""
RecallReason = Literal["by_person", "disputed", "settled", "wrong_party"]
CloseResult = Literal["recovered", "recovered_in_part", "uncollectable", "withdrawn_by_creditor"]
_CHOSEN: Final[Mapping[str, tuple[str, ...]]] = {
    "recalls": ("by_person", "disputed", "wrong_party"),
    "results": ("recovered", "recovered_in_part", "uncollectable", "withdrawn_by_creditor"),
}


def when(row: Document) -> str:
    """When its stage began; it sorts as time does."""
    return str(row.get(f"{row['stage']}_at") or "")


def events_of(placement: Document) -> list[Mapping[str, Any]]:
    """Each with what was written in it, as a timeline has them."""
    return [
        {**one, "details": {**one["details"], "text": (one["personal"] or {}).get("text", "")}}
        for one in placement["events"]
    ]


def story_of(words: Words, placement: Document) -> list[tuple[date, list[Line]]]:
    """The latest day first."""
    numbers = {one["item"]: one["number"] for one in placement["items"]}
    return list(by_day(words, merged(("handoff", events_of(placement))), numbers))


def options_of(words: Words) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What may be chosen in the forms of a placement."""
    return {
        group: [(name, words.of(group, name)) for name in names] for group, names in _CHOSEN.items()
    }
