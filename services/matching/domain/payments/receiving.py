"""A bank entry is recorded at its own key; what it is for is looked for one decision later."""

from libs.events.contracts.matching import PaymentReceived
from libs.events.loop.decider import NOTHING, Decision
from services.matching.domain.commands import ReceivePayment, Search
from services.matching.domain.payments.returning import find_original, return_seen
from services.matching.domain.payments.searching import Desk


def receive(desk: Desk, asked: ReceivePayment) -> Decision:
    if desk.state.payment:
        return NOTHING
    desk.draft.record(desk.stream, PaymentReceived(**dict(asked)))
    if asked.kind == "return":
        desk.draft.send(*find_original(return_seen(desk.state, desk.tenant, desk.ids)))
    else:
        desk.draft.send(desk.stream, Search(payment=asked.payment))
    return desk.draft.decision()
