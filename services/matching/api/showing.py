"""Rows of the view as callers are shown them."""

from typing import Any, Final

import orjson

from libs.events.contracts.matching import (
    PaymentIdentified,
    PaymentReceived,
    PaymentSuggested,
    PaymentUnidentified,
)
from services.matching.domain.explain import Outcome, explain

Shown = dict[str, Any]

_OUTCOMES: Final[dict[str, type[Outcome]]] = {
    "identified": PaymentIdentified,
    "suggested": PaymentSuggested,
    "unidentified": PaymentUnidentified,
}
_PLAIN: Final = (
    "payment",
    "kind",
    "creditor",
    "account",
    "statement",
    "booked_on",
    "amount",
    "free",
    "outcome",
    "returned_by",
    "original",
    "unassigned_since",
    "received_at",
)
_OF_FACTS: Final = (
    "position",
    "value_on",
    "bank_reference",
    "end_to_end_id",
    "mandate",
    "bank_code",
    "return_reason",
    "batch_count",
)


def payment_shown(row: Shown) -> Shown:
    """A payment with why it is what it is; `payer` is null once it was erased."""
    facts = row["facts"]
    shown = {name: row[name] for name in _PLAIN} | {name: facts[name] for name in _OF_FACTS}
    outcome = row["outcome_facts"]
    suggested = row["last_outcome"] == "suggested"
    return shown | {
        "payer": row["personal"],
        "why": why(facts, row["last_outcome"], outcome) if outcome else None,
        "candidates": outcome["candidates"] if suggested else [],
    }


def payment_shown_whole(row: Shown) -> Shown:
    """The same with its shares, and each thing that was found of it with its sentence."""
    found = [
        {"at": one["at"], "outcome": one["outcome"]}
        | {"why": why(row["facts"], one["outcome"], one["facts"])}
        for one in row["outcomes"]
    ]
    return payment_shown(row) | {"shares": row["shares"], "outcomes": found}


def why(received: Shown, outcome: str, facts: Shown) -> str:
    """The sentence that explains an outcome."""
    erased = {"personal": {"erased": True}}
    payment = PaymentReceived.read(orjson.dumps(received | erased))
    return explain(payment, _OUTCOMES[outcome].read(orjson.dumps(facts)))
