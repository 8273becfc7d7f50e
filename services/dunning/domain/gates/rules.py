"""The gates in their order: the first that answers is the one that holds, and that is said."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from libs.events.contracts.dunning import Gate
from services.dunning.domain.gates.of_cases import (
    interrupted_feeds_hold_everything,
    messages_keep_their_distance,
    no_address_no_message,
    open_feeds_hold_everything,
    open_imports_hold_everything,
    paused_debtors_are_left_alone,
    small_net_due_waits,
    stale_bank_data_holds_everything,
    weekends_and_holidays_are_kept,
)
from services.dunning.domain.gates.of_items import (
    already_paid_is_looked_into,
    disputed_items_wait,
    paid_items_are_not_demanded,
    placed_items_wait,
    plans_are_given_their_time,
    promises_are_given_their_time,
    reopened_items_have_grace,
    suspected_items_wait,
    withheld_items_wait,
)
from services.dunning.domain.gates.wish import Hold, Rule, Wish

ITEM_GATES: Final[tuple[Rule, ...]] = (
    paid_items_are_not_demanded,
    disputed_items_wait,
    promises_are_given_their_time,
    plans_are_given_their_time,
    already_paid_is_looked_into,
    withheld_items_wait,
    suspected_items_wait,
    reopened_items_have_grace,
    placed_items_wait,
)
"""They also recall a demand when one closes on an item of it."""
CREDITOR_GATES: Final[tuple[Rule, ...]] = (
    stale_bank_data_holds_everything,
    open_feeds_hold_everything,
    interrupted_feeds_hold_everything,
    open_imports_hold_everything,
)
"""They follow from facts about the whole creditor alone."""
MONEY_GATES: Final[tuple[Rule, ...]] = (
    paid_items_are_not_demanded,
    disputed_items_wait,
    promises_are_given_their_time,
    plans_are_given_their_time,
    already_paid_is_looked_into,
    withheld_items_wait,
    paused_debtors_are_left_alone,
    suspected_items_wait,
    reopened_items_have_grace,
    placed_items_wait,
    small_net_due_waits,
    *CREDITOR_GATES,
)
"""Before anything is asked, whichever way."""
CALL_GATES: Final[tuple[Rule, ...]] = (*MONEY_GATES, weekends_and_holidays_are_kept)
GATES: Final[tuple[Rule, ...]] = (
    *MONEY_GATES,
    no_address_no_message,
    messages_keep_their_distance,
    weekends_and_holidays_are_kept,
)
"""Before a message. What somebody has to see to comes before what passes by itself."""
GATES_OF: Final[Mapping[str, tuple[Rule, ...]]] = {
    "email": GATES,
    "call": CALL_GATES,
    "placement": MONEY_GATES,
}


def name_of(rule: Rule) -> Gate:
    """A rule's name is the sentence that is said of it."""
    return cast(Gate, rule.__name__)


NAMES_OF_CREDITOR_GATES: Final = frozenset(map(name_of, CREDITOR_GATES))


def pass_gates(wish: Wish, rules: Sequence[Rule]) -> tuple[Wish, dict[Gate, Hold]]:
    """What of a wish gets through, and what each gate on the way held."""
    held: dict[Gate, Hold] = {}
    for rule in rules:
        hold = rule(wish) if wish.due else None
        if hold is not None:
            held[name_of(rule)] = hold
            wish = wish.without(hold.items)
    return wish, held


def first_gate(wish: Wish, rules: Sequence[Rule]) -> Gate | None:
    """The first gate that holds something of a wish."""
    return next((name_of(rule) for rule in rules if rule(wish) is not None), None)
