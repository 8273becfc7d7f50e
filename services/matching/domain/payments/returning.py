"""Returns look for the payments that they take back; each original is taken once.

All returns of one account, amount and reference are decided at one key, the group: so the n-th
return takes the n-th original, whichever of them came first.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from libs.events.contracts.matching import PaymentUnidentified, ReturnAssigned, ReturnUnassigned
from libs.events.contracts.model import Event
from libs.events.loop.decider import NOTHING, Decision, Found, Lookup, States
from libs.events.loop.draft import Draft
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of, tenant_of
from services.matching.domain.commands import FindOriginal, OriginalTaken, ReturnPayment
from services.matching.domain.lookups import (
    MANY,
    OriginalSeen,
    ReturnSeen,
    original_key,
    return_by_id,
    tellable,
)
from services.matching.domain.noted import bank_days_after
from services.matching.domain.payments.state import PaymentState
from services.matching.domain.values import NO_DAY

RETURN_DAYS_MAX: Final = 5
"""Bank days that a return waits for its original before a person has to look."""


@dataclass(frozen=True, slots=True)
class ReturnsState:
    """The returns of one account, amount and reference."""

    creditor: str = ""
    taken: dict[str, str] = field(default_factory=dict)
    """Original to the return that took it."""
    waiting: tuple[str, ...] = ()
    """Returns without an original, nobody's task yet."""
    unassigned: tuple[str, ...] = ()


def evolve_returns(state: ReturnsState, event: Event) -> ReturnsState:
    match event:
        case PaymentUnidentified() if event.payment not in state.waiting:
            waiting = (*state.waiting, event.payment)
            return replace(state, creditor=event.creditor, waiting=waiting)
        case ReturnAssigned():
            return replace(
                state,
                taken={**state.taken, event.original: event.payment},
                waiting=_without(state.waiting, event.payment),
                unassigned=_without(state.unassigned, event.payment),
            )
        case ReturnUnassigned():
            return replace(
                state,
                waiting=_without(state.waiting, event.payment),
                unassigned=(*_without(state.unassigned, event.payment), event.payment),
            )
        case _:
            return state


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)


def group_of(payment: PaymentState, tenant: str, ids: IdSecret) -> str:
    """The key that decides on a return; one that names no reference is alone."""
    told = tellable(payment.bank_reference, payment.end_to_end_id)
    name = told[0] if told else f"alone:{payment.payment}"
    amount = str(payment.amount)
    return path_of(tenant, "returns", ids.hashed(tenant, "returns", payment.account, amount, name))


def return_seen(payment: PaymentState, tenant: str, ids: IdSecret) -> ReturnSeen:
    return ReturnSeen(
        payment=payment.payment,
        group=group_of(payment, tenant, ids),
        creditor=payment.creditor,
        account=payment.account,
        amount=payment.amount,
        booked_on=payment.booked_on,
        bank_reference=payment.bank_reference,
        end_to_end_id=payment.end_to_end_id,
        return_reason=payment.return_reason,
    )


def find_original(seen: ReturnSeen) -> tuple[str, FindOriginal]:
    """Where a return's original is looked for, and the asking."""
    return seen.group, FindOriginal(
        payment=seen.payment,
        creditor=seen.creditor,
        account=seen.account,
        amount=seen.amount,
        booked_on=seen.booked_on,
        bank_reference=seen.bank_reference,
        end_to_end_id=seen.end_to_end_id,
        return_reason=seen.return_reason,
    )


def original_lookups(asked: FindOriginal, tenant: str, ids: IdSecret) -> tuple[Lookup, ...]:
    """Payments of the return's account and amount, by each of its references, the surer first.

    The bank's own reference is surer: a payer may give every payment the same EndToEndId.
    """
    told = reversed(tellable(asked.bank_reference, asked.end_to_end_id))
    keys = (original_key(ids, tenant, asked.account, asked.amount, one) for one in told)
    return tuple(Lookup("original", key, MANY) for key in keys)


def rival_lookups(asked: FindOriginal, tenant: str, ids: IdSecret) -> tuple[Lookup, ...]:
    """All returns of the same account and amount, by each of the return's references."""
    keys = (lookup.key for lookup in original_lookups(asked, tenant, ids))
    return tuple(Lookup("return_for", key, MANY) for key in keys)


