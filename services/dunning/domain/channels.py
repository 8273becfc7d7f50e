"""How a step is taken: by a message, by a call, by handing the case on."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, cast

from libs.events.contracts.dunning import (
    CallScheduled,
    DemandedItem,
    DemandProposed,
    PlacementProposed,
    SendWindow,
    StepTaken,
    Tone,
)
from libs.events.contracts.matching import ItemKind
from libs.kernel.days import add_business_days
from libs.kernel.money import total
from services.dunning.domain.gates.wish import Wish
from services.dunning.domain.ladder import Next
from services.dunning.domain.review import Review

ITEMS_MAX: Final = 400
"""Items in one demand, call or placement: a record holds no more. The oldest due come first."""
PROPOSALS_MAX: Final = 4
"""The first demand of a day, and at most three after a recall."""

Channel = Callable[[Review, Wish], None]


def propose_demand(review: Review, wish: Wish) -> None:
    """One message of the case: it takes the tone of the highest step and lists each item's own."""
    case, today = review.case, review.today
    attempt = case.attempts + 1 if case.proposed_on == today else 1
    if attempt > PROPOSALS_MAX or case.failed_on == today:
        review.look_tomorrow()
        return
    due = wish.due[:ITEMS_MAX]
    highest = _highest(due).step
    asked = total((one.item.asked for one in due), review.currency)
    credit = case.on_account(review.currency)
    window = SendWindow(from_hour=wish.policy.from_hour, until_hour=wish.policy.until_hour)
    proposed = DemandProposed(
        **review.file.about(review.case_id),
        demand=_named(review, "demand", str(attempt)),
        items=tuple(_demanded(one, review) for one in due),
        total=asked,
        credit=credit,
        net=asked - credit,
        step=highest.step,
        tone=cast(Tone, highest.tone),
        template=highest.template,
        policy=case.policy,
        policy_version=case.policy_version,
        day_on=today,
        zone=review.now.creditor.zone,
        send_window=None if review.now.is_played else window,
        attempt=attempt,
    )
    review.file.on_case(review.case_id, proposed, asked=_items(due))


def schedule_call(review: Review, wish: Wish) -> None:
    """One call of the case at a time; it is on the worklist until it is logged, or too late."""
    if review.case.open_calls:
        return
    due = wish.due[:ITEMS_MAX]
    step = _highest(due).step
    log_until_on = add_business_days(review.today, step.log_days_max, review.calendar)
    scheduled = CallScheduled(
        **review.file.about(review.case_id),
        call=_named(review, "call", due[0].item.item, step.step),
        items=_items(due),
        step=step.step,
        asked=total((one.item.asked for one in due), review.currency),
        day_on=review.today,
        log_until_on=log_until_on,
    )
    review.file.on_case(review.case_id, scheduled, asked=_items(due))
    review.look_on(log_until_on + timedelta(days=1))


def propose_placement(review: Review, wish: Wish) -> None:
    """The ladder's end: taken when recorded, with a task for a person."""
    file, case, due = review.file, review.case_id, wish.due[:ITEMS_MAX]
    placement = _named(review, "placement", due[0].item.item)
    proposed = PlacementProposed(
        **file.about(case),
        placement=placement,
        items=tuple(_demanded(one, review) for one in due),
        total=total((one.item.asked for one in due), review.currency),
        policy=review.case.policy,
        policy_version=review.case.policy_version,
        day_on=review.today,
    )
    file.on_case(case, proposed, asked=_items(due))
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


def _items(due: tuple[Next, ...]) -> tuple[str, ...]:
    return tuple(one.item.item for one in due)


def _highest(due: tuple[Next, ...]) -> Next:
    return max(due, key=lambda one: one.rung)


def _demanded(one: Next, review: Review) -> DemandedItem:
    item = one.item
    return DemandedItem(
        item=item.item,
        number=item.number,
        kind=cast(ItemKind, item.kind),
        asked=item.asked,
        open=item.open,
        issued_on=item.issued_on,
        due_on=item.due_on,
        overdue_days=(review.today - item.due_on).days,
        step=one.step.step,
        tone=cast(Tone, one.step.tone),
    )


def _named(review: Review, kind: str, *parts: str) -> str:
    """An id that the same decision on the same day would give again."""
    return review.file.ids.hashed(
        review.file.tenant, kind, review.case_id, review.today.isoformat(), *parts
    )
