"""Why a message stands where it stands: one sentence of a row of the view."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Shown = dict[str, Any]

_HELD: Final = {
    "barrier": "what had come in before has not had its effect in time",
    "parked": "a key of this tenant is parked",
    "silent_service": "nothing is known of how far its work is",
    "channel_refused": "the channel does not take it now",
    "aged": "its barrier grew too old",
}
_FAILED: Final = {
    "address_missing": "there is no address to send it to",
    "address_invalid": "its address is none",
    "template_error": "its template could not be rendered",
    "refused": "the next mail server refused it for good",
    "tries_exhausted": "no attempt succeeded, and no more are made",
}


def why(row: Shown) -> str:
    """Of a row of the view of messages."""
    return _SENTENCES[row["status"]](row)


def _to_compose(_: Shown) -> str:
    return "Waits until the debtor, the creditor and every document are known here."


def _ready(row: Shown) -> str:
    if not row["not_before"]:
        return "Composed; leaves in its hours, once its barrier has been had."
    tried = f"Attempt {row['attempts_count']} did not succeed{_said(row)}"
    return f"{tried}; the next one may begin at {row['not_before']}."


def _held(row: Shown) -> str:
    where = f" ({row['held_service']})" if row["held_service"] else ""
    cause = _HELD.get(row["held_cause"], row["held_cause"])
    return f"Held: {cause}{where}; tried again until its day is over."


def _started(row: Shown) -> str:
    recalled = f", though {_gate(row)} closed meanwhile" if row["gate"] else ""
    return f"Attempt {row['attempts_count']} is under way{recalled}."


def _sent(row: Shown) -> str:
    again = " An earlier attempt may have left as well." if row["repeated"] else ""
    crossed = f" It crossed a recall: {_gate(row)} had closed." if row["gate"] else ""
    told = f"The next mail server took it over at {row['sent_at']}{_said(row)}."
    return told + again + crossed


def _withdrawn(row: Shown) -> str:
    if row["reason"] == "day_over":
        return f"Never left: it was valid for {row['day_on']}, and that day is over."
    return f"Never left: {_gate(row)} closed, by {row['cause']}."


def _failed(row: Shown) -> str:
    return f"Never left: {_FAILED.get(row['reason'], row['reason'])}{_said(row)}."


def _uncertain(row: Shown) -> str:
    told = f"Attempt {row['attempts_count']} may have left: nobody heard how it ended."
    follows = " A person has to say." if row["reason"] == "uncertain_for_good" else " One follows."
    return told + follows


def _bounced(row: Shown) -> str:
    return f"It left at {row['sent_at']} and came back: {row['bounce_status']}."


def _gate(row: Shown) -> str:
    return f"the gate {row['gate']}"


def _said(row: Shown) -> str:
    return f" ({row['reply']})" if row["reply"] else ""


_SENTENCES: Final[Mapping[str, Callable[[Shown], str]]] = {
    "to_compose": _to_compose,
    "ready": _ready,
    "held": _held,
    "started": _started,
    "sent": _sent,
    "withdrawn": _withdrawn,
    "failed": _failed,
    "uncertain": _uncertain,
    "bounced": _bounced,
}
