"""Why a demand was made, what kept it, what it passed before it left: for a credit controller."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from libs.events.contracts.topology import TOPOLOGY
from services.dunning.api.gate_words import (
    because,
    day_told,
    items_told,
    reason_told,
    recalled_told,
)
from services.dunning.api.ladders import when
from services.dunning.api.said import said

Demand = Mapping[str, Any]
"""A demand as `Chasing.demand` gives it."""

_OUTCOMES: Final = {
    "sent": "The message left",
    "withdrawn": "The message did not leave",
    "failed": "The message could not be sent",
    "uncertain": "Nobody can tell whether the message left",
    "bounced": "The message left and came back",
    "said_by_person": "A person said what became of it",
}


def why(demand: Demand) -> dict[str, Any]:
    """`asked_for` an item each, `held_before`, `recalled`, `barriers`, `outcome`, `behind`."""
    names = {item["item"]: item["number"] for item in demand["items"]}
    return {
        "asked_for": [_asked(demand, item) for item in demand["items"]],
        "net": _net(demand),
        "held_before": list(_held_before(demand, names)),
        "recalled": _recalled(demand, names),
        "barriers": [_barrier(one) for one in demand["attempts"]],
        "outcome": _outcome(demand),
        "behind": [
            {**one, "said": said(one["what"], one["details"], names)} for one in demand["behind"]
        ],
    }


def in_short(demand: Demand) -> str:
    """`F-17 is 12 days overdue, for step reminder; and 3 more`: for a list."""
    items = demand["items"]
    told = [f"{one['number']} is {_since(one)}, for step {one['step']}" for one in items[:3]]
    more = f"; and {len(items) - 3} more" if len(items) > 3 else ""
    return f"{'; '.join(told)}{more}"


def _since(item: Mapping[str, Any]) -> str:
    late = item["overdue_days"]
    return f"{late} days overdue" if late > 0 else f"due in {-late} days" if late else "due today"


def _asked(demand: Demand, item: Mapping[str, Any]) -> str:
    part = "" if item["asked"] == item["open"] else f" of {item['open']} open; the rest is disputed"
    said = (
        f"{item['number']}: {item['asked']}{part}, due {day_told(item['due_on'])}, {_since(item)}"
    )
    return f"{said}; step {item['step']}{_rule_of(demand, item['step'])}{_had(demand, item)}."


def _rule_of(demand: Demand, name: str) -> str:
    """When the policy has the step, in words."""
    steps = demand["ladder"][0]["facts"]["steps"] if demand["ladder"] else []
    for before, step in zip([None, *steps], steps, strict=False):
        if step["step"] == name:
            return f" of {demand['policy']} comes {when(step, before)}"
    return ""


def _had(demand: Demand, item: Mapping[str, Any]) -> str:
    had = [
        f"{one['step']} on {day_told(one['taken_on'])}"
        for one in demand["steps"]
        if one["item"] == item["item"] and one["state"] == "taken" and one["step"] != item["step"]
        if one["taken_on"] is not None and one["taken_on"] <= demand["day_on"]
    ]
    return f"; it has had {', '.join(had)}" if had else ""


def _net(demand: Demand) -> str:
    if demand["credit"].split(" ")[0].strip("0.") == "":
        return f"Asked in all: {demand['net']}."
    credit = f"less {demand['credit']} on account"
    return f"Asked in all: {demand['total']}, {credit}: {demand['net']}."


def _held_before(demand: Demand, names: Mapping[str, str]) -> Iterator[str]:
    """What held the case's items before this demand, and after the demand before it."""
    for one in demand["gatings"]:
        concerns = not one["items"] or set(one["items"]) & names.keys()
        if one["at"] <= demand["proposed_at"] and concerns:
            numbers = [names[item] for item in one["items"] if item in names]
            whose = f"{items_told(numbers)}: " if numbers else ""
            yield f"{day_told(one['day_on'])}: {whose}{because(one['gate'])}."


def _recalled(demand: Demand, names: Mapping[str, str]) -> str | None:
    if demand["recalled_at"] is None:
        return None
    numbers = [names.get(item, "an item") for item in demand["recall_items"] or []]
    return f"{recalled_told(numbers, demand['recall_gate'])}{cause_told(demand['cause'])}."


def cause_told(cause: Mapping[str, Any] | None) -> str:
    """The fact that closed the gate: the payment by amount, day and payer, the dispute …"""
    if cause is None:
        return ""
    match cause:
        case {"kind": "share", "amount": amount, "booked_on": booked}:
            whole = cause.get("payment_amount") or amount
            payer = f" by {cause['payer_name']}" if cause.get("payer_name") else ""
            of = "" if whole == amount else f", {amount} of it for this debtor"
            return f" — a payment of {whole}{payer}{_on(booked)}{of} (payment {cause['payment']})"
        case {"kind": "payment", "amount": amount, "booked_on": booked}:
            payer = f" by {cause['payer_name']}" if cause.get("payer_name") else ""
            return f" — a payment of {amount}{payer}{_on(booked)} (payment {cause['payment']})"
        case {"kind": "credit", "amount": amount, "number": number}:
            return f" — credit note {number} of {amount}"
        case {"kind": "dispute", "reason": reason, "opened_by": by}:
            return f" — dispute noted by {by}, {reason.replace('_', ' ')}"
        case {"kind": "promise", "pay_by_on": by, "amount": amount}:
            return f" — {amount} promised" + (f" by {day_told(by)}" if by else "")
        case {"kind": "plan", "total": whole}:
            return f" — {whole} are paid in instalments"
        case {"kind": "feed" | "account"}:
            return ""  # the gate's own words say that it is a statement; its id says nothing
        case _:
            return f" — {cause['kind'].replace('_', ' ')} {cause['id']}"


def _on(booked: date | None) -> str:
    return f" booked on {day_told(booked)}" if booked else ""


def _barrier(attempt: Mapping[str, Any]) -> str:
    """What an attempt had waited for: everything in the log before that moment.

    Of the cut, services have the rounds that each took, upstream first; the other names are
    topics with the offset that was passed.
    """
    cut = attempt["cut"] or {}
    rounds = [
        f"{service} ({cut[service]} round{'' if cut[service] == 1 else 's'})"
        for service in TOPOLOGY
        if service in cut
    ]
    passed = ", ".join(rounds) or "nothing"
    began = f"Attempt {attempt['attempt']}: barrier begun {attempt['began_at']}"
    outcome = (attempt["outcome"] or "under way").replace("_", " ")
    reply = f" ({attempt['reply']})" if attempt["reply"] else ""
    return f"{began}; all that came before it had its effect in {passed}; {outcome}{reply}."


def _outcome(demand: Demand) -> str:
    if demand["outcome"] is None:
        return "No outcome yet."
    reason = reason_told(demand["outcome_reason"] or "")
    crossed = "; it had crossed with its recall, its step counts" if demand["crossed"] else ""
    again = "; it was sent once more after an uncertain attempt" if demand["repeated"] else ""
    return f"{_OUTCOMES[demand['outcome']]}{reason}{crossed}{again}."
