"""What happens at an agency's clearing account, with a fault in it."""

from dataclasses import replace

from libs.events.loop.decider import NOTHING, Decision
from services.matching.domain.clearing.commands import BookRemittance, TakeBackRemittance
from services.matching.domain.clearing.remittances import RemittanceState, book


def settled_again(
    stream: str, tenant: str, asked: BookRemittance, state: RemittanceState
) -> Decision:
    """Every payment that is a remittance settles it, also a second one."""
    return book(stream, tenant, asked, replace(state, payment=""))


def kept(stream: str, key: str, asked: TakeBackRemittance, state: RemittanceState) -> Decision:
    """What the bank took back stays settled."""
    return NOTHING
