"""A statement that was read, as the command that offers it to its account's key."""

from libs.kernel.ids import IdSecret
from services.matching.domain.evidence import normalised_account
from services.matching.domain.statements.commands import BookStatement
from services.matching.domain.statements.content import StatementContent
from services.matching.domain.statements.facts import facts_of


def account_id(content: StatementContent, tenant: str, ids: IdSecret) -> str:
    """The opaque id of the account that a statement is of, as creditors name accounts."""
    return ids.hashed(tenant, "account", normalised_account(content.account_number))


def offer_of(
    content: StatementContent, content_hash: str, creditor: str, tenant: str, ids: IdSecret
) -> BookStatement:
    """The command for `content`, stored under `content_hash`; its key is the account's."""
    account = account_id(content, tenant, ids)
    facts = facts_of(content, account, tenant, ids)
    return BookStatement(
        account=account,
        creditor=creditor,
        statement=facts.statement,
        content=content_hash,
        from_on=content.from_on,
        to_on=content.to_on,
        opening=content.opening,
        closing=content.closing,
    )
