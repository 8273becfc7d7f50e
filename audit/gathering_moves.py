"""What may hold an item back where its merged debtor's items came to: it is said there anew.

What was said at the old address was said in another partition, which nobody reads here.
"""

from collections.abc import Mapping
from datetime import date

from audit.cents import cents
from audit.gathering_items import Handler, claimed, contested, note_placement, promised
from audit.log import Fact
from audit.reasons import Reason, Reasons


def _moved_in(reasons: Reasons, fact: Fact) -> None:
    """As the ledger has it: what is open, when it is due, what may settle it."""
    f = fact.fields
    reasons.open[f["item"]].set(fact, cents(f["open"]))
    reasons.currency[f["item"]] = f["open"].split(" ")[1]
    reasons.due[f["item"]].set(fact, f["due_on"])
    for one in f.get("suspicions", ()):
        if not one.get("is_expired"):
            reasons.begin(("suspicion", f["item"]), Reason(one["by"], fact))


def _adopted(reasons: Reasons, fact: Fact) -> None:
    """As dunning knew it at its old address, or what came there late."""
    item, said = fact.fields["item"], fact.fields["baggage"]
    _steps(reasons, fact)
    for one in said.get("disputes", ()):
        if one.get("resolution") == "refused":
            reasons.end(("dispute", item), one["dispute"], fact)
        else:
            reasons.begin(("dispute", item), contested(fact, one))
    if until_on := said.get("claimed_until_on"):
        reasons.begin(("claim", item), claimed(fact, until_on))
    for one in said.get("placements", ()):
        note_placement(reasons, fact, item, one)
    if said.get("reopened_on"):
        reasons.reopened[item].append(fact)
        reasons.adopted[item].append(fact)


def _steps(reasons: Reasons, fact: Fact) -> None:
    history, said = reasons.steps[fact.fields["item"]], fact.fields["baggage"]
    undone = {one["step"] for one in said.get("undone", ())}
    had = {one["step"]: date.fromisoformat(one["taken_on"]) for one in said.get("steps", ())}
    kept = {name: on for name, on in history.last({}).items() if name not in undone}
    history.set(fact, {**kept, **had})


def _promise_adopted(reasons: Reasons, fact: Fact) -> None:
    if fact.fields["standing"] == "open":
        promised(reasons, fact)


OF_MOVES: Mapping[tuple[str, str], Handler] = {
    ("matching", "item_moved_in"): _moved_in,
    ("dunning", "item_adopted"): _adopted,
    ("dunning", "promise_adopted"): _promise_adopted,
}