def return_lookups(payment: PaymentState, tenant: str, ids: IdSecret) -> tuple[Lookup, ...]:
    """Returns that may take this payment back."""
    told = tellable(payment.bank_reference, payment.end_to_end_id)
    keys = (original_key(ids, tenant, payment.account, payment.amount, one) for one in told)
    return tuple(Lookup("return_for", key, MANY) for key in keys)


def waiting_returns(
    payment: PaymentState, tenant: str, ids: IdSecret, found: Found
) -> tuple[ReturnSeen, ...]:
    """Returns that came before this payment, each once; those that have theirs stay quiet."""
    lookups = return_lookups(payment, tenant, ids)
    seen = {entry.value.payment: entry.value for one in lookups for entry in found.entries(one)}
    return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Group:
    """One decision at the key of a group of returns."""

    key: str
    draft: Draft

    @classmethod
    def at(cls, states: States, key: str) -> "Group":
        return cls(key, Draft(states, evolve_returns))

    @property
    def state(self) -> ReturnsState:
        state: ReturnsState = self.draft.of(self.key)
        return state


def assign_original(group: Group, asked: FindOriginal, ids: IdSecret, found: Found) -> Decision:
    """The first payment that no other return took; without one the return waits."""
    state, tenant = group.state, tenant_of(group.key)
    if asked.payment in state.taken.values():
        return NOTHING
    lookups = zip(
        original_lookups(asked, tenant, ids), rival_lookups(asked, tenant, ids), strict=True
    )
    by_reference = (_first_left(found, *one, asked, state) for one in lookups)
    original = next((one for one in by_reference if one is not None), None)
    if original is None:
        if asked.payment in (*state.waiting, *state.unassigned):
            return NOTHING
        waits = PaymentUnidentified(
            payment=asked.payment, creditor=asked.creditor, free=asked.amount
        )
        group.draft.record(group.key, waits)
        return group.draft.decision()
    assigned = ReturnAssigned(payment=asked.payment, original=original.payment, amount=asked.amount)
    group.draft.record(group.key, assigned)
    taking = ReturnPayment(
        payment=original.payment,
        by_return=asked.payment,
        return_reason=asked.return_reason,
        since_on=asked.booked_on,
        group=group.key,
    )
    group.draft.send(path_of(tenant, "payment", original.payment), taking)
    return group.draft.decision()


def _first_left(
    found: Found, lookup: Lookup, rivals: Lookup, asked: FindOriginal, state: ReturnsState
) -> OriginalSeen | None:
    """The first payment that nobody took, booked before the return, or to be exchanged for one.

    Of payments that are alike a later return may have taken an earlier one, since it looked
    first: then the later one, which it could have taken as well, is left for this return.
    """
    originals: list[OriginalSeen] = [entry.value for entry in found.entries(lookup)]
    booked_on = {entry.value.payment: entry.value.booked_on for entry in found.entries(rivals)}
    takers_on = [
        booked_on.get(state.taken[one.payment], NO_DAY)
        for one in originals
        if one.payment in state.taken and one.booked_on <= asked.booked_on
    ]
    until_on = max((asked.booked_on, *takers_on))
    left = [
        one
        for one in originals
        if not one.returned_by and one.payment not in state.taken and one.booked_on <= until_on
    ]
    order = {(one.booked_on, one.position, one.payment): one for one in left}
    return order[min(order)] if order else None


def leave_to_a_person(group: Group, asked: OriginalTaken) -> Decision:
    """Two returns with different references took one payment: nobody can tell which is right."""
    if asked.payment in group.state.unassigned:
        return NOTHING
    unassigned = ReturnUnassigned(payment=asked.payment, since_on=asked.since_on)
    group.draft.record(group.key, unassigned)
    return group.draft.decision()


def waiting_lookups(state: ReturnsState, tenant: str) -> tuple[Lookup, ...]:
    return tuple(return_by_id(tenant, payment) for payment in state.waiting)


def give_up_on_originals(group: Group, today: date, tenant: str, found: Found) -> Decision:
    """What has waited five bank days becomes a task."""
    for lookup in waiting_lookups(group.state, tenant):
        for entry in found.entries(lookup):
            seen: ReturnSeen = entry.value
            if bank_days_after(seen.booked_on, RETURN_DAYS_MAX) <= today:
                unassigned = ReturnUnassigned(payment=seen.payment, since_on=seen.booked_on)
                group.draft.record(group.key, unassigned)
    return group.draft.decision()
