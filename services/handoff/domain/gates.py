"""The rules that keep an item out of an offer, in their order: the first that answers is said."""

from collections.abc import Callable
from datetime import date
from typing import Final, cast

from libs.events.contracts.handoff import PlacementGate
from services.handoff.domain.debtors import DebtorState
from services.handoff.domain.items import ItemState

Rule = Callable[[ItemState, DebtorState, date], bool]
"""Whether it keeps the item out."""


def paid_items_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    return not item.is_open


def disputed_items_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    """An item that is contested in part is placed without that part."""
    return not item.placeable.is_positive


def promised_items_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    return item.item in debtor.promised_items


def suspected_items_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    return bool(item.suspicions)


def claimed_items_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    return item.claimed_until_on is not None and today < item.claimed_until_on


def withheld_items_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    until_on = item.withheld_until_on
    return item.is_withheld and (until_on is None or today < until_on)


def paused_debtors_are_not_placed(item: ItemState, debtor: DebtorState, today: date) -> bool:
    return debtor.is_paused(today)


GATES: Final[tuple[Rule, ...]] = (
    paid_items_are_not_placed,
    disputed_items_are_not_placed,
    promised_items_are_not_placed,
    suspected_items_are_not_placed,
    claimed_items_are_not_placed,
    withheld_items_are_not_placed,
    paused_debtors_are_not_placed,
)


def gate_of(item: ItemState, debtor: DebtorState, today: date) -> PlacementGate | None:
    """The rule that keeps the item out; None: it may be placed. A rule's name is the sentence."""
    for rule in GATES:
        if rule(item, debtor, today):
            return cast(PlacementGate, rule.__name__)
    return None
