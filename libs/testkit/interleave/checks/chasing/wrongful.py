"""No demand leaves for what was paid, credited, disputed, promised or paused before its barrier."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from libs.events.contracts.dunning import DemandedItem
from libs.kernel.days import BANKS, business_days_between
from libs.testkit.interleave.checks.chasing.holds import Holds
from libs.testkit.interleave.checks.chasing.messages_told import Delivery, MessagesTold
from libs.testkit.interleave.checks.chasing.moments import Change, Due, Hold
from libs.testkit.interleave.checks.wrong import must

ZERO: Final = Decimal(0)


def check_wrongful(messages: MessagesTold, holds: Holds, feed_days_max: int | None) -> None:
    """Every message that has left, against all that was acknowledged before its barrier began.

    To be asked at the end: what was acknowledged then may have come into force much later.
    `feed_days_max`: bank days that the cover may lag behind; None: no cover is needed. Raises
    Wrong.
    """
    for name, message in messages.messages.items():
        for delivery in message.deliveries:
            for item in message.noted.items:
                check_item(item, message.noted.debtor, message.noted.day_on, delivery, holds)
            if feed_days_max is not None:
                _check_cover(name, message.noted.day_on, delivery, holds, feed_days_max)


def check_item(
    item: DemandedItem,
    debtor: str,
    day_on: date,
    delivery: Delivery,
    holds: Holds,
    but: tuple[str, ...] = (),
) -> None:
    """`but`: kinds of holds that do not matter here. Raises Wrong."""
    about = (item.item, delivery.message)
    told_of = _standing(item.item, debtor, day_on, delivery, holds)
    standing = [hold for hold in told_of if hold.kind not in but]
    whole = [hold.kind for hold in standing if hold.amount is None]
    must(not whole, "wrongful", f"{item.number} is asked for, and it is {', '.join(whole)}", *about)
    changes, told = holds.changes[item.item], holds.dues[item.item]
    opens = {changes[n].open for n in _in_force(changes, delivery)}
    must(
        item.open.amount in opens,
        "wrongful",
        f"{item.number} is asked for with {item.open} open, it is {sorted(opens)}",
        *about,
    )
    dues = {told[n].due_on for n in _in_force(told, delivery)}
    must(
        item.due_on in dues,
        "wrongful",
        f"{item.number} is asked for as due on {item.due_on}, it is due on {sorted(dues)}",
        *about,
    )
    disputed = sum((hold.amount for hold in standing if hold.amount is not None), ZERO)
    must(
        ZERO < item.asked.amount <= item.open.amount - disputed,
        "wrongful",
        f"{item.asked} is asked of {item.number}: {item.open} are open, {disputed} disputed",
        *about,
    )


def _standing(
    item: str, debtor: str, day_on: date, delivery: Delivery, holds: Holds
) -> Iterator[Hold]:
    """What held it when its barrier began, and still when it left."""
    for hold in holds.of(item, debtor):
        if hold.origin_at >= delivery.began_at:
            continue
        if hold.over_at is not None and hold.over_at <= delivery.at:
            continue
        if hold.until_on is None or day_on <= hold.until_on:
            yield hold


def _in_force(changes: Sequence[Change | Due], delivery: Delivery) -> list[int]:
    """The place of what was so once all had its effect that was acknowledged before the barrier
    began, and of what came to be so from then on until the message left."""
    places = range(len(changes))
    first = max((n for n in places if changes[n].origin_at < delivery.began_at), default=0)
    return [first, *(n for n in places if n > first and changes[n].at <= delivery.at)]


def is_lagging(covered_on: date | None, today_on: date, feed_days_max: int | None) -> bool:
    """Whether the ledger is known less far than the creditor wants before anything is asked."""
    if feed_days_max is None:
        return False
    return covered_on is None or (
        business_days_between(covered_on, today_on, BANKS) > feed_days_max
    )


def _check_cover(
    message: str, day_on: date, delivery: Delivery, holds: Holds, feed_days_max: int
) -> None:
    covered_on = holds.covered_at(delivery.at)
    must(
        not is_lagging(covered_on, day_on, feed_days_max),
        "wrongful",
        f"{message} leaves on {day_on}, the ledger is covered through {covered_on}",
        message,
    )
