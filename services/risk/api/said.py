"""What happened to a debtor's score and credit, a sentence an event."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from libs.events.contracts.risk import ScoreReason
from services.risk.domain.score.words import sentence_of

Details = Mapping[str, Any]
_Told = Callable[[Details], str]


def sentences(reasons: Sequence[Details] | None) -> list[str]:
    """The reasons of a score, in their order."""
    return [sentence_of(ScoreReason.model_validate(one)) for one in reasons or ()]


def happened(what: str, details: Details) -> str:
    """`what` is the name of the event."""
    return _SAID[what](details)


def _scored(event: Details) -> str:
    chance = f"{event['late_percent']} % likely to pay more than 30 days late"
    why = " ".join(sentences(event["reasons"]))
    return f"Scored: {chance}, expected {event['late_days']} days late, band {event['band']}. {why}"


def _band_changed(event: Details) -> str:
    causes = {
        "score": "by its score",
        "override": "a person says so",
        "override_ended": "nobody overrides its score any more",
    }
    was = f" from {event['was']}" if event["was"] else ""
    return f"Band{was} to {event['band']}: {causes[event['cause']]}"


def _overridden(event: Details) -> str:
    return f"{event['overridden_by']} says band {event['band']} until {event['until_on']}"


def _override_ended(event: Details) -> str:
    ends = {"day": "its day is over", "person": event["ended_by"], "replaced": "by another"}
    return f"Override ended: {ends[event['reason']]}"


def _watched(event: Details) -> str:
    return f"On the watch list, by {event['started_by']}"


def _unwatched(event: Details) -> str:
    return f"Off the watch list, by {event['ended_by']}"


def _requested(event: Details) -> str:
    return f"{event['requested_by']} asks for a limit of {event['amount']}"


def _granted(event: Details) -> str:
    return f"{event['granted_by']} grants {event['amount']} through {event['expires_on']}"


def _refused(event: Details) -> str:
    return f"{event['refused_by']} refuses the limit that was asked for"


def _limit_ended(event: Details) -> str:
    ends = {
        "expired": "its last day is over",
        "replaced": "another was granted",
        "person": f"by {event['ended_by']}",
    }
    return f"Limit ended: {ends[event['reason']]}"


def _breached(event: Details) -> str:
    return f"Limit of {event['amount']} breached: {event['exposure']} are owed"


def _within(event: Details) -> str:
    return f"Within the limit of {event['amount']} again: {event['exposure']} are owed"


_SAID: Final[Mapping[str, _Told]] = {
    "debtor_scored": _scored,
    "band_changed": _band_changed,
    "band_overridden": _overridden,
    "override_ended": _override_ended,
    "watch_started": _watched,
    "watch_ended": _unwatched,
    "limit_requested": _requested,
    "limit_granted": _granted,
    "limit_refused": _refused,
    "limit_ended": _limit_ended,
    "limit_breached": _breached,
    "breach_ended": _within,
}
