"""Deciders of risk, and of what dunning hears of it, with a fault in them."""

from dataclasses import replace

from libs.events.contracts.dunning import PolicyFacts
from libs.events.contracts.model import Event
from libs.events.contracts.risk import BandChanged
from libs.events.loop.decider import NOTHING, Decider, Decision, Found, Message, Needs, States
from libs.testkit.interleave.mutants.wrapped import Wrapped
from services.dunning.domain.commands import PublishPolicy


class Forgetting(Wrapped):
    """What is said by `forgotten` is passed over."""

    def __init__(self, decider: Decider, forgotten: type[Event]) -> None:
        super().__init__(decider)
        self._forgotten = forgotten

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, self._forgotten):
            return NOTHING
        return self.inner.decide(message, states, found)


class FirstBandKept(Wrapped):
    """The first band of a debtor stays, whatever comes behind it."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, BandChanged) and message.body.was is not None:
            return NOTHING
        return self.inner.decide(message, states, found)


class BandsUnread(Wrapped):
    """Every step of a policy is for everybody."""

    def needs(self, message: Message, states: States) -> Needs:
        return self.inner.needs(_for_everybody(message), states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self.inner.decide(_for_everybody(message), states, found)


def _for_everybody(message: Message) -> Message:
    body = message.body
    if not isinstance(body, PublishPolicy):
        return message
    steps = tuple(one.model_copy(update={"bands": ()}) for one in body.facts.steps)
    facts: PolicyFacts = body.facts.model_copy(update={"steps": steps})
    return replace(message, body=body.model_copy(update={"facts": facts}))
