"""Deciders with a fault in them."""

from dataclasses import replace

from libs.events.contracts.matching import (
    ItemOpened,
    ItemReduced,
    ItemSettled,
    PaymentAllocated,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import NOTHING, Decider, Decision, Found, Message, Send, States
from libs.testkit.interleave.mutants.wrapped import Wrapped
from services.matching.domain.commands import BookShare, Wake


class WithoutWake(Wrapped):
    """Nothing is woken for an item of which the same decision says `said`."""

    def __init__(self, decider: Decider, said: type[Event]) -> None:
        super().__init__(decider)
        self._said = said

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        decision = self.inner.decide(message, states, found)
        changed = {
            getattr(one.event, "item", "")
            for one in decision.events
            if isinstance(one.event, self._said)
        }
        kept = tuple(
            send
            for send in decision.sends
            if not (
                isinstance(send, Send)
                and isinstance(send.command, Wake)
                and send.command.item in changed
            )
        )
        return replace(decision, sends=kept)


class WithoutBounce(Wrapped):
    """What rests on an amount alone is booked like what names its debtor."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        body = message.body
        if isinstance(body, BookShare) and body.evidence == "amount":
            body = body.model_copy(update={"evidence": "debtor"})
        return self.inner.decide(replace(message, body=body), states, found)


class AccountUnused(Wrapped):
    """An item that opens finds nothing on account, even what names it."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        decision = self.inner.decide(message, states, found)
        if not any(isinstance(one.event, ItemOpened) for one in decision.events):
            return decision
        settles = (PaymentAllocated, ItemReduced, ItemSettled)
        kept = tuple(one for one in decision.events if not isinstance(one.event, settles))
        return replace(decision, events=kept)


class WithoutCompensation(Wrapped):
    """Nothing is decided instead of what is dropped."""

    def __init__(self, decider: Decider) -> None:
        super().__init__(decider)
        self.compensate = _nothing


def _nothing(message: Message, states: States, found: Found) -> Decision:
    return NOTHING
