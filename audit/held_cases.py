"""Whether a fact was behind each gate that holds a case as a whole."""

from collections.abc import Mapping
from datetime import timedelta

from audit.chase import Fields
from audit.days import BANKS, bank_days_before, is_business_day, is_known
from audit.reasons import Reasons, copy_of
from audit.small_net import small_net
from audit.verdicts import FOUNDED, UNJUDGED, Closed, Judge, Verdict, holds_any

FEED_DAYS, MESSAGE_DAYS = 3, 3
"""What holds where nothing is said."""


def _no_policy(reasons: Reasons, closed: Closed) -> Verdict:
    def is_for_it(facts: Fields) -> bool:
        return bool(facts) and closed.creditor in (facts.get("creditors") or (closed.creditor,))

    for (policy, partition), history in reasons.policies.items():
        if partition == closed.said.partition:
            known = history.possible(reasons.heard, closed.said, {})
            if all(map(is_for_it, known)):
                return Verdict(f"{policy} is published for it")
    return FOUNDED


def _paused(reasons: Reasons, closed: Closed) -> Verdict:
    is_paused = holds_any(reasons, "pause", closed.debtor, closed)
    return FOUNDED if is_paused else Verdict("no pause runs")


def _of_creditor(kind: str, why: str) -> Judge:
    def judged(reasons: Reasons, closed: Closed) -> Verdict:
        held = copy_of(closed.creditor, closed.said.partition)
        return FOUNDED if holds_any(reasons, kind, held, closed) else Verdict(why)

    return judged


def _creditors(reasons: Reasons, closed: Closed) -> list[Fields]:
    """What may have been known of the creditor; empty: nothing is."""
    history = reasons.creditors[closed.creditor, closed.said.partition]
    return [one for one in history.possible(reasons.heard, closed.said, {}) if one]


def _stale(reasons: Reasons, closed: Closed) -> Verdict:
    """Known less far than the creditor wants; not known at all is stale."""
    creditors = _creditors(reasons, closed)
    if not creditors:
        return UNJUDGED
    cover = reasons.cover[closed.creditor, closed.said.partition]
    least = cover.possible(reasons.heard, closed.said, None)[0]
    for facts in creditors:
        limit_on = bank_days_before(closed.day_on, facts.get("feed_days_max", FEED_DAYS))
        if facts.get("feed") == "required" and (least is None or least < limit_on):
            return FOUNDED
    return Verdict(f"the ledger is known through {least}" if least else "it has no feed")


def _near(reasons: Reasons, closed: Closed) -> Verdict:
    """A message of the case has left, and did not bounce, so few days ago."""
    facts = reasons.policies_of(closed.case, closed.said)
    if not facts:
        return UNJUDGED
    days = max(one.get("message_every_days_min", MESSAGE_DAYS) for one in facts)
    for left in reasons.left.get(closed.case, ()):
        bounces = reasons.bounced.get(left.demand, ())
        is_back = any(reasons.heard.surely(one, closed.said) for one in bounces)
        is_near = left.day_on <= closed.day_on < left.day_on + timedelta(days=days)
        if is_near and not is_back and reasons.heard.perhaps(left.sent, closed.said):
            return FOUNDED
    return Verdict("no message of the case has left of late")


def _day_off(reasons: Reasons, closed: Closed) -> Verdict:
    """Of the debtor's country; where that is unknown, of the creditor's, or of the banks."""
    theirs = reasons.country[closed.debtor].possible(reasons.heard, closed.said, "")
    ours = [one.get("country", "") for one in _creditors(reasons, closed)] or [""]
    calendars = {
        next((one for one in (debtor, creditor) if one and is_known(one)), BANKS)
        for debtor in theirs
        for creditor in ours
    }
    if any(not is_business_day(closed.day_on, calendar) for calendar in calendars):
        return FOUNDED
    return Verdict(f"people work on {closed.day_on} in {', '.join(sorted(calendars))}")


def _no_address(reasons: Reasons, closed: Closed) -> Verdict:
    """Addresses are sealed on the log: what came back or left tells, else the truth of a life."""
    heard, said = reasons.heard, closed.said
    changes = reasons.changed.get(closed.debtor, ())
    lost = [one for one in reasons.unreached.get(closed.debtor, ()) if heard.perhaps(one, said)]
    if lost:
        last_at = max(one.recorded_at for one in lost)
        is_changed = any(heard.surely(c, said) and c.recorded_at > last_at for c in changes)
        return UNJUDGED if is_changed else FOUNDED
    if any(heard.perhaps(change, said) for change in changes):
        return UNJUDGED
    if reasons.silent is not None:
        is_silent = closed.debtor in reasons.silent
        return FOUNDED if is_silent else Verdict("a mail reaches the debtor")
    was_reached = any(heard.surely(one.sent, said) for one in reasons.left.get(closed.case, ()))
    return Verdict("a mail has reached the debtor before") if was_reached else UNJUDGED


HELD_CASES: Mapping[str, Judge] = {
    "policy_unknown": _no_policy,
    "paused_debtors_are_left_alone": _paused,
    "small_net_due_waits": small_net,
    "stale_bank_data_holds_everything": _stale,
    "open_feeds_hold_everything": _of_creditor("feed", "no statement is being booked"),
    "interrupted_feeds_hold_everything": _of_creditor("gap", "no account has a gap"),
    "open_imports_hold_everything": _of_creditor("import", "nothing is being imported"),
    "no_address_no_message": _no_address,
    "messages_keep_their_distance": _near,
    "weekends_and_holidays_are_kept": _day_off,
}
