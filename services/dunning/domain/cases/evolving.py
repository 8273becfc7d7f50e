"""How a case changes by what was recorded; total, never refuses."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from libs.events.contracts.dunning import (
    CallDropped,
    CallLogged,
    CallMissed,
    CallScheduled,
    CaseClosed,
    CaseOpened,
    CheckScheduled,
    CreditNoted,
    DemandApproved,
    DemandDrafted,
    DemandEnded,
    DemandGated,
    DemandProposed,
    DemandRecalled,
    DraftDropped,
    PlacementProposed,
    PromiseAdopted,
    PromiseBroken,
    PromiseEnded,
    PromiseKept,
    PromiseLeft,
    PromiseMade,
    PromiseMoneyNoted,
)
from libs.events.contracts.model import Event
from services.dunning.domain.agreed_money import PromisedMoney, money_with
from services.dunning.domain.cases.state import (
    KEPT_MAX,
    Asked,
    Call,
    CaseState,
    Held,
    Pending,
    Promise,
)
from services.dunning.domain.plans.state import PlanEvent, evolve_plans

Kept = TypeVar("Kept")


def evolve_case(state: CaseState, event: Event) -> CaseState:
    creditor, debtor = getattr(event, "creditor", ""), getattr(event, "debtor", "")
    known = replace(state, creditor=creditor, debtor=debtor)
    if isinstance(event, PlanEvent):
        return replace(known, plans=evolve_plans(known.plans, event))
    return _evolve(known, event)


def _evolve(state: CaseState, event: Event) -> CaseState:
    match event:
        case CaseOpened():
            return replace(
                state, is_open=True, policy=event.policy, policy_version=event.policy_version,
                held={},
            )  # fmt: skip
        case CaseClosed():
            return replace(state, is_open=False, held={})
        case CheckScheduled():
            return replace(state, check_on=event.check_on)
        case CreditNoted():
            return _credited(state, event)
        case DemandProposed() | DemandRecalled() | DemandEnded():
            return _evolve_demand(state, event)
        case DemandDrafted() | DemandApproved() | DraftDropped():
            return _evolve_draft(state, event)
        case DemandGated():
            return replace(state, held=_held(state.held, event))
        case PlacementProposed():
            return replace(state, held=_released(state.held, [one.item for one in event.items]))
        case CallScheduled() | CallLogged() | CallMissed() | CallDropped():
            return _evolve_calls(state, event)
        case _:
            return _evolve_promises(state, event)


def _credited(state: CaseState, event: CreditNoted) -> CaseState:
    others = {name: one for name, one in state.credit.items() if name != event.source}
    now = {} if event.on_account.is_zero else {event.source: event.on_account}
    return replace(state, credit={**others, **now})


def _evolve_demand(
    state: CaseState, event: DemandProposed | DemandRecalled | DemandEnded
) -> CaseState:
    match event:
        case DemandProposed():
            return _asked(state, event, _pending(event))
        case DemandRecalled():
            if state.pending is None or state.pending.demand != event.demand:
                return state
            recalled = (*state.pending.recalled, event.gate)
            return replace(state, pending=replace(state.pending, recalled=recalled))
        case DemandEnded():
            return _ended(state, event)


def _pending(event: DemandProposed | DemandDrafted) -> Pending:
    items = {one.item: Asked(one.asked, one.open, one.due_on, one.step) for one in event.items}
    return Pending(event.demand, event.day_on, event.total, items)


def _asked(state: CaseState, event: DemandProposed | DemandDrafted, pending: Pending) -> CaseState:
    return replace(
        state,
        pending=pending,
        proposed_on=event.day_on,
        attempts=event.attempt,
        held=_released(state.held, list(pending.items)),
    )


def _evolve_draft(
    state: CaseState, event: DemandDrafted | DemandApproved | DraftDropped
) -> CaseState:
    if isinstance(event, DemandDrafted):
        draft = replace(_pending(event), is_draft=True, approvals_needed=event.approvals_needed)
        return _asked(state, event, draft)
    if state.pending is None or state.pending.demand != event.demand:
        return state
    if isinstance(event, DraftDropped):
        return replace(state, pending=None)
    return replace(state, pending=replace(state.pending, approvals=event.approvals))


def _ended(state: CaseState, event: DemandEnded) -> CaseState:
    pending, ours = state.pending, False
    if pending is not None:
        ours = pending.demand == event.demand
    if event.outcome == "bounced":
        sent = {name: on for name, on in state.sent.items() if name != event.demand}
        return replace(state, sent=sent, pending=None if ours else pending)
    if pending is None or not ours:
        return state
    match event.outcome:
        case "uncertain":
            return replace(state, pending=replace(pending, is_uncertain=True))
        case "sent":
            return replace(state, pending=None, sent=_sent(state, pending))
        case "said_by_person" if event.reason == "left":
            return replace(state, pending=None, sent=_sent(state, pending))
        case "failed":
            return replace(state, pending=None, failed_on=pending.day_on)
        case "withdrawn" if event.reason == "day_over":
            # Who withdrew it knows of the next day already; here it may not have begun.
            return replace(state, pending=None, failed_on=pending.day_on)
        case _:
            return replace(state, pending=None)


def _sent(state: CaseState, pending: Pending) -> dict[str, date]:
    return _newest({**state.sent, pending.demand: pending.day_on}, lambda _: True)


def _held(held: Mapping[str, Held], event: DemandGated) -> dict[str, Held]:
    """One gate holds an item at a time, and one the case as a whole."""
    now = {event.gate: Held(event.items, event.until_on)}
    others = {name: one for name, one in held.items() if name != event.gate}
    if not event.items:
        return {name: one for name, one in others.items() if one.items} | now
    whole = {name: one for name, one in others.items() if not one.items}
    return whole | _released(others, event.items) | now


def _released(held: Mapping[str, Held], items: tuple[str, ...] | list[str]) -> dict[str, Held]:
    """What is held once these items have gone through: no case as a whole any more."""
    gone = frozenset(items)
    left = {
        name: replace(one, items=tuple(item for item in one.items if item not in gone))
        for name, one in held.items()
    }
    return {name: one for name, one in left.items() if one.items}


def _evolve_calls(
    state: CaseState, event: CallScheduled | CallLogged | CallMissed | CallDropped
) -> CaseState:
    if isinstance(event, CallScheduled):
        call = Call(event.items, event.step, event.log_until_on)
        held = _released(state.held, event.items)
        calls = _newest({**state.calls, event.call: call}, lambda one: one.standing != "scheduled")
        return replace(state, calls=calls, held=held)
    if event.call not in state.calls:
        return state
    over = replace(state.calls[event.call], standing=_STANDINGS[type(event)])
    return replace(state, calls={**state.calls, event.call: over})


_STANDINGS: Final[Mapping[type[Event], str]] = {
    CallLogged: "logged",
    CallMissed: "missed",
    CallDropped: "dropped",
    PromiseKept: "kept",
    PromiseBroken: "broken",
    PromiseEnded: "ended",
}


def _evolve_promises(state: CaseState, event: Event) -> CaseState:
    match event:
        case PromiseMade() | PromiseAdopted():
            promises = {**state.promises, event.promise: _promised(event)}
            kept = _newest(promises, lambda one: one.standing != "open")
            return replace(state, promises=kept)
        case PromiseLeft():
            left = {name: one for name, one in state.promises.items() if name != event.promise}
            return replace(state, promises=left)
        case PromiseMoneyNoted() if event.promise in state.promises:
            known = state.promises[event.promise]
            promise = replace(known, money=money_with(known.money, event))
        case PromiseKept() | PromiseBroken() | PromiseEnded() if event.promise in state.promises:
            promise = replace(state.promises[event.promise], standing=_STANDINGS[type(event)])
        case _:
            return state
    return replace(state, promises={**state.promises, event.promise: promise})


def _promised(event: PromiseMade | PromiseAdopted) -> Promise:
    promise = Promise(event.items, event.amount, event.judged_from_on)
    if isinstance(event, PromiseMade):
        return promise
    money = {
        f"{one.source}#{one.item}": PromisedMoney(one.amount, one.booked_on) for one in event.money
    }
    return replace(promise, standing=event.standing, money=money)


def _newest(kept: dict[str, Kept], over: Callable[[Kept], bool]) -> dict[str, Kept]:
    """All that is not over, and the newest KEPT_MAX of what is."""
    gone = [name for name, one in kept.items() if over(one)][:-KEPT_MAX]
    return {name: one for name, one in kept.items() if name not in gone}
