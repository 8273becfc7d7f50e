"""Whether a fact was behind each gate that holds single items."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from audit.causes import perhaps_before
from audit.cents import cents
from audit.reasons import Reasons
from audit.verdicts import Closed, Judge, Verdict, holds_any, of_each

GRACE_DAYS = 3
"""What a policy gives that says nothing."""
Holds = Callable[[Reasons, Closed, str], bool]
"""Whether anything may have held this item."""


def _is_paid(reasons: Reasons, closed: Closed, item: str) -> bool:
    """Nothing is owed of it where it was asked for: paid, or gone with its merged debtor."""
    gone = any(reasons.heard.perhaps(one, closed.said) for one in reasons.moved[item])
    return gone or min(reasons.open_of(item, closed.said)) <= 0


def _is_disputed(reasons: Reasons, closed: Closed, item: str) -> bool:
    """All that is open of it is contested; one that was asked for is held by any dispute."""
    disputes = reasons.holding("dispute", item, closed.said, closed.day_on)
    if any(one.amount is None for one in disputes) or (disputes and closed.demand):
        return True
    least = min(reasons.open_of(item, closed.said))
    return bool(disputes) and contested(reasons, closed, item) >= least


def contested(reasons: Reasons, closed: Closed, item: str) -> int:
    """What disputes of an amount contest of it, as far as no credit note has surely answered."""
    disputes = reasons.holding("dispute", item, closed.said, closed.day_on)
    contested = sum(one.amount or 0 for one in disputes)
    since = min((one.begun.recorded_at for one in disputes), default=None)
    answered = sum(
        amount
        for credit, amount in reasons.credits.get(item, ())
        if since is not None
        and credit.recorded_at >= since
        and reasons.heard.surely(credit, closed.said)
    )
    return max(contested - answered, 0)


def _by_kind(kind: str) -> Holds:
    def holds(reasons: Reasons, closed: Closed, item: str) -> bool:
        return holds_any(reasons, kind, item, closed)

    return holds


def _is_claimed(reasons: Reasons, closed: Closed, item: str) -> bool:
    """One that was asked for is recalled by what is said of it, for however short a time."""
    if closed.demand is None:
        return holds_any(reasons, "claim", item, closed)
    claims = reasons.holds.get(("claim", item), ())
    return any(reasons.heard.perhaps(one.begun, closed.said) for one in claims)


def _has_grace(reasons: Reasons, closed: Closed, item: str) -> bool:
    """Counted from the last day that may have begun when dunning took up that it is open again."""
    facts = reasons.policies_of(closed.case, closed.said)
    grace = timedelta(days=max((one.get("grace_days", GRACE_DAYS) for one in facts), default=0))
    for reopened in reasons.reopened.get(item, ()):
        if reasons.heard.perhaps(reopened, closed.said):
            known = [
                adopted.recorded_at
                for adopted in reasons.adopted.get(item, ())
                if adopted.recorded_at >= reopened.recorded_at
            ]
            at = min(known, default=closed.said.recorded_at)
            begun = [on for day, on in reasons.days if perhaps_before(day.recorded_at, at)]
            if closed.day_on < max(begun, default=date.min) + grace:
                return True
    return False


def _has_changed(reasons: Reasons, closed: Closed, item: str) -> bool:
    """What is open, due or contested of it is not what the demand was made of."""
    lines = closed.demand.fields["items"] if closed.demand else ()
    asked = next((line for line in lines if line["item"] == item), None)
    if asked is None:
        return False
    amounts = set(reasons.open_of(item, closed.said))
    dues = set(reasons.due[item].possible(reasons.heard, closed.said, asked["due_on"]))
    is_as_asked = amounts == {cents(asked["open"])} and dues == {asked["due_on"]}
    return not is_as_asked or _is_newly_disputed(reasons, closed, item)


def _is_newly_disputed(reasons: Reasons, closed: Closed, item: str) -> bool:
    """A dispute was opened or refused since the demand was made."""
    proposed_at = closed.demand.offset if closed.demand else closed.said.offset
    disputes = reasons.holds.get(("dispute", item), ())
    told = [fact for one in disputes for fact in (one.begun, one.over) if fact is not None]
    return any(proposed_at < fact.offset < closed.said.offset for fact in told)


_RULES: Mapping[str, tuple[Holds, str]] = {
    "paid_items_are_not_demanded": (_is_paid, "still open"),
    "disputed_items_wait": (_is_disputed, "not disputed, or not all of it"),
    "promises_are_given_their_time": (_by_kind("promise"), "not promised"),
    "already_paid_is_looked_into": (_is_claimed, "nobody said that it is paid"),
    "suspected_items_wait": (_by_kind("suspicion"), "nothing may settle it"),
    "reopened_items_have_grace": (_has_grace, "not reopened of late"),
    "placed_items_wait": (_by_kind("placement"), "not placed"),
    "changed_amounts_are_asked_anew": (_has_changed, "as it was asked for"),
}


def _rule(holds: Holds, why: str) -> Judge:
    def judged(reasons: Reasons, closed: Closed) -> Verdict:
        without = [item for item in closed.items if not holds(reasons, closed, item)]
        return of_each(closed, without, why)

    return judged


HELD_ITEMS: Mapping[str, Judge] = {gate: _rule(*rule) for gate, rule in _RULES.items()}
