"""What is known to hold items of a case before their next step is even due."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from services.dunning.api.gate_words import day_told

NEXT_DAY: Final = date(1, 1, 1)

Case = Mapping[str, Any]


def known_holds(case: Case) -> list[str]:
    """Each in a few words: `F-17 is disputed`, `the debtor is paused until Monday …`."""
    return [*_pauses(case), *_promises(case), *_plans(case), *_disputes(case), *_items(case)]


def still_holds(case: Case) -> bool:
    """Whether what was said to hold a case still does: a gate says when it closes, not when it
    opens, and another one may hold the rest by then."""
    gate = case["gate"]
    if not gate:
        return False
    if gate.get("until_on") and _is_over(case, date.fromisoformat(gate["until_on"])):
        return False
    match gate["gate"]:
        case "paused_debtors_are_left_alone":
            return any(pause["state"] == "paused" for pause in case["pauses"])
        case "disputed_items_wait":
            return any(one["state"] != "resolved" or _waits(one) for one in case["disputes"])
        case "promises_are_given_their_time":
            return any(one["state"] == "open" for one in case["promises"])
        case "plans_are_given_their_time":
            return any(one["state"] == "agreed" for one in case["plans"])
        case "withheld_items_wait":
            return any(item["is_withheld"] for item in case["items"])
        case "suspected_items_wait":
            return any(item["suspected_by"] for item in case["items"])
        case _:
            return True


def _waits(dispute: Mapping[str, Any]) -> bool:
    """It was resolved for the debtor, and its credit note is waited for."""
    return dispute["resolution"] in ("valid", "credit_note_expected")


def _pauses(case: Case) -> Iterator[str]:
    for pause in case["pauses"]:
        if pause["state"] == "paused" and not _is_over(case, pause["until_on"]):
            yield f"the debtor is paused until {day_told(pause['until_on'])} ({pause['reason']})"


def _promises(case: Case) -> Iterator[str]:
    for promise in case["promises"]:
        if promise["case"] == case["case"] and promise["state"] == "open":
            day = promise["pay_by_on"]
            by = f" by {day_told(day)}" if day else ""
            judged = day_told(promise["judged_from_on"])
            is_by_day = case["standing"]["feed"] == "none"
            known = f"judged on {judged}" if is_by_day else f"judged once known through {judged}"
            yield f"{promise['amount']} are promised{by}, {known}"


def _plans(case: Case) -> Iterator[str]:
    for plan in case["plans"]:
        if plan["case"] != case["case"] or plan["state"] != "agreed":
            continue
        following = plan["instalments"][plan["kept_count"] :][:1]
        for one in following:
            place = f"instalment {plan['kept_count'] + 1} of {len(plan['instalments'])}"
            yield f"{place}, {one['amount']}, is to be paid by {day_told(one['due_on'])}"


def _disputes(case: Case) -> Iterator[str]:
    for dispute in case["disputes"]:
        if dispute["case"] == case["case"] and dispute["state"] == "open":
            part = f" for {dispute['amount']}" if dispute["amount"] else ""
            yield f"{dispute['number']} is disputed{part}"


def _items(case: Case) -> Iterator[str]:
    for item in case["items"]:
        if item["state"] != "followed":
            continue
        if item["suspected_by"]:
            yield f"a payment that is not assigned yet may settle {item['number']}"
        if item["is_withheld"] and not _is_withheld_no_more(case, item):
            until = item["withheld_until_on"]
            ends = f"before {day_told(until)}" if until else "until somebody releases it"
            by = f" by {item['withheld_by']}" if item["withheld_by"] else ""
            yield f"{item['number']} is withheld{by}, {ends}"
        claimed = item["paid_claim_until_on"]
        if claimed is not None and not _is_over(case, claimed):
            yield f"{item['number']} is said to be paid, until {day_told(claimed)}"


def _is_withheld_no_more(case: Case, item: Mapping[str, Any]) -> bool:
    """It was for a day, and the case is looked at on that day or later."""
    until_on = item["withheld_until_on"]
    return until_on is not None and _is_over(case, until_on - timedelta(days=1))


def _is_over(case: Case, until_on: date) -> bool:
    """By the day on which the case is looked at next; without one it may still hold."""
    planned = (case["planned"] or {}).get("check_on")
    if not planned:
        return False
    on = date.fromisoformat(planned)
    return on != NEXT_DAY and until_on < on
