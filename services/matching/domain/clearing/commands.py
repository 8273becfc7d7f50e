"""What matching asks of itself about agencies' clearing accounts."""

from datetime import date

from libs.events.contracts.handoff import RecoveredItem
from libs.events.contracts.model import Command, Field
from libs.kernel.money import Money


class ReceiveCollection(Command, type="relance.matching.receive_collection.v1"):
    """An agency reported a recovery: to the key of the payment that it is."""

    payment: str
    agency: str
    placement: str
    creditor: str
    debtor: str
    items: tuple[RecoveredItem, ...] = Field(min_length=1)
    amount: Money
    received_on: date


class FindRemittance(Command, type="relance.matching.find_remittance.v1"):
    """A remittance is expected: whatever payment has its reference is searched again."""

    remittance: str


class BookRemittance(Command, type="relance.matching.book_remittance.v1"):
    """A payment that is this remittance, to the agency's key."""

    remittance: str
    agency: str
    payment: str
    amount: Money


class TakeBackRemittance(Command, type="relance.matching.take_back_remittance.v1"):
    """The bank took a payment back that is this remittance; to the agency's key."""

    remittance: str
    payment: str


class ReleaseRemittance(Command, type="relance.matching.release_remittance.v1"):
    """The answer to a payment that came second, or that the bank took back."""

    payment: str
    remittance: str


CLEARING_COMMANDS: tuple[type[Command], ...] = (
    ReceiveCollection,
    FindRemittance,
    BookRemittance,
    TakeBackRemittance,
    ReleaseRemittance,
)
