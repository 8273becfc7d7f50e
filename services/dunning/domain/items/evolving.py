"""How an item changes by what was recorded; total, never refuses."""

from dataclasses import replace

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    ItemAdopted,
    ItemBaggage,
    ItemChanged,
    ItemDropped,
    ItemFollowed,
    ItemHandedOn,
    ItemLeft,
    ItemMoneyNoted,
    ItemReleased,
    ItemTakenIn,
    ItemWithheld,
    PaidClaimNoted,
    PlacementNoted,
    StepTaken,
    StepUndone,
    SuspicionNoted,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money, smaller
from services.dunning.domain.agreed_money import PromisedMoney
from services.dunning.domain.items.state import Dispute, ItemState, Taken, Withheld

ItemMove = ItemLeft | ItemHandedOn | ItemTakenIn | ItemAdopted | ItemMoneyNoted


def evolve_item(state: ItemState, event: Event) -> ItemState:
    match event:
        case ItemFollowed():
            return replace(_followed(event), out_by=state.out_by)
        case ItemChanged():
            return _changed(state, event)
        case ItemDropped():
            return _dropped(state, event)
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
        case StepTaken() | StepUndone():
            return _stepped(state, event)
        case event if isinstance(event, ItemMove):
            return _evolve_move(state, event)
        case _:
            return _evolve_disputes(state, event)


def _dropped(state: ItemState, event: ItemDropped) -> ItemState:
    """What moved is owed as before, elsewhere."""
    return (
        state if event.reason == "moved" else replace(state, open=Money.zero(state.open.currency))
    )


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
        has_come=True,
        has_baggage=True,
    )


def _changed(state: ItemState, event: ItemChanged) -> ItemState:
    meanwhile = state.credited
    if event.credited is not None and not state.has_baggage:
        meanwhile = event.credited if meanwhile is None else meanwhile + event.credited
    return replace(
        state,
        credited=meanwhile,
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
    """Only who has it gives it back: another placement may have it by then.

    Of an item that was not heard of yet it says at least whose it is.
    """
    known = replace(state, debtor=event.debtor)
    if event.is_out:
        return replace(known, out_by=event.placement)
    return replace(known, out_by="" if state.out_by == event.placement else state.out_by)


def _stepped(state: ItemState, event: StepTaken | StepUndone) -> ItemState:
    if isinstance(event, StepUndone):
        return _undone(state, event)
    taken = Taken(event.taken_on, event.by, event.way)
    return replace(state, steps={**state.steps, event.step: taken})


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


def _evolve_move(state: ItemState, event: ItemMove) -> ItemState:
    match event:
        case ItemLeft():
            return replace(
                state, item=event.item, creditor=event.creditor, debtor=event.debtor,
                into=event.into, has_come=False,
            )  # fmt: skip
        case ItemHandedOn():
            return replace(state, is_handed_on=True)
        case ItemTakenIn():
            return replace(_named(state, event), has_come=True)
        case ItemAdopted():
            return _adopted(state if state.item and state.case else _named(state, event), event)
        case ItemMoneyNoted():
            return replace(state, money=_with_money(state.money, event))


def _named(state: ItemState, event: ItemTakenIn | ItemAdopted) -> ItemState:
    return replace(
        state,
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


def _adopted(state: ItemState, event: ItemAdopted) -> ItemState:
    """What came is added to what is known here."""
    brought = event.baggage
    days = [on for on in (state.claimed_until_on, brought.claimed_until_on) if on is not None]
    joined = replace(
        state,
        has_baggage=state.has_baggage or event.is_whole,
        steps=_with_steps(state, brought),
        disputes=_answered(_with_disputes(state, brought), state.credited),
        claimed_until_on=max(days, default=None),
        reopened_on=state.reopened_on or brought.reopened_on,
        credited=None,
    )
    if brought.is_withheld is not None:
        withheld = Withheld(brought.withheld_until_on) if brought.is_withheld else None
        joined = replace(joined, withheld=withheld)
    for one in brought.placements:
        out_by = "" if joined.out_by == one.placement else joined.out_by
        joined = replace(joined, out_by=one.placement if one.is_out else out_by)
    return joined


def _with_steps(state: ItemState, brought: ItemBaggage) -> dict[str, Taken]:
    undone = {(one.step, one.by) for one in brought.undone}
    here = {name: one for name, one in state.steps.items() if (name, one.by) not in undone}
    return {**{one.step: Taken(one.taken_on, one.by, one.way) for one in brought.steps}, **here}


def _with_disputes(state: ItemState, brought: ItemBaggage) -> dict[str, Dispute]:
    disputes = dict(state.disputes)
    for one in brought.disputes:
        known = disputes.get(one.dispute, Dispute(one.amount, one.due_on))
        disputes[one.dispute] = replace(known, resolution=one.resolution or known.resolution)
    return disputes


def _with_money(money: dict[str, PromisedMoney], event: ItemMoneyNoted) -> dict[str, PromisedMoney]:
    before = money.get(event.source)
    now = PromisedMoney(event.amount, event.booked_on)
    if before is not None:
        now = PromisedMoney(before.amount + event.amount, before.booked_on)
    return {**money, event.source: now}
