"""What is open of an item, and what holds it, as the events of matching and dunning say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from audit.cents import cents
from audit.chase import Chase, Fields, Handler, Hold, Movement, Promise

DISPUTE = "dispute "
WITHHELD = "withheld"


def _opened(chase: Chase, f: Fields, at: datetime) -> None:
    chase.movements[f["item"]] = [Movement(at, cents(f["amount"]))]


def _allocated(chase: Chase, f: Fields, at: datetime) -> None:
    chase.movements[f["item"]].append(Movement(at, -cents(f["amount"])))
    if f.get("source_kind") == "credit":
        _credited(chase, f, at)


def _credited(chase: Chase, f: Fields, at: datetime) -> None:
    """A credit note answers what is contested of an amount, the oldest dispute first."""
    left = cents(f["amount"])
    for hold in [*chase.holds[f["item"]]]:
        is_waiting = hold.gate.startswith(DISPUTE) and hold.until_at is None
        if left and is_waiting and hold.amount:
            answered = min(left, hold.amount)
            left -= answered
            hold.until_at = at
            if rest := hold.amount - answered:
                chase.holds[f["item"]].append(replace(hold, from_at=at, until_at=None, amount=rest))


def _reversed(chase: Chase, f: Fields, at: datetime) -> None:
    chase.movements[f["item"]].append(Movement(at, cents(f["amount"])))


def _cancelled(chase: Chase, f: Fields, at: datetime) -> None:
    # Its allocations are undone by events of their own: its whole amount goes.
    chase.movements[f["item"]].append(Movement(at, -cents(f["written_back"])))


def _suspected(chase: Chase, f: Fields, at: datetime) -> None:
    chase.holds[f["item"]].append(Hold(f"suspicion {f['by']}", at))


def _unsuspected(chase: Chase, f: Fields, at: datetime) -> None:
    _end(chase, f"suspicion {f['by']}", f["item"], at)


def _disputed(chase: Chase, f: Fields, at: datetime) -> None:
    amount = cents(f["amount"]) if f.get("amount") else None
    gate = f"{DISPUTE}{f['dispute']}"
    chase.holds[f["item"]].append(Hold(gate, at, amount=amount))


def _resolved(chase: Chase, f: Fields, at: datetime) -> None:
    """One that was granted goes on holding: its credit note is waited for."""
    if f["resolution"] == "refused":
        _end(chase, f"{DISPUTE}{f['dispute']}", f["item"], at)


def _promised(chase: Chase, f: Fields, at: datetime) -> None:
    gate = f"promise {f['promise']}"
    for item in f["items"]:
        chase.holds[item].append(Hold(gate, at))
    chase.promises[f["promise"]] = Promise(
        id=f["promise"],
        creditor=f["creditor"],
        items=tuple(f["items"]),
        amount=cents(f["amount"]),
        pay_by_on=date.fromisoformat(f["pay_by_on"]),
        judged_from_on=date.fromisoformat(f["judged_from_on"]),
    )


def _judged(verdict: str) -> Handler:
    def judged(chase: Chase, f: Fields, at: datetime) -> None:
        chase.promises[f["promise"]].verdicts.append(verdict)
        for item in chase.promises[f["promise"]].items:
            _end(chase, f"promise {f['promise']}", item, at)

    return judged


def _claimed(chase: Chase, f: Fields, at: datetime) -> None:
    # Until that day; a pause holds through it.
    through_on = date.fromisoformat(f["until_on"]) - timedelta(days=1)
    chase.holds[f["item"]].append(Hold("said to be paid", at, through_on=through_on))


def _planned(chase: Chase, f: Fields, at: datetime) -> None:
    """A plan that was broken and goes on holds anew."""
    for item in f["items"]:
        chase.holds[item].append(Hold(f"plan {f['plan']}", at))
    chase.planned[f["plan"]] = tuple(f["items"])


def _plan_over(chase: Chase, f: Fields, at: datetime) -> None:
    for item in chase.planned.get(f["plan"], ()):
        _end(chase, f"plan {f['plan']}", item, at)


def _withheld(chase: Chase, f: Fields, at: datetime) -> None:
    """For a day, or until it is released."""
    until_on = f.get("until_on")
    through_on = date.fromisoformat(until_on) - timedelta(days=1) if until_on else None
    _end(chase, WITHHELD, f["item"], at)
    chase.holds[f["item"]].append(Hold(WITHHELD, at, through_on=through_on))


def _released(chase: Chase, f: Fields, at: datetime) -> None:
    _end(chase, WITHHELD, f["item"], at)


def _paused(chase: Chase, f: Fields, at: datetime) -> None:
    _end(chase, "pause", f["debtor"], at)
    through_on = date.fromisoformat(f["until_on"])
    chase.holds[f["debtor"]].append(Hold("pause", at, through_on=through_on))


def _resumed(chase: Chase, f: Fields, at: datetime) -> None:
    _end(chase, "pause", f["debtor"], at)


def _handed_over(chase: Chase, f: Fields, at: datetime) -> None:
    """From the request on nobody else asks."""
    for item in f["items"]:
        chase.holds[item].append(Hold(f"placement {f['placement']}", at))


def _given_back(chase: Chase, f: Fields, at: datetime) -> None:
    for item in f["items"]:
        _end(chase, f"placement {f['placement']}", item, at)


def _left_out(chase: Chase, f: Fields, at: datetime) -> None:
    """Of an offer what was asked for and is not in it."""
    for held in f["held"]:
        _end(chase, f"placement {f['placement']}", held["item"], at)


def _end(chase: Chase, gate: str, held: str, at: datetime) -> None:
    for hold in chase.holds[held]:
        if hold.gate == gate and hold.until_at is None:
            hold.until_at = at


HOLDING: Mapping[tuple[str, str], Handler] = {
    ("matching", "item_opened"): _opened,
    ("matching", "payment_allocated"): _allocated,
    ("matching", "allocation_reversed"): _reversed,
    ("matching", "item_cancelled"): _cancelled,
    ("matching", "settlement_suspected"): _suspected,
    ("matching", "suspicion_lifted"): _unsuspected,
    ("matching", "suspicion_expired"): _unsuspected,
    ("dunning", "promise_made"): _promised,
    ("dunning", "promise_kept"): _judged("kept"),
    ("dunning", "promise_broken"): _judged("broken"),
    ("dunning", "promise_ended"): _judged("ended"),
    ("dunning", "dispute_opened"): _disputed,
    ("dunning", "dispute_resolved"): _resolved,
    ("dunning", "paid_claim_noted"): _claimed,
    ("dunning", "plan_agreed"): _planned,
    ("dunning", "plan_mended"): _planned,
    ("dunning", "plan_kept"): _plan_over,
    ("dunning", "plan_broken"): _plan_over,
    ("dunning", "plan_ended"): _plan_over,
    ("dunning", "item_withheld"): _withheld,
    ("dunning", "item_released"): _released,
    ("dunning", "dunning_paused"): _paused,
    ("dunning", "dunning_resumed"): _resumed,
    ("handoff", "placement_requested"): _handed_over,
    ("handoff", "placement_offered"): _left_out,
    ("handoff", "placement_withdrawn"): _given_back,
    ("handoff", "placement_refused"): _given_back,
    ("handoff", "items_recalled"): _given_back,
    ("handoff", "placement_recalled"): _given_back,
    ("handoff", "placement_closed"): _given_back,
}
