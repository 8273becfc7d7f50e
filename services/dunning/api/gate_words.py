"""Why something is held, in words that a credit controller uses."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

BECAUSE: Final[Mapping[str, str]] = {
    "policy_unknown": "no policy is published for this creditor",
    "paid_items_are_not_demanded": "it is paid, credited or cancelled",
    "disputed_items_wait": "it is disputed",
    "promises_are_given_their_time": "the debtor promised to pay it",
    "plans_are_given_their_time": "a plan of instalments is kept for it",
    "withheld_items_wait": "a person took it out of what leaves",
    "already_paid_is_looked_into": "the debtor says that it is paid already",
    "paused_debtors_are_left_alone": "dunning of this debtor is paused",
    "suspected_items_wait": "a payment that is not assigned yet may settle it",
    "reopened_items_have_grace": "its payment was taken back a short while ago",
    "placed_items_wait": "it is proposed for placement",
    "small_net_due_waits": "what is due, less what lies on account, is too little to ask for",
    "stale_bank_data_holds_everything": "the bank statements are not up to date",
    "open_feeds_hold_everything": "a bank statement is still being booked",
    "interrupted_feeds_hold_everything": "a bank statement is missing",
    "open_imports_hold_everything": "documents of the creditor are still being imported",
    "messages_keep_their_distance": "the last message is too recent",
    "weekends_and_holidays_are_kept": "it is a weekend or a holiday",
    "no_address_no_message": "there is no e-mail address to write to",
    "changed_amounts_are_asked_anew": "an amount in it has changed",
}
TO_DO: Final[Mapping[str, str]] = {
    "policy_unknown": "publish a policy",
    "disputed_items_wait": "resolve the dispute",
    "withheld_items_wait": "release it",
    "suspected_items_wait": "say what the payment is for",
    "stale_bank_data_holds_everything": "upload the bank statements",
    "interrupted_feeds_hold_everything": "upload the missing statement",
    "open_imports_hold_everything": "nothing: it goes on when the import is done",
    "open_feeds_hold_everything": "nothing: it goes on when the statement is booked",
    "no_address_no_message": "add an address to the debtor",
    "small_net_due_waits": "nothing: it goes on when more is due",
    "placed_items_wait": "hand the case on, or go on by hand",
}
"""What ends a gate that does not end by its day."""


def because(gate: str) -> str:
    """Why, as the rest of a sentence; an unknown rule is told by its name."""
    return BECAUSE.get(gate, gate.replace("_", " "))


def reason_told(reason: str) -> str:
    """A reason that may be a gate's name; ` (it is disputed)`, or nothing."""
    return f" ({because(reason)})" if reason else ""


def recalled_told(numbers: list[str], gate: str) -> str:
    """`Recalled for F-17: it is paid, …`; without numbers the gate holds the whole case."""
    whose = f" for {items_told(numbers)}" if numbers else ""
    return f"Recalled{whose}: {because(gate)}"


def held(gate: Mapping[str, Any]) -> str:
    """`it is disputed; to go on: resolve the dispute`, or until when."""
    said = because(gate["gate"])
    if gate.get("until_on"):
        return f"{said}; that ends by itself on {day_told(gate['until_on'])}"
    to_do = TO_DO.get(gate["gate"])
    return f"{said}; to go on: {to_do}" if to_do else said


def day_told(day: date | str) -> str:
    """`Monday 16 March 2026`; text is a day as ISO 8601."""
    on = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return f"{on:%A} {on.day} {on:%B %Y}"


def items_told(numbers: list[str], most: int = 4) -> str:
    """`F-1, F-2 and 3 more`."""
    if len(numbers) <= most:
        return ", ".join(numbers) or "nothing"
    return f"{', '.join(numbers[:most])} and {len(numbers) - most} more"
