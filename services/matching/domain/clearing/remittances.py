"""A remittance at its agency's key: expected, settled by one payment, looked for."""

from dataclasses import dataclass, replace
from typing import Any

from libs.events.contracts.handoff import RemittanceReported
from libs.events.contracts.matching import (
    RemittanceBounced,
    RemittanceExpected,
    RemittanceReopened,
    RemittanceSettled,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import NOTHING, Decision, Found, Lookup, Recorded, Send
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from services.matching.domain.clearing.commands import (
    BookRemittance,
    FindRemittance,
    ReleaseRemittance,
    TakeBackRemittance,
)
from services.matching.domain.commands import Search
from services.matching.domain.evidence.hashes import number_hash
from services.matching.domain.lookups import FreeSeen, by_name_of
from services.matching.domain.values import NO_MONEY


@dataclass(frozen=True, slots=True)
class RemittanceState:
    """Stream `<tenant>/remittance/<id>`, key: the agency's; empty until it is expected."""

    remittance: str = ""
    agency: str = ""
    creditor: str = ""
    number: str = ""
    fees: Money = NO_MONEY
    net: Money = NO_MONEY
    payment: str = ""
    """That settled it; empty: none yet."""


def remittance_stream(tenant: str, remittance: str) -> str:
    return path_of(tenant, "remittance", remittance)


def evolve_remittance(state: RemittanceState, event: Event) -> RemittanceState:
    match event:
        case RemittanceExpected():
            return RemittanceState(
                event.remittance,
                event.agency,
                event.creditor,
                event.number,
                event.fees,
                event.net,
            )
        case RemittanceSettled():
            return replace(state, payment=event.payment)
        case RemittanceReopened():
            return replace(state, payment="")
        case _:
            return state


def expect(
    stream: str, key: str, heard: RemittanceReported, state: RemittanceState, ids: IdSecret
) -> Decision:
    """Recorded first, looked for one decision later, so that one of the two finds the other."""
    if state.remittance:
        return NOTHING
    tenant = key.split("/", 1)[0]
    expected = RemittanceExpected(
        remittance=heard.remittance,
        agency=heard.agency,
        creditor=heard.creditor,
        reference=heard.reference,
        number=number_hash(ids, tenant, heard.reference),
        gross=heard.gross,
        fees=heard.fees,
        net=heard.net,
    )
    find = Send(key, FindRemittance(remittance=heard.remittance))
    return Decision((Recorded(stream, expected),), (find,))


def find_lookups(tenant: str, state: RemittanceState) -> tuple[Lookup, ...]:
    if not state.remittance or state.payment or not state.number:
        return ()
    return (by_name_of("free_by_number", tenant, state.creditor, state.number),)


def find(tenant: str, state: RemittanceState, found: Found) -> Decision:
    """Each payment with free money that has the reference looks for itself."""
    sends = []
    for lookup in find_lookups(tenant, state):
        for entry in found.entries(lookup):
            seen: FreeSeen = entry.value
            key = path_of(tenant, "payment", seen.payment)
            sends.append(Send(key, Search(payment=seen.payment)))
    return Decision(sends=tuple(sends))


def book(stream: str, tenant: str, asked: BookRemittance, state: RemittanceState) -> Decision:
    """The first payment settles it; another one goes back."""
    about: dict[str, Any] = {
        "remittance": state.remittance,
        "agency": state.agency,
        "creditor": state.creditor,
        "payment": asked.payment,
        "amount": asked.amount,
    }
    if state.payment == asked.payment:
        return NOTHING
    if state.payment:
        back = ReleaseRemittance(payment=asked.payment, remittance=asked.remittance)
        send = Send(path_of(tenant, "payment", asked.payment), back)
        return Decision((Recorded(stream, RemittanceBounced(**about)),), (send,))
    return Decision((Recorded(stream, RemittanceSettled(**about, fees=state.fees)),))


def take_back(stream: str, key: str, asked: TakeBackRemittance, state: RemittanceState) -> Decision:
    """What the bank took back is owed again, and another transfer is looked for.

    A payment that did not settle it is on its way back already.
    """
    if state.payment != asked.payment:
        return NOTHING
    tenant = key.split("/", 1)[0]
    reopened = RemittanceReopened(
        remittance=state.remittance,
        agency=state.agency,
        creditor=state.creditor,
        payment=asked.payment,
        amount=state.net,
        fees=state.fees,
    )
    back = ReleaseRemittance(payment=asked.payment, remittance=asked.remittance)
    sends = (
        Send(path_of(tenant, "payment", asked.payment), back),
        Send(key, FindRemittance(remittance=asked.remittance)),
    )
    return Decision((Recorded(stream, reopened),), sends)
