"""What will leave next of a case, when, or what holds it: one sentence, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from services.dunning.api.gate_words import because, day_told, held, items_told
from services.dunning.api.known_holds import known_holds, still_holds
from services.dunning.api.ladders import CHANNELS, for_band, next_step

Case = Mapping[str, Any]
"""A case as `Chasing.case` gives it."""
Standing = Literal[
    "nothing_open", "no_policy", "on_its_way", "to_approve", "held", "recalled", "call", "gated",
    "planned", "waits", "unplanned", "ended",
]  # fmt: skip

NEXT_DAY: Final = "0001-01-01"
"""A planned day that means: the next one that begins, whichever it is."""
_HOLD_CAUSES: Final = {
    "barrier": "what came in before it is still being worked on",
    "parked": "a message is parked because of a mistake in the software",
    "silent_service": "a service does not say how far it is",
    "channel_refused": "the mail server does not take mails now",
    "aged": "its last look at the ledger grew too old",
}


@dataclass(frozen=True, slots=True)
class Next:
    """What is next of a case."""

    standing: Standing
    sentence: str
    on: str | None = None
    """The day, ISO 8601, where one is known."""
    step: str = ""
    gate: str = ""
    demand: str = ""
    call: str = ""


def next_of(case: Case) -> Next:
    """The first of these that there is: a demand under way, a call, a gate, a plan."""
    if case["state"] == "closed" or not open_items(case):
        return Next("nothing_open", "Nothing is open: nothing will leave.")
    if case["state"] == "noted" or not case["ladder"]:
        whose = case["creditor_name"] or "this creditor"
        said = f"Nothing will leave: no policy is published for {whose}."
        return Next("no_policy", said, gate="policy_unknown")
    for demand in case["pending"]:
        return _under_way(demand)
    for call in case["calls"]:
        if call["state"] == "scheduled" and call["case"] == case["case"]:
            return _to_be_called(call)
    if still_holds(case) and not _others_go_on(case):
        return _gated(case)
    return _planned(case)


def open_items(case: Case) -> list[dict[str, Any]]:
    return [item for item in case["items"] if item["state"] == "followed"]


def _under_way(demand: Mapping[str, Any]) -> Next:
    numbers = items_told([item["number"] for item in demand["items"]])
    what = f"The message of step {demand['step']} for {demand['net']} ({numbers})"
    on, of = demand["day_on"].isoformat(), demand["demand"]
    match demand["status"]:
        case "held":
            cause = _HOLD_CAUSES.get(demand["hold"]["cause"], demand["hold"]["cause"])
            service = f" ({demand['hold']['service']})" if demand["hold"]["service"] else ""
            said = f"{what} is ready and held: {cause}{service}; it is tried again by itself."
            return Next("held", said, on, demand["step"], demand=of)
        case "recalled":
            said = f"{what} is recalled, for {because(demand['recall_gate'])};"
            said += " what comes next is decided once it is known not to have left."
            return Next("recalled", said, on, demand["step"], demand["recall_gate"], of)
        case "to_approve":
            return Next("to_approve", f"{what}{_approving(demand)}", on, demand["step"], demand=of)
        case "uncertain":
            said = f"{what} may have left or not: it is tried once more by itself."
            return Next("held", said, on, demand["step"], demand=of)
    window = demand["send_window"]
    hours = f", between {window['from_hour']} and {window['until_hour']} o'clock" if window else ""
    said = f"{what} leaves on {day_told(on)}{hours}, as soon as all that came in before is booked."
    return Next("on_its_way", said, on, demand["step"], demand=of)


def _approving(demand: Mapping[str, Any]) -> str:
    by = f", approved by {', '.join(demand['approvals'])}" if demand["approvals"] else ""
    left = demand["approvals_needed"] - len(demand["approvals"])
    people = "one more person" if by else "two people" if left > 1 else "a person"
    return f"{by} waits for {people} to approve it; it is decided anew when the day is over."


def _to_be_called(call: Mapping[str, Any]) -> Next:
    whom = call["debtor_name"] or "the debtor"
    numbers = items_told(call["numbers"] or [])
    said = f"Call {whom} about {call['asked']} ({numbers}), by {day_told(call['log_until_on'])};"
    said += " later the sequence goes on without the call."
    return Next("call", said, call["day_on"].isoformat(), call["step"], call=call["call"])


def _others_go_on(case: Case) -> bool:
    """A gate holds some items alone, and a step of others is planned."""
    free = [item for item in open_items(case) if not item["gate"]]
    planned = case["planned"] or {}
    return bool(free and planned.get("step")) and len(free) < len(open_items(case))


def _gated(case: Case) -> Next:
    gate = case["gate"]
    items = [one["number"] for one in open_items(case) if (one["gate"] or {}) == gate]
    step = (case["planned"] or {}).get("step") or _step_of(case)
    what = f"Step {step}" if step else "What is due"
    whose = f" for {items_told(items)}" if items else ""
    said = f"{what}{whose} is held: {held(gate)}{_known_through(case)}."
    return Next("gated", said, gate.get("until_on"), step, gate["gate"])


def _known_through(case: Case) -> str:
    """How far the ledger is known, where that is what holds."""
    if case["gate"]["gate"] != "stale_bank_data_holds_everything":
        return ""
    through_on = case["standing"]["through_on"]
    known = f"through {day_told(through_on)}" if through_on else "through no day yet"
    return f" (the ledger is known {known})"


def _planned(case: Case) -> Next:
    planned = case["planned"] or {}
    holds = known_holds(case)
    if not planned.get("check_on"):
        return _nothing_planned(case, holds)
    on, step = planned["check_on"], planned.get("step", "")
    day = "the next day that begins" if on == NEXT_DAY else day_told(on)
    known = f" Known by now: {'; '.join(holds)}." if holds else ""
    shown_on = None if on == NEXT_DAY else on
    if not step:
        said = f"Nothing is due before {day}, when the case is looked at again.{known}"
        return Next("waits", said, shown_on)
    ladder = case["ladder"][0]["facts"]["steps"]
    channel = next((CHANNELS[one["channel"]] for one in ladder if one["step"] == step), "it is due")
    numbers = items_told(_numbers_before(case, step))
    said = f"On {day} {channel}: step {step} for {numbers}, unless something holds it then.{known}"
    return Next("planned", said, shown_on, step)


def _nothing_planned(case: Case, holds: Sequence[str]) -> Next:
    if holds:
        return Next("unplanned", f"Nothing is planned: {'; '.join(holds)}.")
    if not _step_of(case):
        said = "Every step of the ladder was taken: what follows is for a person to decide."
        return Next("ended", said)
    return Next("unplanned", "Nothing is planned until something happens.")


def _step_of(case: Case) -> str:
    """The earliest step in the ladder that an open item has before it; empty: none."""
    ladder = _ladder(case)
    before = {step["step"] for item in open_items(case) if (step := _next(case, item))}
    return next((step["step"] for step in ladder if step["step"] in before), "")


def _numbers_before(case: Case, step: str) -> list[str]:
    """Numbers of the open items that have this step before them; all, where none can be told."""
    items = open_items(case)
    before = [one["number"] for one in items if (n := _next(case, one)) and n["step"] == step]
    return before or [one["number"] for one in items]


def _next(case: Case, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    had = {
        one["step"]
        for one in case["steps"]
        if one["item"] == item["item"] and one["state"] == "taken"
    }
    return next_step(for_band(_ladder(case), case["band"], had), had)


def _ladder(case: Case) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = case["ladder"][0]["facts"]["steps"]
    return steps
