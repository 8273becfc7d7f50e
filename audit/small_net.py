"""Whether what would be asked of a case, less what lies on account, may have been too little."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from audit.cents import cents
from audit.chase import Fields
from audit.floors import SLACK, next_step
from audit.held_items import contested
from audit.reasons import Reasons
from audit.verdicts import FOUNDED, UNJUDGED, Closed, Verdict, holds_any

FAR = "9000"
"""A due date that stands for none."""
HOLDS = ("dispute", "promise", "claim", "suspicion", "placement", "call")
"""What may keep an item out of what is asked for."""


def small_net(reasons: Reasons, closed: Closed) -> Verdict:
    """The least that may have been asked for, less the most that may have lain on account.

    What is long due and held by nothing was asked for with all else of its channel; of what may
    have been due, the smallest item alone.
    """
    items = [item for item in reasons.followed.get(closed.case, ()) if item in reasons.currency]
    if not items:
        return UNJUDGED
    currency = reasons.currency[items[0]]
    account = reasons.account[closed.debtor, currency]
    credit = max(account.possible(reasons.heard, closed.said, 0))
    net = _least_asked(reasons, closed, items) - credit
    least = _least_wanted(reasons, closed, currency)
    return FOUNDED if net <= 0 or net < least else Verdict(f"{net} are due, {least} are enough")


def _least_wanted(reasons: Reasons, closed: Closed, currency: str) -> int:
    wanted = [
        cents(least)
        for facts in reasons.policies_of(closed.case, closed.said)
        for least in facts.get("net_due_mins", ())
        if least.endswith(f" {currency}")
    ]
    return max(wanted, default=0)


def _least_asked(reasons: Reasons, closed: Closed, items: list[str]) -> int:
    if closed.demand is not None:
        return cents(closed.demand.fields["total"])
    amounts = {item: _least_of(reasons, closed, item) for item in items}
    still_open = {item: amount for item, amount in amounts.items() if amount > 0}
    surely: dict[str, int] = defaultdict(int)
    perhaps: list[int] = []
    for item, amount in still_open.items():
        channel = _long_due_by(reasons, closed, item)
        if channel:
            surely[channel] += amount
        else:
            perhaps.append(amount)
    return min([*surely.values(), *perhaps], default=0)


def _least_of(reasons: Reasons, closed: Closed, item: str) -> int:
    return min(reasons.open_of(item, closed.said)) - contested(reasons, closed, item)


def _long_due_by(reasons: Reasons, closed: Closed, item: str) -> str:
    """The channel of a step whose day is long over, of an item that nothing holds; else empty."""
    if any(holds_any(reasons, kind, item, closed) for kind in HOLDS) or reasons.reopened.get(item):
        return ""
    dues = reasons.due[item].possible(reasons.heard, closed.said, FAR)
    if max(dues) >= FAR:
        return ""
    due_on, had = date.fromisoformat(max(dues)), _had(reasons, closed, item)
    channels = {
        _channel(reasons.ladders.get(opened, ()), due_on, had, closed.day_on)
        for opened in reasons.cases[closed.case].possible(reasons.heard, closed.said, ("", 0))
    }
    return channels.pop() if len(channels) == 1 else ""


def _channel(ladder: Sequence[Fields], due_on: date, had: Mapping[str, date], day_on: date) -> str:
    following = next_step(ladder, due_on, had)
    if following is None or following[1] + SLACK > day_on:
        return ""
    return str(following[0]["channel"])


def _had(reasons: Reasons, closed: Closed, item: str) -> Mapping[str, date]:
    return reasons.steps[item].possible(reasons.heard, closed.said, {})[-1]
