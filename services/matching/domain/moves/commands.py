"""What matching asks of itself when debtors are merged."""

from datetime import date

from libs.events.contracts.matching import CreditMovedIn, ItemMovedIn, ShareMovedIn
from libs.events.contracts.model import Command, Field
from libs.kernel.money import Money


class TakeOver(Command, type="relance.matching.take_over.v1"):
    """A merged debtor hands over what it had: all of it, or a part where a record is too small."""

    debtor: str
    """Who was merged."""
    items: tuple[ItemMovedIn, ...] = ()
    """As the debtor that takes them over will record them."""
    shares: tuple[ShareMovedIn, ...] = ()
    credits: tuple[CreditMovedIn, ...] = ()


class ConfirmArrival(Command, type="relance.matching.confirm_arrival.v1"):
    """The items are where they were sent: their old address may forget them."""

    at: str
    """The debtor where they are."""
    items: tuple[str, ...] = Field(min_length=1)


class BookCredit(Command, type="relance.matching.book_credit.v1"):
    """A credit note that came to a merged debtor, on its way to the other."""

    credit: str
    creditor: str
    number: str
    names_number: str
    item: str
    """Empty: it names none."""
    amount: Money
    issued_on: date


class CancelItem(Command, type="relance.matching.cancel_item.v1"):
    """A cancellation that came to a merged debtor, on its way to the other."""

    item: str
    reason: str


MOVE_COMMANDS: tuple[type[Command], ...] = (TakeOver, ConfirmArrival, BookCredit, CancelItem)
