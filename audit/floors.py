"""What a chase owes: an outcome for each demand, a verdict for each promise, steps for each item.

Holding everything for ever would never send a wrongful demand; these are the other side.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from audit.balance import Difference
from audit.chase import Chase, Fields, Followed, Promise

SLACK = timedelta(days=10)
"""Weekends, the distance between two messages, and bank files that come once a week."""
NOT_ASKED = {"no_address_no_message", "small_net_due_waits", "paused_debtors_are_left_alone"}
"""Gates of a case that may hold it for as long as it lives."""


def missing(chase: Chase, covered: Mapping[str, str]) -> list[Difference]:
    """What is missing.

    `covered`: the day through which the ledger of each creditor with a feed is known, or empty.
    """
    return [
        *(_missing(why, stream, 0, 1) for stream, why in chase.nonsense),
        *_outcomes(chase),
        *_promises(chase, covered),
        *_steps(chase),
    ]


def _missing(where: str, stream: str, expected: int = 1, found: int = 0) -> Difference:
    return Difference(where, stream, expected, found, is_money=False)


def _outcomes(chase: Chase) -> Iterator[Difference]:
    """One each; that of the last day may still be on its way."""
    for demand in chase.demands.values():
        ends = [one for one in demand.outcomes if one not in ("bounced", "uncertain")]
        is_over = chase.last_on is not None and demand.day_on < chase.last_on
        if is_over and not demand.outcomes:
            yield _missing("demand without an outcome", demand.id)
        if len(ends) > 1:
            yield _missing("demand with several outcomes", demand.id, 1, len(ends))


def _promises(chase: Chase, covered: Mapping[str, str]) -> Iterator[Difference]:
    for promise in chase.promises.values():
        known = _known_through(chase, promise, covered)
        is_judged = promise.verdicts or promise.id in chase.promise_tasks
        if known is not None and known >= promise.judged_from_on and not is_judged:
            yield _missing("promise that nobody judged", promise.id)
        # Kept may be said as soon as the money is there; broken never before it is known.
        is_early = known is None or known < promise.judged_from_on
        if is_early and "broken" in promise.verdicts:
            yield _missing("promise broken before it could be known", promise.id, 0, 1)


def _known_through(chase: Chase, promise: Promise, covered: Mapping[str, str]) -> date | None:
    """Of a creditor without a feed nothing is ever covered: the day itself tells."""
    if through := covered.get(promise.creditor):
        return date.fromisoformat(through)
    return None if promise.creditor in covered else chase.last_on


def _steps(chase: Chase) -> Iterator[Difference]:
    """Items that were never paid nor held have had each step whose days are long over."""
    failed = {
        demand.case
        for message in chase.messages.values()
        if (demand := chase.demands.get(message.demand)) and (message.failed or message.bounced)
    }
    for item, followed in chase.followed.items():
        if followed.case not in failed and _is_always_open(chase, item, followed):
            yield from _steps_of(chase, item, followed)


def _is_always_open(chase: Chase, item: str, followed: Followed) -> bool:
    is_untouched = len(chase.movements.get(item, ())) == 1
    is_held = chase.holds.get(item) or chase.holds.get(followed.debtor)
    gates = chase.gates_of.get(followed.case, set())
    return bool(is_untouched and not is_held and not gates & NOT_ASKED)


def _steps_of(chase: Chase, item: str, followed: Followed) -> Iterator[Difference]:
    ladder = chase.steps.get(chase.cases.get(followed.case, ""), ())
    had = {one.step: one.on for one in chase.taken.get(item, ()) if not one.undone}
    following = next_step(ladder, followed.due_on, had)
    if following is not None and chase.last_on is not None:
        step, due_on = following
        if due_on + SLACK <= chase.last_on:
            yield _missing("item without a step that was due", f"{item} {step['step']}")


def next_step(
    ladder: Sequence[Fields], due_on: date, had: Mapping[str, date]
) -> tuple[Fields, date] | None:
    """The first step above the highest that an item has had, and its day; None: there is none.

    Nobody goes down, nothing is skipped. `had`: the days of its steps by name.
    """
    rungs = [rung for rung, step in enumerate(ladder) if step["step"] in had]
    before = ladder[rungs[-1]] if rungs else None
    for step in ladder[rungs[-1] + 1 if rungs else 0 :]:
        if step["anchor"] != "before_due":
            return step, _due_on(step, due_on, before, had)
    return None


def _due_on(step: Fields, due_on: date, before: Fields | None, had: Mapping[str, date]) -> date:
    """The earliest day of a step: never nearer to the one before than the ladder has them."""
    nominal = due_on + _days(step)
    if before is None:
        # After one that this item has not had: then it is due at once.
        return due_on if step["anchor"] == "after_previous" else nominal
    taken_on = had[before["step"]]
    if step["anchor"] == "after_previous":
        return taken_on + _days(step)
    gap = _days(step) - (_days(before) if before["anchor"] == "after_due" else timedelta(0))
    return max(nominal, taken_on + max(gap, timedelta(days=1)))


def _days(step: Fields) -> timedelta:
    """Business days counted as seven for five, and two."""
    offset = int(step["offset_days"])
    return timedelta(days=offset * 7 // 5 + 2 if step.get("days") == "business" else offset)
