"""What decisions see of an item, and how it changes by what was recorded."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    ItemChanged,
    ItemDropped,
    ItemFollowed,
    ItemReleased,
    ItemWithheld,
    PaidClaimNoted,
    PlacementNoted,
    StepTaken,
    StepUndone,
    SuspicionNoted,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money, smaller
from services.dunning.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that an item has had, and what took it."""

    on: date
    by: str
    way: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """An objection to an item; `amount` None: to all of it."""

    amount: Money | None
    due_on: date | None
    resolution: str = ""
    """Empty until somebody resolves it; only `refused` lets the amount be asked for again."""

    @property
    def waits(self) -> bool:
        return self.resolution != "refused" and (self.amount is None or self.amount.is_positive)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A person took it out of what leaves, until a day; None: until somebody releases it."""

    until_on: date | None


@dataclass(frozen=True, slots=True)
class ItemState:
    """An open position as dunning follows it; `item` is empty until it is heard of."""

    item: str = ""
    case: str = ""
    creditor: str = ""
    debtor: str = ""
    kind: str = "invoice"
    number: str = ""
    open: Money = NO_MONEY
    issued_on: date = NO_DAY
    due_on: date = NO_DAY
    reopened_on: date | None = None
    steps: dict[str, Taken] = field(default_factory=dict)
    suspicions: dict[str, date | None] = field(default_factory=dict)
    """Those that hold: by what, and the day on which it becomes a task."""
    disputes: dict[str, Dispute] = field(default_factory=dict)
    claimed_until_on: date | None = None
    withheld: Withheld | None = None
    out_by: str = ""
    """The placement that has it; empty: none."""

    @property
    def is_open(self) -> bool:
        return bool(self.item) and self.open.is_positive

    @property
    def is_placed(self) -> bool:
        """Handed on by its ladder, or with an agency whoever asked for it."""
        return bool(self.out_by) or any(step.way == "placed" for step in self.steps.values())

    @property
    def disputed(self) -> Money:
        """What of the open amount is contested."""
        contested = Money.zero(self.open.currency)
        for dispute in self.disputes.values():
            if dispute.waits:
                contested = contested + (self.open if dispute.amount is None else dispute.amount)
        return smaller(contested, self.open)

    @property
    def asked(self) -> Money:
        """What may be asked for it: open, less what is contested."""
        return self.open - self.disputed


def evolve_item(state: ItemState, event: Event) -> ItemState:
    match event:
        case ItemFollowed():
            return _followed(event)
        case ItemChanged():
            return _changed(state, event)
        case ItemDropped():
            return replace(state, open=Money.zero(state.open.currency))
        case SuspicionNoted():
            others = {by: on for by, on in state.suspicions.items() if by != event.by}
            holding = {event.by: event.until_on} if event.holds else {}
            return replace(state, suspicions={**others, **holding})
        case PaidClaimNoted():
            return replace(state, claimed_until_on=event.until_on)
        case ItemWithheld() | ItemReleased():
            withheld = Withheld(event.until_on) if isinstance(event, ItemWithheld) else None
            return replace(state, withheld=withheld)
        case PlacementNoted():
            return _placed(state, event)
        case StepTaken():
            taken = Taken(event.taken_on, event.by, event.way)
            return replace(state, steps={**state.steps, event.step: taken})
        case StepUndone():
            return _undone(state, event)
        case _:
            return _evolve_disputes(state, event)


def _followed(event: ItemFollowed) -> ItemState:
    return ItemState(
        item=event.item,
        case=event.case,
        creditor=event.creditor,
        debtor=event.debtor,
        kind=event.kind,
        number=event.number,
        open=event.open,
        issued_on=event.issued_on,
        due_on=event.due_on,
    )


def _changed(state: ItemState, event: ItemChanged) -> ItemState:
    return replace(
        state,
        open=event.open,
        due_on=event.due_on,
        reopened_on=event.noted_on if event.reopened else state.reopened_on,
        disputes=_answered(state.disputes, event.credited),
    )


def _answered(disputes: dict[str, Dispute], credited: Money | None) -> dict[str, Dispute]:
    """A credit note answers what is contested of an amount, the oldest dispute first."""
    rest, left = dict(disputes), credited
    for name, dispute in disputes.items():
        if left is None or not left.is_positive:
            break
        if dispute.waits and dispute.amount is not None:
            answered = smaller(left, dispute.amount)
            rest[name] = replace(dispute, amount=dispute.amount - answered)
            left = left - answered
    return rest


def _placed(state: ItemState, event: PlacementNoted) -> ItemState:
    """Only who has it gives it back: another placement may have it by then."""
    if event.is_out:
        return replace(state, out_by=event.placement)
    return replace(state, out_by="" if state.out_by == event.placement else state.out_by)


def _undone(state: ItemState, event: StepUndone) -> ItemState:
    """Only of what took it: another demand's step stands."""
    taken = state.steps.get(event.step)
    if taken is None or taken.by != event.by:
        return state
    steps = {name: one for name, one in state.steps.items() if name != event.step}
    return replace(state, steps=steps)


def _evolve_disputes(state: ItemState, event: Event) -> ItemState:
    match event:
        case DisputeOpened():
            opened = Dispute(event.amount, event.due_on)
            return replace(state, disputes={**state.disputes, event.dispute: opened})
        case DisputeResolved() if event.dispute in state.disputes:
            resolved = replace(state.disputes[event.dispute], resolution=event.resolution)
            return replace(state, disputes={**state.disputes, event.dispute: resolved})
        case _:
            return state
