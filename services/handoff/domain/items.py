"""What decisions see of an item, and how it changes by what was recorded."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.handoff import (
    ClaimNoted,
    DisputeNoted,
    ItemNoted,
    OpenNoted,
    SuspicionNoted,
)
from libs.events.contracts.model import Event
from libs.kernel.keys import path_of
from libs.kernel.money import Money, smaller
from services.handoff.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class ItemState:
    """An open position; `item` is empty until it is heard of, which a dispute of it may precede."""

    item: str = ""
    debtor: str = ""
    creditor: str = ""
    kind: str = "invoice"
    number: str = ""
    open: Money = NO_MONEY
    issued_on: date = NO_DAY
    due_on: date = NO_DAY
    suspicions: tuple[str, ...] = ()
    """Those that hold: by what."""
    disputes: dict[str, Money | None] = field(default_factory=dict)
    """Those that wait, with their amount; None: the whole item."""
    claimed_until_on: date | None = None

    @property
    def is_open(self) -> bool:
        return bool(self.item) and self.open.is_positive

    @property
    def placeable(self) -> Money:
        """What of it may be placed: open, less what is contested."""
        contested = Money.zero(self.open.currency)
        for amount in self.disputes.values():
            contested = contested + (self.open if amount is None else amount)
        return self.open - smaller(contested, self.open)


def item_stream(tenant: str, item: str) -> str:
    return path_of(tenant, "item", item)


def open_items_index(tenant: str, debtor: str) -> str:
    """Index of what is open of a debtor."""
    return path_of(tenant, "open_items", debtor)


def evolve_item(state: ItemState, event: Event) -> ItemState:
    match event:
        case ItemNoted():
            return replace(
                state,
                item=event.item,
                debtor=event.debtor,
                creditor=event.creditor,
                kind=event.kind,
                number=event.number,
                open=event.open,
                issued_on=event.issued_on,
                due_on=event.due_on,
            )
        case OpenNoted():
            return replace(state, open=event.open, due_on=event.due_on)
        case SuspicionNoted():
            others = tuple(by for by in state.suspicions if by != event.by)
            return replace(state, suspicions=(*others, event.by) if event.holds else others)
        case DisputeNoted():
            rest = {name: one for name, one in state.disputes.items() if name != event.dispute}
            waits = {event.dispute: event.amount} if event.waits else {}
            return replace(state, disputes={**rest, **waits})
        case ClaimNoted():
            return replace(state, claimed_until_on=event.until_on)
        case _:
            return state
