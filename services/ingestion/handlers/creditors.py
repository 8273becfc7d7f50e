"""Creditors at their key, and their copies."""

from libs.events.contracts.model import Contract
from libs.events.loop.decider import Decision, Found, Lookup, Message, Needs, States
from libs.kernel.keys import copy_of, tenant_of
from services.ingestion.domain import creditors
from services.ingestion.domain.commands import AnnounceCreditor, ChangeCreditor, RegisterCreditor
from services.ingestion.handlers.handling import not_handled

ACCOUNT_CREDITORS = "account_creditors"
"""Look-up: which creditor has an account."""


class Creditors:
    handles: tuple[type[Contract], ...] = (RegisterCreditor, ChangeCreditor, AnnounceCreditor)

    def needs(self, message: Message, states: States) -> Needs:
        return Needs(streams=(_stream(message),), lookups=_lookups(message))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        stream = _stream(message)
        creditor: creditors.Creditor = states.of(stream)
        body = message.body
        if isinstance(body, AnnounceCreditor):
            return creditors.copy(body, creditor, stream=stream)
        owners = [
            (lookup.key.partition("/")[2], str(entry.value))
            for lookup in _lookups(message)
            for entry in found.entries(lookup)
        ]
        match body:
            case RegisterCreditor():
                return creditors.register(body, creditor, owners, path=stream)
            case ChangeCreditor():
                return creditors.change(body, creditor, owners, path=stream)
            case _:
                not_handled(body)


def accounts_of(stream: str, creditor: creditors.Creditor) -> tuple[tuple[str, str, str], ...]:
    """The look-up entries of a registered creditor."""
    facts, tenant = creditor.facts, tenant_of(stream)
    return tuple(
        (ACCOUNT_CREDITORS, f"{tenant}/{one.account}", facts.creditor) for one in facts.accounts
    )


def _stream(message: Message) -> str:
    if isinstance(message.body, AnnounceCreditor):
        return copy_of(message.key, message.partition)
    return message.key


def _lookups(message: Message) -> tuple[Lookup, ...]:
    match message.body:
        case RegisterCreditor(facts=facts):
            accounts = facts.accounts
        case ChangeCreditor(changes=changes):
            accounts = changes.accounts
        case _:
            accounts = ()
    return tuple(Lookup(ACCOUNT_CREDITORS, f"{message.tenant}/{one.account}") for one in accounts)
