"""What dunning says of what holds a demand, and of what recalls one."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from libs.events.contracts.model import Event, fields_of

GateV1 = Literal[
    "policy_unknown",
    "paid_items_are_not_demanded",
    "disputed_items_wait",
    "promises_are_given_their_time",
    "already_paid_is_looked_into",
    "paused_debtors_are_left_alone",
    "suspected_items_wait",
    "reopened_items_have_grace",
    "placed_items_wait",
    "small_net_due_waits",
    "stale_bank_data_holds_everything",
    "open_feeds_hold_everything",
    "interrupted_feeds_hold_everything",
    "open_imports_hold_everything",
    "messages_keep_their_distance",
    "weekends_and_holidays_are_kept",
    "no_address_no_message",
    "changed_amounts_are_asked_anew",
]
Gate = Literal[
    "policy_unknown",
    "paid_items_are_not_demanded",
    "disputed_items_wait",
    "promises_are_given_their_time",
    "plans_are_given_their_time",
    "already_paid_is_looked_into",
    "withheld_items_wait",
    "paused_debtors_are_left_alone",
    "suspected_items_wait",
    "reopened_items_have_grace",
    "placed_items_wait",
    "small_net_due_waits",
    "stale_bank_data_holds_everything",
    "open_feeds_hold_everything",
    "interrupted_feeds_hold_everything",
    "open_imports_hold_everything",
    "messages_keep_their_distance",
    "weekends_and_holidays_are_kept",
    "no_address_no_message",
    "changed_amounts_are_asked_anew",
]
"""A named rule that holds a demand, or recalls one that has no outcome yet."""

_IN_V1: Final[Mapping[str, str]] = {
    "plans_are_given_their_time": "promises_are_given_their_time",
    "withheld_items_wait": "already_paid_is_looked_into",
}
"""For readers of the version before: the gate of theirs that holds for the most alike reason."""


class DemandGatedV1(Event, type="relance.dunning.demand_gated.v1"):
    """As it was first written: without the gates of plans, and of what a person withholds."""

    case: str
    creditor: str
    debtor: str
    gate: GateV1
    items: tuple[str, ...]
    """Which it holds; empty: the whole case."""
    until_on: date | None = None
    """The day on which it ends by itself; None: something has to happen."""
    day_on: date

    def upcast(self) -> "DemandGated":
        return DemandGated(**fields_of(self))


class DemandGated(Event, type="relance.dunning.demand_gated.v2", older=(DemandGatedV1,)):
    """A due step is held; said once per change of cause."""

    case: str
    creditor: str
    debtor: str
    gate: Gate
    items: tuple[str, ...]
    """Which it holds; empty: the whole case."""
    until_on: date | None = None
    """The day on which it ends by itself; None: something has to happen."""
    day_on: date

    def downcast(self) -> DemandGatedV1:
        return DemandGatedV1(**fields_of(self) | {"gate": _IN_V1.get(self.gate, self.gate)})


class DemandRecalledV1(Event, type="relance.dunning.demand_recalled.v1"):
    """As it was first written: without the gates of plans, and of what a person withholds."""

    demand: str
    case: str
    creditor: str
    debtor: str
    gate: GateV1
    items: tuple[str, ...]
    cause: str
    """Stream of the fact that closed the gate: a payment's share, a dispute, a feed."""

    def upcast(self) -> "DemandRecalled":
        return DemandRecalled(**fields_of(self))


class DemandRecalled(Event, type="relance.dunning.demand_recalled.v2", older=(DemandRecalledV1,)):
    """A wish: a demand without an outcome must not leave; what notifications reports decides."""

    demand: str
    case: str
    creditor: str
    debtor: str
    gate: Gate
    items: tuple[str, ...]
    cause: str
    """Stream of the fact that closed the gate: a payment's share, a dispute, a feed."""

    def downcast(self) -> DemandRecalledV1:
        return DemandRecalledV1(**fields_of(self) | {"gate": _IN_V1.get(self.gate, self.gate)})


GATE_EVENTS: tuple[type[Event], ...] = (DemandGated, DemandRecalled)
