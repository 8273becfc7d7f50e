"""Deciders of chasing with a fault in them."""

from dataclasses import replace

from libs.events.contracts.dunning import (
    DemandApproved,
    DemandProposed,
    DemandRecalled,
    StepTaken,
)
from libs.events.contracts.matching import SettlementSuspected
from libs.events.contracts.notifications import MessageSent, MessageWithdrawn
from libs.events.loop.decider import NOTHING, Decision, Found, Message, Needs, Recorded, States
from libs.kernel.keys import path_of, tenant_of
from libs.testkit.interleave.mutants.wrapped import Wrapped
from services.dunning.domain.commands import ApproveDemand
from services.notifications.domain.commands import StartSend


class Unsuspecting(Wrapped):
    """What could settle an item is nothing to it."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, SettlementSuspected):
            return NOTHING
        return self.inner.decide(message, states, found)


class WithdrawnIsSent(Wrapped):
    """A message that was withdrawn counts as one that was sent."""

    def needs(self, message: Message, states: States) -> Needs:
        return self.inner.needs(_as_sent(message), states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self.inner.decide(_as_sent(message), states, found)


def _as_sent(message: Message) -> Message:
    body = message.body
    if not isinstance(body, MessageWithdrawn):
        return message
    sent = MessageSent(
        message=body.message,
        demand=body.demand,
        case=body.case,
        creditor=body.creditor,
        debtor=body.debtor,
        attempt=1,
        reply="",
        sent_at="",
    )
    return replace(message, body=sent)


class TakenAtProposal(Wrapped):
    """A step counts when its demand is proposed."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        decision = self.inner.decide(message, states, found)
        taken = [
            Recorded(_item(message, item.item), _taken(demand, item.step, item.item))
            for demand in (one.event for one in decision.events)
            if isinstance(demand, DemandProposed)
            for item in demand.items
        ]
        return replace(decision, events=(*decision.events, *taken))


def _item(message: Message, item: str) -> str:
    return path_of(tenant_of(message.key), "item", item)


def _taken(demand: DemandProposed, step: str, item: str) -> StepTaken:
    return StepTaken(
        item=item,
        case=demand.case,
        creditor=demand.creditor,
        debtor=demand.debtor,
        step=step,
        taken_on=demand.day_on,
        way="sent",
        by=demand.demand,
    )


class TwoEyes(Wrapped):
    """Whoever approves is another person each time."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        body = message.body
        if isinstance(body, ApproveDemand):
            another = body.model_copy(update={"approved_by": f"{body.approved_by}-{message.id}"})
            decision = self.inner.decide(replace(message, body=another), states, found)
            return replace(decision, events=tuple(_by(one, body) for one in decision.events))
        return self.inner.decide(message, states, found)


def _by(one: Recorded, approval: ApproveDemand) -> Recorded:
    if not isinstance(one.event, DemandApproved):
        return one
    said = one.event.model_copy(update={"approved_by": approval.approved_by})
    return Recorded(one.stream, said)


class ChangedIsKept(Wrapped):
    """A demand whose amounts have changed is not recalled for that."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        decision = self.inner.decide(message, states, found)
        kept = tuple(
            one
            for one in decision.events
            if not (
                isinstance(one.event, DemandRecalled)
                and one.event.gate == "changed_amounts_are_asked_anew"
            )
        )
        return replace(decision, events=kept)


class AnybodysStart(Wrapped):
    """A start is decided whoever asked for it."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, StartSend):
            message = replace(message, process=message.body.token)
        return self.inner.decide(message, states, found)
