"""Creditors: registered once, changed in place, announced to every partition."""

from collections.abc import Iterable
from dataclasses import dataclass

from libs.events.contracts.ingestion import CreditorChanged, CreditorFacts, CreditorRegistered
from libs.events.contracts.parties import BankAccount
from libs.events.loop.decider import NOTHING, Announce, Decision, Recorded
from services.ingestion.domain.commands import AnnounceCreditor, ChangeCreditor, RegisterCreditor
from services.ingestion.domain.refusals import (
    AccountHasCreditor,
    CreditorExists,
    CreditorUnknown,
    RevisionDiffers,
)


@dataclass(frozen=True, slots=True)
class Creditor:
    """A creditor's facts, as the owner or as a partition's copy has them."""

    revision: int = 0
    """0: not registered here."""
    facts_json: str = ""

    @property
    def is_registered(self) -> bool:
        return self.revision > 0

    @property
    def facts(self) -> CreditorFacts:
        """Raises ValidationError when nothing is registered."""
        return CreditorFacts.model_validate_json(self.facts_json, extra="ignore")


Owners = Iterable[tuple[str, str]]
"""(account, creditor): which creditor has which of the accounts that a command names."""


def register(
    command: RegisterCreditor, creditor: Creditor, owners: Owners, *, path: str
) -> Decision:
    facts = command.facts
    if creditor.is_registered:
        if creditor.facts != facts:
            raise CreditorExists(creditor=facts.creditor)
        return Decision(answer={"outcome": "duplicate", "creditor": facts.creditor})
    _no_other_has(facts.creditor, owners)
    return _say(facts, 1, path)


def change(command: ChangeCreditor, creditor: Creditor, owners: Owners, *, path: str) -> Decision:
    if not creditor.is_registered:
        raise CreditorUnknown(creditor=command.creditor)
    _no_other_has(command.creditor, owners)
    facts = changed(creditor.facts, command)
    if facts == creditor.facts:
        return Decision(answer={"outcome": "duplicate", "creditor": command.creditor})
    if command.if_revision not in (None, creditor.revision):
        raise RevisionDiffers(creditor=command.creditor, revision=creditor.revision)
    return _say(facts, creditor.revision + 1, path)


def copy(command: AnnounceCreditor, creditor: Creditor, *, stream: str) -> Decision:
    """A partition's copy; an announcement that was overtaken changes nothing."""
    if creditor.revision >= command.revision:
        return NOTHING
    return Decision(events=(Recorded(stream, _event(command.facts, command.revision)),))


def changed(facts: CreditorFacts, command: ChangeCreditor) -> CreditorFacts:
    """`facts` with what changes; its accounts keep their order, new ones come last."""
    changes = command.changes
    plain = changes.model_dump(exclude_none=True, exclude={"accounts"})
    accounts: dict[str, BankAccount] = {one.account: one for one in facts.accounts}
    accounts |= {one.account: one for one in changes.accounts}
    return facts.model_copy(update=plain | {"accounts": tuple(accounts.values())})


def noted(event: CreditorRegistered | CreditorChanged) -> Creditor:
    return Creditor(revision=event.revision, facts_json=event.facts.model_dump_json())


def _no_other_has(creditor: str, owners: Owners) -> None:
    for account, owner in owners:
        if owner != creditor:
            raise AccountHasCreditor(account=account, creditor=owner)


def _say(facts: CreditorFacts, revision: int, path: str) -> Decision:
    return Decision(
        events=(Recorded(path, _event(facts, revision)),),
        sends=(Announce(path, AnnounceCreditor(facts=facts, revision=revision)),),
        answer={
            "outcome": "accepted",
            "creditor": facts.creditor,
            "revision": str(revision),
        },
    )


def _event(facts: CreditorFacts, revision: int) -> CreditorRegistered | CreditorChanged:
    if revision == 1:
        return CreditorRegistered(facts=facts, revision=1)
    return CreditorChanged(facts=facts, revision=revision)
