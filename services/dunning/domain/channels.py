"""How a step is taken: by a message, by a call, by handing the case on."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from libs.events.contracts.dunning import (
    CallScheduled,
    DemandDrafted,
    DemandProposed,
    PlacementProposed,
    StepTaken,
)
from libs.kernel.days import add_business_days
from libs.kernel.money import total
from services.dunning.domain.gates.wish import Wish
from services.dunning.domain.proposing import (
    APPROVALS,
    Ask,
    demanded,
    drafted,
    highest,
    items_of,
    proposed,
)
from services.dunning.domain.review import Review

ITEMS_MAX: Final = 400
"""Items in one demand, call or placement: a record holds no more. The oldest due come first."""
PROPOSALS_MAX: Final = 4
"""The first demand of a day, and at most three after a recall."""
DRAFTS_MAX: Final = 20
"""Of a day, where people approve: they may take out one item after the other."""

Channel = Callable[[Review, Wish], None]


def propose_demand(review: Review, wish: Wish) -> None:
    """One message of the case, or the draft of one where people have to approve it first."""
    case, today = review.case, review.today
    attempt = case.attempts + 1 if case.proposed_on == today else 1
    needed = APPROVALS[review.now.creditor.review]
    if attempt > (DRAFTS_MAX if needed else PROPOSALS_MAX) or case.failed_on == today:
        review.look_tomorrow()
        return
    due = wish.due[:ITEMS_MAX]
    demand = Ask(_named(review, "demand", str(attempt)), attempt, due)
    if needed:
        event: DemandDrafted | DemandProposed = drafted(review.file, review.case_id, demand, needed)
        review.look_tomorrow()
    else:
        event = proposed(review.file, review.case_id, demand)
    review.file.on_case(review.case_id, event, asked=items_of(due))


def schedule_call(review: Review, wish: Wish) -> None:
    """One call of the case at a time; it is on the worklist until it is logged, or too late."""
    if review.case.open_calls:
        return
    due = wish.due[:ITEMS_MAX]
    step = highest(due).step
    log_until_on = add_business_days(review.today, step.log_days_max, review.calendar)
    scheduled = CallScheduled(
        **review.file.about(review.case_id),
        call=_named(review, "call", due[0].item.item, step.step),
        items=items_of(due),
        step=step.step,
        asked=total((one.item.asked for one in due), review.currency),
        day_on=review.today,
        log_until_on=log_until_on,
    )
    review.file.on_case(review.case_id, scheduled, asked=items_of(due))
    review.look_on(log_until_on + timedelta(days=1))


def propose_placement(review: Review, wish: Wish) -> None:
    """The ladder's end: taken when recorded, with a task for a person."""
    file, case, due = review.file, review.case_id, wish.due[:ITEMS_MAX]
    placement = _named(review, "placement", due[0].item.item)
    proposed = PlacementProposed(
        **file.about(case),
        placement=placement,
        items=demanded(due, review.today),
        total=total((one.item.asked for one in due), review.currency),
        policy=review.case.policy,
        policy_version=review.case.policy_version,
        day_on=review.today,
    )
    file.on_case(case, proposed, asked=items_of(due))
    for one in due:
        taken = StepTaken(
            **file.about(case),
            item=one.item.item,
            step=one.step.step,
            taken_on=review.today,
            way="placed",
            by=placement,
        )
        file.on_item(one.item.item, taken)
    file.open_task("ladder_ended", case, case)


CHANNELS: Final[Mapping[str, Channel]] = {
    "placement": propose_placement,
    "call": schedule_call,
    "email": propose_demand,
}
"""In the order in which they are asked: a message is the last, as it waits for its outcome."""


def _named(review: Review, kind: str, *parts: str) -> str:
    """An id that the same decision on the same day would give again."""
    return review.file.ids.hashed(
        review.file.tenant, kind, review.case_id, review.today.isoformat(), *parts
    )
