"""What matching asks of itself about payments, items, returns and suspicions."""

from datetime import date
from typing import Literal

from libs.events.contracts.matching import (
    Evidence,
    PaymentEvidence,
    PaymentPersonal,
)
from libs.events.contracts.model import Command, Erased, Field, Part
from libs.kernel.money import Money

SearchMode = Literal["certain", "suggest"]
TakeBackReason = Literal["undone", "returned"]


class ReceivePayment(Command, type="relance.matching.receive_payment.v1"):
    """An account's key hands over a booked entry; each field as in PaymentReceived."""

    payment: str
    kind: Literal["credit", "return"]
    creditor: str
    account: str
    statement: str
    position: int
    amount: Money
    booked_on: date
    value_on: date | None = None
    bank_reference: str = ""
    end_to_end_id: str = ""
    mandate: str = ""
    bank_code: str = ""
    return_reason: str = ""
    batch_count: int = 1
    evidence: PaymentEvidence
    personal: PaymentPersonal | Erased

    def subject(self) -> str:
        return f"payment/{self.payment}"


class Search(Command, type="relance.matching.search.v1"):
    """Look for what the free money of a payment is for."""

    payment: str
    mode: SearchMode = "certain"
    """`suggest`: nothing is applied, whatever is found."""
    debtors: tuple[str, ...] = ()
    """Debtors whose open items are looked at too."""
    is_second: bool = False
    """The look further, at the debtors that the first search found named: there is no third."""


class SharePlan(Part):
    """What a person wants of a payment: for an item, or on account of a debtor."""

    item: str = ""
    debtor: str = ""
    """Needed only when no item is named."""
    amount: Money


class Apply(Command, type="relance.matching.apply.v1"):
    """A person says what a payment is for."""

    payment: str
    shares: tuple[SharePlan, ...] = Field(min_length=1, max_length=100)
    decided_by: str


class Undo(Command, type="relance.matching.undo.v1"):
    """A person takes a share back."""

    payment: str
    share: str
    decided_by: str


class BookShare(Command, type="relance.matching.book_share.v1"):
    """A payment's share on its way to its debtor."""

    share: str
    payment: str
    creditor: str
    debtor: str
    item: str = ""
    amount: Money
    evidence: Evidence
    booked_on: date


class TakeBackShare(Command, type="relance.matching.take_back_share.v1"):
    """A payment asks a share back, by the route that it was sent."""

    share: str
    payment: str
    reason: TakeBackReason
    by_return: str = ""
    """The return entry that took its payment back."""


class ReleaseShare(Command, type="relance.matching.release_share.v1"):
    """A debtor's answer: the share bounced, or it was taken back."""

    share: str
    payment: str
    reason: Literal["bounced", "taken_back"]


class FindOriginal(Command, type="relance.matching.find_original.v1"):
    """Look for the payment that a return takes back."""

    payment: str
    """The return."""
    creditor: str
    account: str
    amount: Money
    booked_on: date
    bank_reference: str = ""
    end_to_end_id: str = ""
    return_reason: str = ""


class ReturnPayment(Command, type="relance.matching.return_payment.v1"):
    """The bank took this payment back."""

    payment: str
    by_return: str
    return_reason: str = ""
    since_on: date
    """When the return was booked."""
    group: str
    """Key of the returns that it was found among; it is told when the payment is gone already."""


class OriginalTaken(Command, type="relance.matching.original_taken.v1"):
    """Another return, of other references, had taken that payment."""

    payment: str
    """The return that has to be looked at."""
    original: str
    since_on: date


class Suspect(Command, type="relance.matching.suspect.v1"):
    """Something that is not certain could settle this item."""

    item: str
    creditor: str
    by: str
    known_on: date
    """Since when, where no day has been noted yet."""


class Unsuspect(Command, type="relance.matching.unsuspect.v1"):
    """The suspicion is answered."""

    item: str
    by: str


class Wake(Command, type="relance.matching.wake.v1"):
    """What is open of an item has changed: payments with free money may fit now."""

    item: str
    payers: tuple[str, ...] = ()
    """Known payer accounts of the debtor, where so many payments have this amount that each
    payer is asked for by itself."""


class ExtendDueDate(Command, type="relance.matching.extend_due_date.v1"):
    """A person moves an item's due date."""

    item: str
    due_on: date
    reason: str
    extended_by: str


class CheckKeys(Command, type="relance.matching.check_keys.v1"):
    """A chunk of a day's keys with something due: each is asked by itself."""

    day_on: date
    keys: tuple[str, ...] = Field(max_length=500)


class CheckDue(Command, type="relance.matching.check_due.v1"):
    """A day has begun on which something of this key may be due."""

    day_on: date


COMMANDS: tuple[type[Command], ...] = (
    ReceivePayment,
    Search,
    Apply,
    Undo,
    BookShare,
    TakeBackShare,
    ReleaseShare,
    FindOriginal,
    ReturnPayment,
    OriginalTaken,
    Suspect,
    Unsuspect,
    Wake,
    ExtendDueDate,
    CheckKeys,
    CheckDue,
)
