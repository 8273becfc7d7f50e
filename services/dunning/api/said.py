"""What happened, one sentence an event, for a timeline that people read."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.dunning.api.gate_words import (
    because,
    day_told,
    items_told,
    reason_told,
    recalled_told,
)

Details = Mapping[str, Any]
Names = Mapping[str, str]
"""Numbers of items by their ids."""
Sentence = Callable[[Details, Names], str]


def said(what: str, details: Details, names: Names) -> str:
    """The sentence of an event; of one that nobody wrote a sentence for, its name."""
    sentence = _SENTENCES.get(what)
    return sentence(details, names) if sentence else what.replace("_", " ")


def _number(details: Details, names: Names) -> str:
    return names.get(details["item"], "an item")


def _numbers(details: Details, names: Names) -> list[str]:
    """Of events that name their items by id or by all that was asked."""
    found = details["items"]
    return [one["number"] if isinstance(one, dict) else names.get(one, "an item") for one in found]


def _items(details: Details, names: Names) -> str:
    return items_told(_numbers(details, names))


def _text(details: Details) -> str:
    return f" “{details['text']}”" if details.get("text") else ""


def _item_changed(d: Details, n: Names) -> str:
    again = " again" if d["reopened"] else ""
    return f"{_number(d, n)} is{again} open by {d['open']}, due {day_told(d['due_on'])}{_by(d)}"


def _by(details: Details) -> str:
    """What did it, as callers know it: `by payment 0k3w…`."""
    kind_and_id = details.get("cause", "").split("/")[-2:]
    return f", by {' '.join(kind_and_id)}" if kind_and_id != [""] else ""


def _suspicion(d: Details, n: Names) -> str:
    if d["holds"]:
        return f"{_number(d, n)} may be settled by a payment that is not assigned"
    if d["expired"]:
        return f"{_number(d, n)}: nobody said what the payment is for; it holds no more"
    return f"{_number(d, n)} is not suspected to be paid any more"


def _proposed(d: Details, n: Names) -> str:
    again = f" (proposal {d['attempt']} of the day)" if d["attempt"] > 1 else ""
    return f"{d['tone'].capitalize()} proposed: {d['net']} for {_items(d, n)}{again}"


def _gated(d: Details, n: Names) -> str:
    whose = f" for {_items(d, n)}" if d["items"] else ""
    until = f", until {day_told(d['until_on'])}" if d["until_on"] else ""
    return f"Held{whose}: {because(d['gate'])}{until}"


def _recalled(d: Details, n: Names) -> str:
    return recalled_told(_numbers(d, n), d["gate"])


_OUTCOMES: Final = {
    "sent": "it left",
    "withdrawn": "it did not leave",
    "failed": "it could not be sent",
    "uncertain": "nobody can tell whether it left",
    "bounced": "it came back",
    "said_by_person": "a person said what became of it",
}


def _drafted(d: Details, n: Names) -> str:
    needed = "two people" if d["approvals_needed"] > 1 else "a person"
    what = f"{d['tone'].capitalize()} of {d['net']} for {_items(d, n)}"
    return f"{what} waits for {needed} to approve it"


def _approved(d: Details, _: Names) -> str:
    left = "; another person has to, too" if d["approvals_left"] else "; it is on its way"
    return f"Approved by {d['approved_by']}{left}"


def _dropped(d: Details, n: Names) -> str:
    if d["gate"] is None:
        return "Nobody approved it in time: its day is over, it is decided anew"
    return recalled_told(_numbers(d, n), d["gate"])


def _withheld(d: Details, n: Names) -> str:
    until = f"before {day_told(d['until_on'])}" if d["until_on"] else "until it is released"
    return f"{d['withheld_by']} withheld {_number(d, n)}, {until}:{_text(d)}"


def _ended(d: Details, _: Names) -> str:
    crossed = "; it crossed with its recall" if d["crossed"] else ""
    outcome = f"{_OUTCOMES[d['outcome']]}{reason_told(d['reason'])}"
    return f"The demand has its outcome: {outcome}{crossed}"


_WAYS: Final = {
    "sent": "its message left",
    "logged": "the call was made",
    "missed": "the call was not made in time",
    "placed": "it was proposed for placement",
    "said_by_person": "a person said so",
}


def _scheduled(d: Details, n: Names) -> str:
    return f"To be called about {d['asked']} ({_items(d, n)}) by {day_told(d['log_until_on'])}"


def _logged(d: Details, _: Names) -> str:
    return f"{d['logged_by']} called: {d['outcome'].replace('_', ' ')}{_text(d)}"


def _promised(d: Details, n: Names) -> str:
    return f"{d['amount']} promised by {day_told(d['pay_by_on'])} for {_items(d, n)}"


def _broken(d: Details, _: Names) -> str:
    return f"Promise broken: {d['paid']} came, {d['missing']} are missing"


def _plan(d: Details, n: Names) -> str:
    count = len(d["instalments"])
    parts = "one instalment" if count == 1 else f"{count} instalments"
    last = day_told(d["instalments"][-1]["due_on"])
    return f"Plan drawn up: {d['total']} in {parts} until {last}, for {_items(d, n)}"


def _plan_ended(d: Details, _: Names) -> str:
    if d["reason"] == "merged":
        return "Plan ended by a merge: what is left of it is a promise at the other debtor"
    return f"Plan {d['reason'].replace('_', ' ')} by {d['ended_by']}"


def _resumed(d: Details, _: Names) -> str:
    """By nobody: a pause that came with a merged debtor was ended where it came from."""
    by = d["resumed_by"]
    return f"Pause ended by {by}" if by else "Pause ended at the debtor that it came from"


def _plan_broken(d: Details, _: Names) -> str:
    return f"Plan broken by instalment {d['number']}: {d['missing']} are missing"


def _disputed(d: Details, n: Names) -> str:
    part = f" {d['amount']} of" if d["amount"] else ""
    return f"Disputed:{part} {_number(d, n)}, {d['reason'].replace('_', ' ')}{_text(d)}"


def _resolved(d: Details, n: Names) -> str:
    resolution = d["resolution"].replace("_", " ")
    return f"Dispute of {_number(d, n)} resolved by {d['resolved_by']}: {resolution}"


def _task(d: Details, n: Names) -> str:
    about = f" ({n[d['about']]})" if d["about"] in n else ""
    return f"Task: {d['kind'].replace('_', ' ')}{about}"


def _task_done(d: Details, _: Names) -> str:
    return f"Task done by {d['done_by']}" if d["done_by"] else "Task gone by itself"


def _composed(d: Details, _: Names) -> str:
    return f"Message composed: template {d['template']}, language {d['language']}"


def _message_held(d: Details, _: Names) -> str:
    by = f" by {d['service']}" if d["service"] else ""
    return f"Message held{by}: {d['cause'].replace('_', ' ')}"


def _withdrawn(d: Details, _: Names) -> str:
    if d["reason"] == "recalled":
        return f"Message withdrawn: {because(d['gate'])}" if d["gate"] else "Message withdrawn"
    return "Message withdrawn: its day is over"


def _attempt_failed(d: Details, _: Names) -> str:
    return f"Attempt {d['attempt']} failed for now ({d['reply'] or d['reason']}); tried again"


_SENTENCES: Final[Mapping[str, Sentence]] = {
    "case_opened": lambda d, n: f"Case opened under {d['policy']}, version {d['policy_version']}",
    "band_noted": lambda d, n: f"In band {d['band']} from here on",
    "case_closed": lambda d, n: "Case closed: nothing is open",
    "item_followed": lambda d, n: f"{d['number']}: {d['open']} open, due {day_told(d['due_on'])}",
    "item_changed": _item_changed,
    "item_dropped": lambda d, n: f"{_number(d, n)}: {d['reason']}{_by(d)}",
    "suspicion_noted": _suspicion,
    "credit_noted": lambda d, n: f"{d['on_account']} lie on account",
    "demand_proposed": _proposed,
    "demand_gated": _gated,
    "demand_recalled": _recalled,
    "demand_ended": _ended,
    "demand_drafted": _drafted,
    "demand_approved": _approved,
    "draft_dropped": _dropped,
    "item_withheld": _withheld,
    "item_released": lambda d, n: f"{_number(d, n)} was released by {d['released_by']}",
    "step_taken": lambda d, n: f"{_number(d, n)} has had step {d['step']}: {_WAYS[d['way']]}",
    "step_undone": lambda d, n: (
        f"{_number(d, n)}: step {d['step']} did not happen{reason_told(d['reason'])}"
    ),
    "placement_proposed": lambda d, n: f"Proposed for placement: {d['total']} for {_items(d, n)}",
    "placement_noted": lambda d, n: (
        f"{_number(d, n)} is {'out for' if d['is_out'] else 'back from'} an agency"
    ),
    "call_scheduled": _scheduled,
    "call_logged": _logged,
    "call_missed": lambda d, n: "Call not made in time: the sequence goes on without it",
    "call_dropped": lambda d, n: f"Call not needed: {because(d['gate'])}",
    "promise_made": _promised,
    "promise_kept": lambda d, n: f"Promise kept: {d['paid']} came in time",
    "promise_broken": _broken,
    "promise_ended": lambda d, n: f"Promise {d['reason'].replace('_', ' ')} by {d['ended_by']}",
    "plan_proposed": _plan,
    "plan_agreed": lambda d, n: f"The debtor agreed to a plan for {_items(d, n)}",
    "instalment_kept": lambda d, n: f"Instalment {d['number']} kept: {d['paid']} paid so far",
    "plan_mended": lambda d, n: f"The plan for {_items(d, n)} goes on: it was paid in time",
    "plan_kept": lambda d, n: f"Plan kept: {d['paid']} were paid",
    "plan_broken": _plan_broken,
    "plan_ended": _plan_ended,
    "dispute_opened": _disputed,
    "dispute_resolved": _resolved,
    "paid_claim_noted": lambda d, n: (
        f"{_number(d, n)} is paid, says the debtor: held until {day_told(d['until_on'])}"
    ),
    "dunning_paused": lambda d, n: f"Paused until {day_told(d['until_on'])}: {d['reason']}",
    "dunning_resumed": _resumed,
    "debtor_left": lambda d, n: f"Merged into {d['into']}: it is asked there from now on",
    "item_left": lambda d, n: f"{_number(d, n)} went to debtor {d['into']}",
    "item_taken_in": lambda d, n: (
        f"{d['number']} came from debtor {d['came_from']}: {d['open']} open"
    ),
    "item_adopted": lambda d, n: f"What {d['number']} has had at {d['came_from']} is known here",
    "promise_left": lambda d, n: f"A promise went to debtor {d['into']}",
    "promise_adopted": lambda d, n: (
        f"Promise of {d['amount']} for {_items(d, n)} came from {d['came_from']}"
    ),
    "note_added": lambda d, n: f"{d['noted_by']} noted:{_text(d)}",
    "task_opened": _task,
    "task_done": _task_done,
    "message_composed": _composed,
    "message_held": _message_held,
    "message_withdrawn": _withdrawn,
    "send_started": lambda d, n: f"Attempt {d['attempt']}: its barrier is passed, it is being sent",
    "message_sent": lambda d, n: f"Message sent{', once more' if d['repeated'] else ''}",
    "message_failed": lambda d, n: f"Message failed: {d['reason'].replace('_', ' ')}",
    "attempt_failed": _attempt_failed,
    "message_uncertain": lambda d, n: f"Attempt {d['attempt']} may have left or not",
    "message_bounced": lambda d, n: f"Message came back ({d['status']})",
}
