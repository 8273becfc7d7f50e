"""One timeline of a debtor out of what each service tells of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

Kind = Literal[
    "document", "money", "demand", "message", "person", "call", "task", "credit", "agency"
]

_ORDER: Final[Mapping[str, int]] = {
    "ingestion": 0,
    "matching": 1,
    "dunning": 2,
    "notifications": 3,
    "risk": 4,
    "handoff": 5,
}
"""Of what was recorded in one instant: as facts walk from service to service."""

TOLD_BY_ANOTHER: Final = frozenset(
    {
        "item_opened",
        "item_adopted",
        "demand_ended",
        "promise_money_noted",
        "proposal_noted",
        "debtor_scored",
    }
)
"""`invoice_registered`, the arrival of an item that moved, what became of the message,
`placement_proposed`, and the band that a score comes to say the same to a reader."""
_SAID_TWICE: Final = frozenset({("matching", "debtor_merged")})
"""Ingestion tells it too, by the same name."""

_KINDS: Final[Mapping[str, Kind]] = {
    "debtor": "document",
    "invoice": "document",
    "document": "document",
    "credit": "document",
    "item": "money",
    "share": "money",
    "settlement": "money",
    "suspicion": "money",
    "due": "money",
    "demand": "demand",
    "draft": "demand",
    "band": "demand",
    "case": "demand",
    "step": "demand",
    "placement": "demand",
    "message": "message",
    "send": "message",
    "attempt": "message",
    "call": "call",
    "task": "task",
}
"""By the first word of what happened; all else was said by a person."""


_OF_SERVICES: Final[Mapping[str, Kind]] = {"risk": "credit", "handoff": "agency"}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a debtor."""

    at: datetime
    service: str
    what: str
    details: Mapping[str, Any]
    said: str = ""
    """The service's own sentence, where it has one."""

    @property
    def kind(self) -> Kind:
        return _OF_SERVICES.get(self.service) or _KINDS.get(self.what.partition("_")[0], "person")


def merged(*timelines: tuple[str, Iterable[Mapping[str, Any]]]) -> list[Happened]:
    """The latest first; each timeline comes with the service that tells it."""
    found = [
        Happened(
            at=datetime.fromisoformat(one["at"]),
            service=str(one.get("service") or service),
            what=str(one["what"]),
            details=one["details"],
            said=str(one.get("said") or ""),
        )
        for service, timeline in timelines
        for one in timeline
        if one["what"] not in TOLD_BY_ANOTHER and (service, one["what"]) not in _SAID_TWICE
    ]
    found.sort(key=lambda one: (one.at, _ORDER.get(one.service, 9)))
    return found[::-1]
