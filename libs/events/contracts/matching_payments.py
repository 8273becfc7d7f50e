"""What matching says of payments: what came, what it was found to be for, what came back."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.model import Erased, Event, Part
from libs.kernel.money import Money

Evidence = Literal["reference", "number", "combination", "account", "debtor", "person", "amount"]
"""What a share rests on. `amount` alone may bounce; all others name the item or its debtor."""

CandidateReason = Literal[
    "named_other_amount", "debtor_named", "amount_of_known_payer", "name_and_amount", "combination"
]


class PaymentEvidence(Part):
    """What a payment says about what it is for, without personal fields."""

    references: tuple[str, ...] = ()
    """Check-digit references, normalised: RF…, or 12 digits of a Belgian one."""
    numbers: tuple[str, ...] = ()
    """Keyed hashes of every normalised piece of text that could be a document's number."""
    customers: tuple[str, ...] = ()
    """Keyed hashes of pieces of text that could be a customer number."""
    payer_account: str = ""
    """Keyed hash of the payer's IBAN."""
    payer_name: str = ""
    """Keyed hash of the payer's normalised name."""


class PaymentPersonal(Part):
    """What a bank entry says of its payer."""

    payer_name: str = ""
    payer_iban: str = ""
    payer_bic: str = ""
    ultimate_payer: str = ""
    remittance: str = ""
    """Unstructured text, lines joined by a line feed."""
    structured: tuple[str, ...] = ()


class PaymentReceived(Event, type="relance.matching.payment_received.v1"):
    """A bank entry that may be somebody's payment, or the return of one, is in; exactly once."""

    payment: str
    kind: Literal["credit", "return"]
    creditor: str
    account: str
    statement: str
    position: int
    """Where the statement's content has it."""
    amount: Money
    """Positive; a return takes it off the account."""
    booked_on: date
    value_on: date | None = None
    bank_reference: str = ""
    end_to_end_id: str = ""
    mandate: str = ""
    bank_code: str = ""
    """ISO 20022 domain, family and sub-family, or the bank's own, e.g. `PMNT/RCDT/ESCT`."""
    return_reason: str = ""
    """ISO 20022 external return code of a return, e.g. `AM04`."""
    batch_count: int = 1
    """How many transactions one batch entry stands for."""
    evidence: PaymentEvidence
    personal: PaymentPersonal | Erased

    def subject(self) -> str:
        return f"payment/{self.payment}"


class ShareIntent(Part):
    """A part of a payment meant for one debtor: for one item, or on account."""

    share: str
    debtor: str
    item: str = ""
    """Empty: on the debtor's account."""
    number: str = ""
    """The item's number, for sentences."""
    amount: Money
    evidence: Evidence


class Candidate(Part):
    """An item that a payment could settle, and why."""

    item: str
    debtor: str
    number: str
    open: Money
    reason: CandidateReason


class PaymentIdentified(Event, type="relance.matching.payment_identified.v1"):
    """What a payment is for, with what that rests on; its shares are on their way."""

    payment: str
    creditor: str
    shares: tuple[ShareIntent, ...] = Field(min_length=1)
    rule: str
    """The rule that was certain, e.g. `reference_of_one_item`; `person` when one decided."""
    candidates_count: int
    """How many items were looked at."""
    decided_by: str = ""
    free: Money
    """What of the payment is still free after it."""


class PaymentSuggested(Event, type="relance.matching.payment_suggested.v1"):
    """A payment could settle these items, but it is not certain; each is suspected."""

    payment: str
    creditor: str
    candidates: tuple[Candidate, ...] = Field(min_length=1)
    """Oldest due first; all that are known now."""
    free: Money


class PaymentUnidentified(Event, type="relance.matching.payment_unidentified.v1"):
    """Nothing is known that this payment could settle; a later invoice may wake it."""

    payment: str
    creditor: str
    free: Money


class ShareRecalled(Event, type="relance.matching.share_recalled.v1"):
    """A share is asked back: a person undid it, or the bank returned the payment."""

    payment: str
    share: str
    reason: Literal["undone", "returned"]
    recalled_by: str = ""


class ShareReleased(Event, type="relance.matching.share_released.v1"):
    """A share is back in its payment: it bounced, or it was taken back."""

    payment: str
    share: str
    amount: Money
    reason: Literal["bounced", "taken_back"]
    returned: bool = False
    """The payment was returned: the amount goes to the bank and is not free."""


class PaymentReturned(Event, type="relance.matching.payment_returned.v1"):
    """The bank took a payment back; what was free of it is gone, its shares follow."""

    payment: str
    by_return: str
    free: Money
    return_reason: str = ""


class ReturnAssigned(Event, type="relance.matching.return_assigned.v1"):
    """A return entry found the payment that it takes back."""

    payment: str
    original: str
    amount: Money


class ReturnUnassigned(Event, type="relance.matching.return_unassigned.v1"):
    """A return found no original in time; a person has to look."""

    payment: str
    since_on: date


class PayerAccountLearned(Event, type="relance.matching.payer_account_learned.v1"):
    """A payer's account is known to pay for a debtor."""

    payment: str
    creditor: str
    debtor: str
    payer_account: str


class PayerAccountForgotten(Event, type="relance.matching.payer_account_forgotten.v1"):
    """What a payment taught was undone with it."""

    payment: str
    creditor: str
    debtor: str
    payer_account: str


PAYMENT_EVENTS: tuple[type[Event], ...] = (
    PaymentReceived,
    PaymentIdentified,
    PaymentSuggested,
    PaymentUnidentified,
    ShareRecalled,
    ShareReleased,
    PaymentReturned,
    ReturnAssigned,
    ReturnUnassigned,
    PayerAccountLearned,
    PayerAccountForgotten,
)
