"""A message as its next decision needs it: no field says who a person is."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from libs.events.contracts.dunning_policies import Tone
from libs.events.contracts.model import Event
from libs.events.contracts.notifications import (
    Channel,
    DemandNoted,
    MessageBounced,
    MessageComposed,
    RecallNoted,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from services.notifications.domain.attempted import Attempted, evolve_attempts

NO_DAY: Final = date(1, 1, 1)
FOR_GOOD: Final = "for good"
FOR_NOW: Final = "for now"
NO_MONEY: Final = Money.zero("XXX")
"""ISO 4217's code for no currency: a state before its first event."""


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
class MessageState(Attempted):
    """Stream `<tenant>/message/<id>`, key: the debtor's."""

    demand: str = ""
    case: str = ""
    creditor: str = ""
    debtor: str = ""
    day_on: date = NO_DAY
    terms: Terms = Terms()
    recalled_gate: str = ""
    """Of a recall that came while an attempt was under way."""
    recalled_cause: str = ""
    bounced: str = ""
    """The last bounce, as it was said."""


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
            return replace(_asks_no_more(state), stage="composed", content=event.content)
        case RecallNoted():
            return replace(state, recalled_gate=event.gate, recalled_cause=event.cause)
        case MessageBounced():
            return replace(state, bounced=bounced_as(event.status, permanent=event.permanent))
        case _:
            moved = evolve_attempts(state, event)
            return moved if moved.is_open else _asks_no_more(moved)


def _asks_no_more(state: MessageState) -> MessageState:
    """Its items are in what was composed, or nobody asks for them any more."""
    return replace(state, terms=replace(state.terms, items=()))


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
