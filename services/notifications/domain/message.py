"""A message as its next decision needs it: no field says who a person is."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from libs.events.contracts.dunning_policies import Tone
from libs.events.contracts.model import Event
from libs.events.contracts.notifications import (
    AttemptFailed,
    Channel,
    DemandNoted,
    MessageBounced,
    MessageComposed,
    MessageFailed,
    MessageHeld,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
    RecallNoted,
    SendStarted,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money

NO_DAY: Final = date(1, 1, 1)
FOR_GOOD: Final = "for good"
FOR_NOW: Final = "for now"
NO_MONEY: Final = Money.zero("XXX")
"""ISO 4217's code for no currency: a state before its first event."""

Stage = Literal["unheard", "to_compose", "composed", "started", "ended"]
"""`composed`: the next attempt may begin. `started`: one is under way and has to report."""
Outcome = Literal["", "sent", "withdrawn", "failed", "uncertain"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One item as it was demanded."""

    item: str
    number: str
    asked: Money
    issued_on: date
    due_on: date
    overdue_days: int
    step: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the demand says of the whole."""

    total: Money = NO_MONEY
    credit: Money = NO_MONEY
    net: Money = NO_MONEY
    tone: Tone = "reminder"
    template: str = ""
    channel: Channel = "email"
    zone: str = ""
    from_hour: int = 0
    """Of the send window, inclusive."""
    until_hour: int = 24
    """Exclusive; 0 and 24: it may leave at any hour."""
    items: tuple[Asked, ...] = ()
    """Empty once it is composed."""


@dataclass(frozen=True, slots=True)
class MessageState:
    """Stream `<tenant>/message/<id>`, key: the debtor's."""

    message: str = ""
    demand: str = ""
    case: str = ""
    creditor: str = ""
    debtor: str = ""
    stage: Stage = "unheard"
    outcome: Outcome = ""
    day_on: date = NO_DAY
    terms: Terms = Terms()
    content: str = ""
    held: str = ""
    """Cause that the next attempt is recorded as held for; empty: it is not held."""
    held_by: str = ""
    """Service that held it."""
    attempt: int = 0
    """The last one that started."""
    token: str = ""
    """Of the process of the attempt that is under way."""
    began_at: str = ""
    """When the barrier of the attempt under way began."""
    not_before: str = ""
    """When the next attempt may begin; empty: at once."""
    tries: int = 0
    """Attempts that a server kept from succeeding."""
    uncertain_attempt: int = 0
    """An attempt that may have left; 0: none."""
    recalled_gate: str = ""
    """Of a recall that came while an attempt was under way."""
    recalled_cause: str = ""
    bounced: str = ""
    """The last bounce, as it was said."""

    @property
    def is_open(self) -> bool:
        return self.stage in ("to_compose", "composed", "started")


def message_id_of(ids: IdSecret, tenant: str, demand: str) -> str:
    """A demand has one message."""
    return ids.hashed(tenant, "message", demand)


def message_stream(tenant: str, message: str) -> str:
    return path_of(tenant, "message", message)


def open_index(tenant: str, debtor: str) -> str:
    """Index of a debtor's messages that have no outcome yet."""
    return path_of(tenant, "open_messages", debtor)


def evolve_message(state: MessageState, event: Event) -> MessageState:
    match event:
        case DemandNoted():
            return _noted(event)
        case MessageComposed():
            terms = replace(state.terms, items=())
            return replace(state, stage="composed", content=event.content, terms=terms)
        case MessageHeld():
            return replace(state, held=event.cause, held_by=event.service)
        case SendStarted():
            return replace(
                state,
                stage="started",
                attempt=event.attempt,
                token=event.token,
                began_at=event.began_at,
                held="",
                held_by="",
                not_before="",
            )
        case RecallNoted():
            return replace(state, recalled_gate=event.gate, recalled_cause=event.cause)
        case MessageBounced():
            return replace(state, bounced=bounced_as(event.status, permanent=event.permanent))
        case _:
            return _after_attempt(state, event)


def _after_attempt(state: MessageState, event: Event) -> MessageState:
    match event:
        case AttemptFailed():
            tries = state.tries + (event.reason != "aged")
            return replace(
                state, stage="composed", token="", not_before=event.not_before, tries=tries
            )
        case MessageUncertain(last=False):
            return replace(
                state, stage="composed", token="", uncertain_attempt=event.attempt, not_before=""
            )
        case MessageUncertain():
            return _ended(state, "uncertain")
        case MessageSent():
            return _ended(state, "sent")
        case MessageFailed():
            return _ended(state, "failed")
        case MessageWithdrawn():
            return _ended(state, "withdrawn")
        case _:
            return state


def _ended(state: MessageState, outcome: Outcome) -> MessageState:
    terms = replace(state.terms, items=())
    return replace(state, stage="ended", outcome=outcome, token="", terms=terms)


def bounced_as(status: str, *, permanent: bool) -> str:
    return f"{status} {FOR_GOOD if permanent else FOR_NOW}"


def _noted(event: DemandNoted) -> MessageState:
    window = event.send_window
    return MessageState(
        message=event.message,
        demand=event.demand,
        case=event.case,
        creditor=event.creditor,
        debtor=event.debtor,
        stage="to_compose",
        day_on=event.day_on,
        terms=Terms(
            total=event.total,
            credit=event.credit,
            net=event.net,
            tone=event.tone,
            template=event.template,
            channel=event.channel,
            zone=event.zone,
            from_hour=window.from_hour if window else 0,
            until_hour=window.until_hour if window else 24,
            items=tuple(
                Asked(
                    one.item,
                    one.number,
                    one.asked,
                    one.issued_on,
                    one.due_on,
                    one.overdue_days,
                    one.step,
                )
                for one in event.items
            ),
        ),
    )
