"""What matching says of agencies' clearing accounts: what they recovered, what they remitted."""

from datetime import date

from libs.events.contracts.model import Event
from libs.kernel.money import Money


class CollectionReceived(Event, type="relance.matching.collection_received.v1"):
    """An agency has a debtor's money: a payment of the debtor's, and a debt of the agency's."""

    payment: str
    """The recovery's id."""
    agency: str
    placement: str
    creditor: str
    debtor: str
    amount: Money
    received_on: date


class RemittanceExpected(Event, type="relance.matching.remittance_expected.v1"):
    """An agency says that it transfers this: a bank entry with its reference settles it."""

    remittance: str
    agency: str
    creditor: str
    reference: str
    number: str
    """Hash of the reference as numbers in payments' texts are compared."""
    gross: Money
    fees: Money
    net: Money


class RemittancePaid(Event, type="relance.matching.remittance_paid.v1"):
    """A payment is an agency's remittance: its money is on its way to the clearing account."""

    payment: str
    remittance: str
    agency: str
    creditor: str
    amount: Money
    free: Money
    """What of the payment is still free after it."""


class RemittanceSettled(Event, type="relance.matching.remittance_settled.v1"):
    """The remittance is there: the agency owes it no more, and has kept its fees."""

    remittance: str
    agency: str
    creditor: str
    payment: str
    amount: Money
    fees: Money


class RemittanceBounced(Event, type="relance.matching.remittance_bounced.v1"):
    """Another payment had settled the remittance before: this one goes back."""

    remittance: str
    agency: str
    creditor: str
    payment: str
    amount: Money


class RemittanceReopened(Event, type="relance.matching.remittance_reopened.v1"):
    """The bank took the transfer back: the agency owes it again, and what it kept for it."""

    remittance: str
    agency: str
    creditor: str
    payment: str
    amount: Money
    fees: Money


class RemittanceReleased(Event, type="relance.matching.remittance_released.v1"):
    """The money is back in its payment, and free."""

    payment: str
    remittance: str
    amount: Money


class RemittanceReturned(Event, type="relance.matching.remittance_returned.v1"):
    """The money is back in its payment, and goes to the bank, which took the payment back."""

    payment: str
    remittance: str
    amount: Money


CLEARING_EVENTS: tuple[type[Event], ...] = (
    CollectionReceived,
    RemittanceExpected,
    RemittancePaid,
    RemittanceSettled,
    RemittanceBounced,
    RemittanceReopened,
    RemittanceReleased,
    RemittanceReturned,
)
