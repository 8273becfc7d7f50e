"""Why a statement, or what a person says of one, is not taken.

Refusal
├── CreditorUnknown, AccountUnknown, AccountOfOtherCreditor, AccountCurrencyDiffers
├── BalanceMissing, BalancesDiffer, StatementTooLong, StatementIsOfOther
├── TooManyWaiting
├── StatementNotWaiting, DecisionIsUnclear, DecisionDoesNotComeOut
└── NoStatementOpensSo
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class CreditorUnknown(Refusal):
    """Creditor {creditor} is not known here (yet); register it first."""

    RULE: ClassVar[str] = "creditor_unknown"


class AccountUnknown(Refusal):
    """The creditor has not named account {account}; add it to the creditor's accounts first."""

    RULE: ClassVar[str] = "account_unknown"


class AccountOfOtherCreditor(Refusal):
    """Account {account} is booked for creditor {creditor} already; it cannot have two."""

    RULE: ClassVar[str] = "account_of_other_creditor"


class AccountCurrencyDiffers(Refusal):
    """The statement is in {found}; the creditor has named this account in {currency}."""

    RULE: ClassVar[str] = "account_currency_differs"


class BalanceMissing(Refusal):
    """The statement has no {which} balance; set the account to `chain: none` if it never has."""

    RULE: ClassVar[str] = "balance_missing"


class BalancesDiffer(Refusal):
    """Opening balance and entries come to {reckoned}, but the closing balance is {closing}: a
    difference of {difference}."""

    RULE: ClassVar[str] = "balances_differ"


class StatementTooLong(Refusal):
    """The statement spans {days} days; at most {days_max} are taken at a time."""

    RULE: ClassVar[str] = "statement_too_long"


class StatementIsOfOther(Refusal):
    """The content is not the statement of account {account} that the command names."""

    RULE: ClassVar[str] = "statement_is_of_other"


class TooManyWaiting(Refusal):
    """{waiting} statements of this account wait already; send the missing ones first."""

    RULE: ClassVar[str] = "too_many_waiting"


class StatementNotWaiting(Refusal):
    """Statement {statement} does not wait on this account."""

    RULE: ClassVar[str] = "statement_not_waiting"


class DecisionIsUnclear(Refusal):
    """Of {entries} entries {unbooked} are not booked yet, and others equal booked ones: say which
    are new."""

    RULE: ClassVar[str] = "decision_is_unclear"


class DecisionDoesNotComeOut(Refusal):
    """With these entries new the balances do not come out: the chain ends with {last_close}, the
    statement goes from {opening} to {closing}."""

    RULE: ClassVar[str] = "decision_does_not_come_out"


class NoStatementOpensSo(Refusal):
    """No waiting statement opens with {opening} after the chain's last day."""

    RULE: ClassVar[str] = "no_statement_opens_so"
