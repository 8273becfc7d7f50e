"""Questions about erasures, at their debtor's key: the whole of its books is looked at."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from libs.events.contracts.ingestion import ErasureAsked
from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.kernel.keys import tenant_of
from services.matching.domain.erasing.answering import (
    ErasureState,
    answer,
    erasure_stream,
    evolve_erasure,
)
from services.matching.domain.erasing.judging import Held
from services.matching.domain.items.books import (
    items_index,
    on_account_index,
    sources_index,
    suspected_index,
)
from services.matching.domain.noted import (
    CreditorState,
    creditor_stream,
    creditor_today,
    streams_for_today,
)

_ITEMS: Final = (suspected_index, items_index)
_SOURCES: Final = (on_account_index, sources_index)


class Erasures:
    """Messages about a debtor that is to be erased."""

    takes: tuple[type[Contract], ...] = (ErasureAsked,)
    state_types: Mapping[str, type] = {"erasure": ErasureState}

    def needs(self, message: Message, states: States) -> Needs:
        asked, tenant = _asked(message), tenant_of(message.key)
        days = streams_for_today(tenant, asked.creditor, message.partition, states)
        return Needs(
            streams=(erasure_stream(tenant, asked.debtor), *days),
            indexes=tuple(index(tenant, asked.debtor) for index in (*_ITEMS, *_SOURCES)),
        )

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        asked, tenant = _asked(message), tenant_of(message.key)
        state: ErasureState = states.of(erasure_stream(tenant, asked.debtor))
        return answer(asked, state, _held(asked, message, states), tenant)

    def evolve(self, state: State, event: Event) -> State:
        return evolve_erasure(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return Placement()


def _asked(message: Message) -> ErasureAsked:
    body = message.body
    if not isinstance(body, ErasureAsked):
        raise TypeError(f"no erasure decides on {type(body).__name__}")
    return body


def _held(asked: ErasureAsked, message: Message, states: States) -> Held:
    tenant, partition = tenant_of(message.key), message.partition
    creditor: CreditorState = states.of(creditor_stream(tenant, asked.creditor, partition))
    # Each partition hears a day by itself: who asks may know a later one.
    here = creditor_today(tenant, asked.creditor, partition, states)
    days = [day for day in (here, asked.day_on) if day is not None]

    def of(*indexes: Any) -> Iterator[Any]:
        for index in indexes:
            yield from states.index(index(tenant, asked.debtor)).values()

    return Held(
        items=tuple(of(*_ITEMS)),
        sources=tuple(of(*_SOURCES)),
        country=creditor.country,
        today=max(days, default=None),
    )
