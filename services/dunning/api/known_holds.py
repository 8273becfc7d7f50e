"""What is known to hold items of a case before their next step is even due."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from services.dunning.api.gate_words import day_told

NEXT_DAY: Final = date(1, 1, 1)

Case = Mapping[str, Any]


def known_holds(case: Case) -> list[str]:
    """Each in a few words: `F-17 is disputed`, `the debtor is paused until Monday …`."""
    return [*_pauses(case), *_promises(case), *_disputes(case), *_items(case)]


def _pauses(case: Case) -> Iterator[str]:
    for pause in case["pauses"]:
        if pause["state"] == "paused" and not _is_over(case, pause["until_on"]):
            yield f"the debtor is paused until {day_told(pause['until_on'])} ({pause['reason']})"


def _promises(case: Case) -> Iterator[str]:
    for promise in case["promises"]:
        if promise["case"] == case["case"] and promise["state"] == "open":
            by = day_told(promise["pay_by_on"])
            judged = day_told(promise["judged_from_on"])
            known = f"judged once the ledger is known through {judged}"
            yield f"{promise['amount']} are promised by {by}, {known}"


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
        claimed = item["paid_claim_until_on"]
        if claimed is not None and not _is_over(case, claimed):
            yield f"{item['number']} is said to be paid, until {day_told(claimed)}"


def _is_over(case: Case, until_on: date) -> bool:
    """By the day on which the case is looked at next; without one it may still hold."""
    planned = (case["planned"] or {}).get("check_on")
    if not planned:
        return False
    on = date.fromisoformat(planned)
    return on != NEXT_DAY and until_on < on
