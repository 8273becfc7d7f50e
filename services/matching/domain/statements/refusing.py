"""What is held against a statement before anything is decided about it."""

from typing import Final

from libs.events.loop.decider import Message, States
from services.matching.domain.noted import CreditorState, NotedAccount, creditor_stream
from services.matching.domain.statements.content import StatementContent
from services.matching.domain.statements.facts import Facts
from services.matching.domain.statements.refusals import (
    AccountCurrencyDiffers,
    AccountUnknown,
    BalanceMissing,
    BalancesDiffer,
    CreditorUnknown,
    StatementTooLong,
)

DAYS_MAX: Final = 800


def named_account(message: Message, states: States, creditor: str, account: str) -> NotedAccount:
    """The account as its creditor has named it. Raises CreditorUnknown or AccountUnknown."""
    known: CreditorState = states.of(creditor_stream(message.tenant, creditor, message.partition))
    if not known.revision:
        raise CreditorUnknown(creditor=creditor)
    for named in known.accounts:
        if named.account == account:
            return named
    raise AccountUnknown(account=account)


def hold_form(content: StatementContent, facts: Facts, named: NotedAccount) -> None:
    """Hold a statement to its account and to itself. Raises a Refusal that says what is wrong."""
    if content.currency != named.currency:
        raise AccountCurrencyDiffers(found=content.currency, currency=named.currency)
    days = (facts.to_on - facts.from_on).days + 1
    if days > DAYS_MAX:
        raise StatementTooLong(days=days, days_max=DAYS_MAX)
    if named.chain == "none":
        return
    for which, balance in (("opening", content.opening), ("closing", content.closing)):
        if balance is None:
            raise BalanceMissing(which=which)
    if not facts.difference.is_zero:
        raise BalancesDiffer(
            reckoned=facts.closing - facts.difference,
            closing=facts.closing,
            difference=facts.difference,
        )
