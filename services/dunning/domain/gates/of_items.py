"""Gates that hold single items of a case."""

from datetime import date, timedelta

from services.dunning.domain.gates.wish import Hold, Wish, hold_each
from services.dunning.domain.items.state import ItemState


def paid_items_are_not_demanded(wish: Wish) -> Hold | None:
    return hold_each(wish, lambda item: not item.is_open)


def disputed_items_wait(wish: Wish) -> Hold | None:
    """An item that is contested in part is asked for without that part."""
    return hold_each(wish, lambda item: item.is_open and not item.asked.is_positive)


def promises_are_given_their_time(wish: Wish) -> Hold | None:
    promised = wish.case.promised_items
    return hold_each(wish, lambda item: item.item in promised)


def plans_are_given_their_time(wish: Wish) -> Hold | None:
    """As long as each instalment so far was kept."""
    planned = wish.case.planned_items
    return hold_each(wish, lambda item: item.item in planned)


def already_paid_is_looked_into(wish: Wish) -> Hold | None:
    def is_claimed(item: ItemState) -> bool:
        return item.claimed_until_on is not None and wish.now.today < item.claimed_until_on

    return hold_each(wish, is_claimed, lambda item: item.claimed_until_on)


def withheld_items_wait(wish: Wish) -> Hold | None:
    """A person took them out: for a day, or until they are released."""

    def is_withheld(item: ItemState) -> bool:
        until_on = item.withheld.until_on if item.withheld else None
        return item.withheld is not None and (until_on is None or wish.now.today < until_on)

    return hold_each(
        wish, is_withheld, lambda item: item.withheld.until_on if item.withheld else None
    )


def suspected_items_wait(wish: Wish) -> Hold | None:
    """Until the suspicion is answered, or so old that it is a task."""

    def until(item: ItemState) -> date | None:
        days = list(item.suspicions.values())
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

    return hold_each(wish, lambda item: bool(item.suspicions), until)


def reopened_items_have_grace(wish: Wish) -> Hold | None:
    grace = timedelta(days=wish.policy.grace_days)

    def has_grace(item: ItemState) -> bool:
        return item.reopened_on is not None and wish.now.today < item.reopened_on + grace

    return hold_each(
        wish, has_grace, lambda item: item.reopened_on + grace if item.reopened_on else None
    )


def placed_items_wait(wish: Wish) -> Hold | None:
    return hold_each(wish, lambda item: item.is_placed)
