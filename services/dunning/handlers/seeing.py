"""What decisions at a debtor's key have to see: its file, read in three steps."""

from collections.abc import Callable, Iterable, Iterator

from libs.events.loop.decider import Message, Needs, States
from libs.kernel.keys import identity_of, tenant_of
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.considering import is_waiting
from services.dunning.domain.debtors.state import DebtorState
from services.dunning.domain.noted import LedgerState, ledger_stream
from services.dunning.domain.now import (
    case_stream,
    copies_needed,
    debtor_stream,
    item_streams,
    items_index,
)
from services.dunning.domain.policies import policies_index

More = Callable[["Sight", str, CaseState], Needs]
"""What else of a case a decision sees, once the case can be read."""


class Sight:
    """A debtor's streams for one message, as far as they can be named yet."""

    def __init__(self, message: Message, states: States) -> None:
        self.tenant, self.debtor = tenant_of(message.key), identity_of(message.key)
        self._partition, self.states = message.partition, states

    def needs(
        self,
        *,
        items: Iterable[str] = (),
        case: str = "",
        cases: Iterable[str] = (),
        creditor: str = "",
        more: "More | None" = None,
    ) -> Needs:
        """The debtor, these items, the creditor's copies and policies, and each case.

        `case`, `cases` and `creditor` where the debtor may not be known yet.
        """
        debtor = debtor_stream(self.tenant, self.debtor)
        streams = [debtor, *self.items(items)]
        indexes = [policies_index(self.tenant)]
        if self.states.seen(debtor):
            known: DebtorState = self.states.of(debtor)
            cases = sorted({*known.cases.values(), *cases, *([case] if case else [])})
            streams += [case_stream(self.tenant, one) for one in cases]
            owner = known.creditor or creditor
            if owner:
                streams += copies_needed(self.tenant, owner, self._partition, self.states)
            for further in self._more(cases, more):
                streams += further.streams
                indexes += further.indexes
        return Needs(streams=tuple(dict.fromkeys(streams)), indexes=tuple(indexes))

    def _more(self, cases: Iterable[str], more: "More | None") -> Iterator[Needs]:
        for case in cases:
            stream = case_stream(self.tenant, case)
            if more is not None and self.states.seen(stream):
                yield more(self, case, self.states.of(stream))

    def items(self, items: Iterable[str]) -> tuple[str, ...]:
        """Each item's streams: both that it may stand on."""
        return tuple(
            stream for item in items for stream in item_streams(self.tenant, self.debtor, item)
        )

    def ledger(self, creditor: str) -> LedgerState:
        """The copy, once it can be read; nothing is known before, nor of a case that is new."""
        if not creditor:
            return LedgerState()
        stream = ledger_stream(self.tenant, creditor, self._partition)
        state: LedgerState = self.states.of(stream) if self.states.seen(stream) else LedgerState()
        return state


def to_review(sight: Sight, case: str, state: CaseState) -> Needs:
    """What is open of a case, unless nothing can be asked of it; what was agreed, or called for."""
    called = [item for call in state.open_calls.values() for item in call.items]
    promised = [
        item
        for promise in state.promises.values()
        if promise.standing != "ended"
        for item in promise.items
    ]
    planned = [item for plan in state.plans.values() if plan.counts_money for item in plan.items]
    waits = is_waiting(state, sight.ledger(state.creditor))
    return Needs(
        streams=sight.items((*called, *promised, *planned)),
        indexes=() if waits else (items_index(sight.tenant, case),),
    )


def all_open(sight: Sight, case: str, state: CaseState) -> Needs:
    return Needs(indexes=(items_index(sight.tenant, case),))


def to_agree(plan: str) -> More:
    """The items of a plan."""

    def items(sight: Sight, case: str, state: CaseState) -> Needs:
        known = state.plans.get(plan)
        return Needs(streams=sight.items(known.items if known else ()))

    return items


def to_end(demand: str) -> More:
    """The items of the demand that was reported on."""

    def items(sight: Sight, case: str, state: CaseState) -> Needs:
        if state.pending is None or state.pending.demand != demand:
            return Needs()
        return Needs(streams=sight.items(state.pending.items))

    return items


def to_bounce(demand: str) -> More:
    def items(sight: Sight, case: str, state: CaseState) -> Needs:
        asked = to_end(demand)(sight, case, state)
        index = (items_index(sight.tenant, case),) if demand in state.sent else ()
        return Needs(streams=asked.streams, indexes=index)

    return items


def to_log(call: str) -> More:
    def items(sight: Sight, case: str, state: CaseState) -> Needs:
        known = state.calls.get(call)
        return Needs(streams=sight.items(known.items if known else ()))

    return items
