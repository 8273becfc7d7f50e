"""How a debtor changes by what was recorded; total, never refuses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from libs.events.contracts.model import Event
from libs.events.contracts.risk import (
    BandChanged,
    BandOverridden,
    BreachEnded,
    CheckScheduled,
    DebtorScored,
    DisputeCounted,
    ExposureChanged,
    LimitBreached,
    LimitEnded,
    LimitGranted,
    LimitRefused,
    LimitRequested,
    OverrideEnded,
    PromiseNoted,
    ReturnNoted,
    SettlementNoted,
    WatchEnded,
    WatchStarted,
)
from services.risk.domain.debtors.state import (
    COUNTED_MAX,
    SETTLED_MAX,
    DebtorState,
    Exposure,
    Limit,
    Override,
    Owed,
    Request,
    Scored,
    Settlement,
)


def evolve_debtor(state: DebtorState, event: Event) -> DebtorState:
    known = replace(state, creditor=getattr(event, "creditor", "") or state.creditor)
    match event:
        case ExposureChanged():
            return _exposed(known, event)
        case SettlementNoted() | PromiseNoted() | ReturnNoted() | DisputeCounted():
            return _evolve_history(known, event)
        case DebtorScored():
            scored = Scored(event.model, event.late_percent, event.late_days, event.band)
            return replace(known, scored=scored)
        case BandChanged():
            return replace(known, band=event.band)
        case BandOverridden():
            override = Override(event.override, event.band, event.until_on)
            return replace(known, override=override)
        case OverrideEnded():
            return replace(known, override=None)
        case WatchStarted():
            return replace(known, is_watched=True)
        case WatchEnded():
            return replace(known, is_watched=False)
        case CheckScheduled():
            return replace(known, check_on=event.check_on)
        case _:
            return _evolve_limit(known, event)


def _exposed(state: DebtorState, event: ExposureChanged) -> DebtorState:
    currency = event.not_due.currency
    days = dict(state.owed.get(currency, {}))
    for one in event.owed:
        days.pop(one.due_on.isoformat(), None)
        if one.open.is_positive:
            days[one.due_on.isoformat()] = Owed(one.open, one.disputed, one.items_count)
    exposure = Exposure(event.not_due, event.overdue, event.disputed)
    return replace(
        state,
        owed={**state.owed, currency: days},
        exposures={**state.exposures, currency: exposure},
    )


def _evolve_history(
    state: DebtorState, event: SettlementNoted | PromiseNoted | ReturnNoted | DisputeCounted
) -> DebtorState:
    match event:
        case SettlementNoted():
            return replace(state, settled=_settled(state.settled, event))
        case PromiseNoted():
            day = event.judged_on if event.broken else None
            return replace(state, broken=_counted(state.broken, event.promise, day))
        case ReturnNoted():
            latest = {**state.returned, event.payment: event.returned_on}
            return replace(state, returned=dict(list(latest.items())[-COUNTED_MAX:]))
        case DisputeCounted():
            day = event.opened_on if event.counts else None
            return replace(state, disputes=_counted(state.disputes, event.dispute, day))


def _settled(settled: tuple[Settlement, ...], event: SettlementNoted) -> tuple[Settlement, ...]:
    others = [one for one in settled if one.item != event.item]
    if event.late_days is not None and event.settled_on is not None:
        others.append(Settlement(event.item, event.late_days, event.settled_on))
    latest = sorted(others, key=lambda one: (one.settled_on, one.item))
    return tuple(latest[-SETTLED_MAX:])


def _counted(counted: Mapping[str, date], name: str, day: date | None) -> dict[str, date]:
    """With this one on its day; without it where there is none."""
    rest = {one: on for one, on in counted.items() if one != name}
    if day is not None:
        rest[name] = day
    return dict(list(rest.items())[-COUNTED_MAX:])


def _evolve_limit(state: DebtorState, event: Event) -> DebtorState:
    match event:
        case LimitRequested():
            return replace(state, request=Request(event.limit, event.amount))
        case LimitGranted():
            limit = Limit(event.limit, event.amount, event.expires_on)
            return replace(state, request=None, limit=limit)
        case LimitRefused():
            return replace(state, request=None)
        case LimitEnded():
            return replace(state, limit=None)
        case LimitBreached() | BreachEnded() if state.limit is not None:
            is_breached = isinstance(event, LimitBreached)
            return replace(state, limit=replace(state.limit, is_breached=is_breached))
        case _:
            return state
