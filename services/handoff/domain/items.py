"""What decisions see of an item, and how it changes by what was recorded."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.handoff import (
    BaggageNoted,
    ClaimNoted,
    DisputeNoted,
    ItemCame,
    ItemLeft,
    ItemNoted,
    OpenNoted,
    SuspicionNoted,
    WithholdingNoted,
)
from libs.events.contracts.model import Event
from libs.kernel.keys import moved_to, path_of
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
    """Those that wait, the oldest first, with what is still contested; None: the whole item."""
    claimed_until_on: date | None = None
    is_withheld: bool = False
    """A person took it out of what leaves."""
    withheld_until_on: date | None = None
    """None: until it is released."""
    formerly: tuple[str, ...] = ()
    """Debtors that it was at before they were merged."""
    has_baggage: bool = True
    """Of an item that came: whether what it has had is known."""
    has_baggage_ahead: bool = False
    """What it has had came before it did."""
    out_by: str = ""
    """The placement of a debtor that it was at before; empty: none."""
    into: str = ""
    """The debtor that it left for; empty: none."""

    @property
    def is_open(self) -> bool:
        """Whether it may be placed from here."""
        is_here = bool(self.item) and self.has_baggage and not self.out_by and not self.into
        return is_here and self.open.is_positive

    @property
    def placeable(self) -> Money:
        """What of it may be placed: open, less what is contested."""
        contested = Money.zero(self.open.currency)
        for amount in self.disputes.values():
            contested = contested + (self.open if amount is None else amount)
        return self.open - smaller(contested, self.open)


def item_streams(tenant: str, debtor: str, item: str) -> tuple[str, str]:
    """Where an item may stand at a debtor: where it began, and where it is if it came with a
    merged one. Both may be of one partition."""
    path = path_of(tenant, "item", item)
    return path, moved_to(path, debtor)


def open_items_index(tenant: str, debtor: str) -> str:
    """Index of what is open of a debtor."""
    return path_of(tenant, "open_items", debtor)


def evolve_item(state: ItemState, event: Event) -> ItemState:
    return _evolve(replace(state, debtor=getattr(event, "debtor", state.debtor)), event)


def _evolve(state: ItemState, event: Event) -> ItemState:
    match event:
        case ItemLeft():
            return replace(state, into=event.into)
        case ItemCame():
            return replace(state, formerly=event.formerly, has_baggage=state.has_baggage_ahead)
        case BaggageNoted():
            return _with_baggage(state, event)
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
        case _:
            return _kept_out(state, event)


def _kept_out(state: ItemState, event: Event) -> ItemState:
    """What keeps it out of an offer, or does no longer."""
    match event:
        case SuspicionNoted():
            others = tuple(by for by in state.suspicions if by != event.by)
            return replace(state, suspicions=(*others, event.by) if event.holds else others)
        case DisputeNoted():
            if event.waits:
                return replace(state, disputes={**state.disputes, event.dispute: event.amount})
            rest = {name: one for name, one in state.disputes.items() if name != event.dispute}
            return replace(state, disputes=rest)
        case ClaimNoted():
            return replace(state, claimed_until_on=event.until_on)
        case WithholdingNoted():
            return replace(state, is_withheld=event.is_withheld, withheld_until_on=event.until_on)
        case _:
            return state


def _with_baggage(state: ItemState, event: BaggageNoted) -> ItemState:
    return replace(
        state,
        has_baggage=state.has_baggage or event.is_whole,
        has_baggage_ahead=state.has_baggage_ahead or event.is_whole,
        out_by=state.out_by if event.out_by is None else event.out_by,
    )
