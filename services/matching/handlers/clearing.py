"""An agency's key, and what is heard of its recoveries: each is a payment at a key of its own."""

from collections.abc import Mapping

from libs.events.contracts.handoff import RecoveryReported, RemittanceReported
from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import tenant_of
from services.matching.domain.clearing.commands import (
    BookRemittance,
    FindRemittance,
    TakeBackRemittance,
)
from services.matching.domain.clearing.paying import hear_recovery, remittance_key
from services.matching.domain.clearing.remittances import (
    RemittanceState,
    book,
    evolve_remittance,
    expect,
    find,
    find_lookups,
    remittance_stream,
    take_back,
)
from services.matching.domain.lookups import RemittanceSeen


class Clearing:
    """What agencies report, and the remittances that settle it."""

    takes: tuple[type[Contract], ...] = (
        RecoveryReported,
        RemittanceReported,
        FindRemittance,
        BookRemittance,
        TakeBackRemittance,
    )
    state_types: Mapping[str, type] = {"remittance": RemittanceState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        if isinstance(message.body, RecoveryReported):
            return Needs()
        stream = _stream(message)
        if isinstance(message.body, FindRemittance) and states.seen(stream):
            lookups = find_lookups(tenant_of(message.key), states.of(stream))
            return Needs(streams=(stream,), lookups=lookups)
        return Needs(streams=(stream,))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        tenant = tenant_of(message.key)
        match message.body:
            case RecoveryReported() as heard:
                return hear_recovery(tenant, heard)
            case RemittanceReported() as heard:
                stream = _stream(message)
                return expect(stream, message.key, heard, states.of(stream), self._ids)
            case FindRemittance():
                return find(tenant, states.of(_stream(message)), found)
            case BookRemittance() as asked:
                stream = _stream(message)
                return book(stream, tenant, asked, states.of(stream))
            case TakeBackRemittance() as asked:
                stream = _stream(message)
                return take_back(stream, message.key, asked, states.of(stream))
            case body:
                raise TypeError(f"no agency decides on {type(body).__name__}")

    def evolve(self, state: RemittanceState, event: Event) -> RemittanceState:
        return evolve_remittance(state, event)

    def place(self, stream: str, state: RemittanceState) -> Placement:
        if not state.remittance or state.payment or not state.number:
            return Placement()
        key = remittance_key(tenant_of(stream), state.creditor, state.net)
        seen = RemittanceSeen(state.remittance, state.agency, state.number)
        return Placement(entries=(("remittance_expected", key, seen),))


def _stream(message: Message) -> str:
    remittance: str = getattr(message.body, "remittance", "")
    return remittance_stream(tenant_of(message.key), remittance)
