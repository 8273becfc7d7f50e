"""Why matching does not do what a person asks of payments and items.

Refusal
├── PaymentUnknown
├── PaymentWasReturned
├── PaymentHasNothingFree
├── AmountOverFree
├── AmountNotPositive
├── CurrencyDiffers
├── ItemUnknown
├── ItemNamedTwice
├── DebtorUnknown
├── OtherCreditor
├── ShareUnknown
├── ItemIsClosed
└── DueDateNotLater
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class PaymentUnknown(Refusal):
    """There is no payment {payment}."""

    RULE: ClassVar[str] = "payment_unknown"


class PaymentWasReturned(Refusal):
    """The bank took payment {payment} back; nothing of it can be used or undone."""

    RULE: ClassVar[str] = "payment_was_returned"


class PaymentHasNothingFree(Refusal):
    """All of payment {payment} is in use; undo a share of it first."""

    RULE: ClassVar[str] = "payment_has_nothing_free"


class AmountOverFree(Refusal):
    """{wanted} is more than the {free} that are free of payment {payment}."""

    RULE: ClassVar[str] = "amount_over_free"


class AmountNotPositive(Refusal):
    """A share of {wanted} is no share; it has to be more than zero."""

    RULE: ClassVar[str] = "amount_not_positive"


class CurrencyDiffers(Refusal):
    """{wanted} and {currency} are not the same currency."""

    RULE: ClassVar[str] = "currency_differs"


class ItemUnknown(Refusal):
    """There is no item {item}."""

    RULE: ClassVar[str] = "item_unknown"


class ItemNamedTwice(Refusal):
    """Item {item} is named by two shares; give it one share of the whole amount."""

    RULE: ClassVar[str] = "item_named_twice"


class DebtorUnknown(Refusal):
    """No item of debtor {debtor} was ever booked here; name an item, or the right debtor."""

    RULE: ClassVar[str] = "debtor_unknown"


class OtherCreditor(Refusal):
    """{named} belongs to another creditor than the account that payment {payment} came to."""

    RULE: ClassVar[str] = "other_creditor"


class ShareUnknown(Refusal):
    """Payment {payment} has no share {share}."""

    RULE: ClassVar[str] = "share_unknown"


class ItemIsClosed(Refusal):
    """Nothing of item {item} is open; its due date does not matter any more."""

    RULE: ClassVar[str] = "item_is_closed"


class DueDateNotLater(Refusal):
    """{due_on} is not later than {was_due_on}, the day on which item {item} is due."""

    RULE: ClassVar[str] = "due_date_not_later"
