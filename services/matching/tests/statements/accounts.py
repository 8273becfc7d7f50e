"""Builders that speak of bank accounts, statements and people; they take what a test is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from libs.events.contracts.ingestion import CreditorFacts, CreditorRegistered
from libs.events.contracts.parties import BankAccount
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money, read_money
from libs.testkit.scenarios import Heard, Scenarios, Stored, Told, announced, told
from services.matching.domain.statements import (
    EntryContent,
    StatementContent,
    account_id,
    encode_content,
    offer_of,
)
from services.matching.domain.statements.commands import (
    DecideStatement,
    RestartFeed,
    SettleStatement,
)
from services.matching.handlers.decider import MatchingDecider

TENANT = "acme"
CREDITOR = "creditor-1"
IBAN = "BE68539007547034"
SAVINGS = "NL26VAYB8060476890"
IDS = IdSecret(b"a secret of scenarios, 32 bytes.")
ACCOUNT = IDS.hashed(TENANT, "account", IBAN)
KEY = path_of(TENANT, "account", ACCOUNT)
CREDITOR_KEY = path_of(TENANT, "creditor", CREDITOR)

bank = Scenarios(MatchingDecider(IDS))


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


def march(day: int) -> date:
    return date(2026, 3, day)


def an_account(iban: str = IBAN, **settings: Any) -> BankAccount:
    return BankAccount(
        account=IDS.hashed(TENANT, "account", iban), iban=iban, currency="EUR", **settings
    )


def a_creditor(*accounts: BankAccount, feed: str = "required") -> Heard:
    """The creditor with these accounts, or with the one that most tests are about."""
    facts = CreditorFacts.model_validate(
        {
            "creditor": CREDITOR,
            "name": "Acme",
            "country": "BE",
            "zone": "Europe/Brussels",
            "accounts": accounts or (an_account(),),
            "feed": feed,
        }
    )
    return announced(
        "ingestion", CREDITOR_KEY, CREDITOR_KEY, CreditorRegistered(facts=facts, revision=1)
    )


def an_entry(amount: str, day: int, text: str = "", **rest: Any) -> EntryContent:
    """A movement; a credit comes from a customer unless it says otherwise."""
    said = {"bank_code": "PMNT/RCDT/ESCT", "counterparty_name": "Peeters", **rest}
    return EntryContent(eur(amount), march(day), remittance=text, **said)


def a_statement(
    name: str,
    opening: str,
    closing: str,
    *entries: EntryContent,
    number: int | None = None,
    **rest: Any,
) -> StatementContent:
    """A statement over the days of its entries."""
    days = [entry.booked_on for entry in entries]
    said: dict[str, Any] = {
        "account_number": IBAN,
        "currency": "EUR",
        "from_on": min(days, default=march(1)),
        "to_on": max(days, default=march(1)),
        **rest,
    }
    return StatementContent(
        bank_id=name,
        opening=eur(opening),
        closing=eur(closing),
        entries=entries,
        sequence=number,
        **said,
    )


def statement_id(content: StatementContent) -> str:
    return offer_of(content, "", CREDITOR, TENANT, IDS).statement


def stored(*contents: StatementContent) -> tuple[Stored, ...]:
    return tuple(Stored(_hash(one), encode_content(one)) for one in contents)


def offered(content: StatementContent, creditor: str = CREDITOR) -> Told:
    """The statement as the edge offers it, once its content is stored."""
    key = path_of(TENANT, "account", account_id(content, TENANT, IDS))
    return told(key, offer_of(content, _hash(content), creditor, TENANT, IDS))


def settled(content: StatementContent) -> Told:
    """The task has seen that the statement is at rest."""
    command = SettleStatement(account=ACCOUNT, statement=statement_id(content))
    return Told(KEY, command, from_edge=False)


def decided(content: StatementContent, decision: str, entries: Sequence[int] | None = None) -> Told:
    fields: Mapping[str, Any] = {
        "account": ACCOUNT,
        "statement": statement_id(content),
        "decision": decision,
        "entries": None if entries is None else tuple(entries),
        "reason": "looked at it",
        "decided_by": "eva",
    }
    return told(KEY, DecideStatement.model_validate(fields))


def restarted(opening: str) -> Told:
    command = RestartFeed(account=ACCOUNT, opening=eur(opening), reason="lost", decided_by="eva")
    return told(KEY, command)


def _hash(content: StatementContent) -> str:
    return f"content-{statement_id(content)}"
