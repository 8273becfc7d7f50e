"""Facts that hold a demand back, by hand; added to a small chase."""

from typing import Any

from audit.founded import Founded, founded
from audit.tests.building import CREDITOR, TENANT
from audit.tests.chasing import CASE, DAY, Chasing, a_chase

DEBTOR = "debtor-C-1"
POLICY: dict[str, Any] = {
    "policy": "four-steps",
    "creditors": [],
    "net_due_mins": ["5.00 EUR"],
    "message_every_days_min": 3,
    "grace_days": 3,
    "steps": [
        {"step": "reminder", "anchor": "after_due", "offset_days": 12, "channel": "email"},
        {"step": "call", "anchor": "after_previous", "offset_days": 5, "channel": "call"},
    ],
}
FACTS: dict[str, Any] = {
    "creditor": CREDITOR, "accounts": [], "country": "FR", "feed": "required", "feed_days_max": 3,
}  # fmt: skip


def a_held_chase(**facts: Any) -> Chasing:
    """F-1 of 100.00, due on 4 February, is open under a policy; its creditor's facts are known."""
    chase = a_chase()
    known = {**FACTS, **facts}
    chase.say("creditor_changed", "creditor/c", service="ingestion", facts=known, revision=2)
    chase.dunning("policy_published", "policy/four-steps", facts=POLICY, version=1)
    chase.dunning("case_opened", f"case/{CASE}", policy="four-steps", policy_version=1)
    return chase


def gated(chase: Chasing, gate: str, *items: str, day: str = DAY, **fields: Any) -> Chasing:
    said = {"gate": gate, "items": list(items), "until_on": None, "day_on": day, **fields}
    chase.dunning("demand_gated", f"case/{CASE}", **said)
    return chase


def recalled(chase: Chasing, gate: str, *items: str, demand: str = "d1") -> Chasing:
    said = {"demand": demand, "gate": gate, "items": list(items), "cause": ""}
    chase.dunning("demand_recalled", f"case/{CASE}", **said)
    return chase


def judged(chase: Chasing, silent: frozenset[str] | None = None) -> Founded:
    return founded(chase.facts, TENANT, silent)


def whys(chase: Chasing, silent: frozenset[str] | None = None) -> list[str]:
    """Why each is needless."""
    return [one.why for one in judged(chase, silent).needless]
