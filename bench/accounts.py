"""Accounts with twenty types of events of 500 bytes: what is folded and decided here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from libs.events.contracts.model import Command, Erased, Event, Part
from libs.events.loop.decider import (
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Recorded,
    State,
    States,
)
from libs.kernel.money import Money

NOTHING_OPEN: Final = Money.zero("EUR")
SourceKind = Literal["share", "credit", "charge"]


class Holder(Part):
    """Whose account it is."""

    name: str
    street: str
    bank_account: str
    email: str


class Change(Event):
    """What all events have, in the shapes that the services' own events have."""

    account: str
    creditor: str
    debtor: str
    source: str
    source_kind: SourceKind
    amount: Money
    open: Money
    booked_on: date
    due_on: date | None = None
    evidence: str
    policy_version: int
    references: tuple[str, ...] = ()
    remark: str = ""


class Known(Change):
    """A change that says whose account it is."""

    personal: Holder | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class Charged(Change, type="relance.accounts.charged.v1"): ...


class Paid(Change, type="relance.accounts.paid.v1"): ...


class Returned(Change, type="relance.accounts.returned.v1"): ...


class Credited(Change, type="relance.accounts.credited.v1"): ...


class WrittenOff(Change, type="relance.accounts.written_off.v1"): ...


class Reopened(Change, type="relance.accounts.reopened.v1"): ...


class Settled(Change, type="relance.accounts.settled.v1"): ...


class Extended(Change, type="relance.accounts.extended.v1"): ...


class Disputed(Change, type="relance.accounts.disputed.v1"): ...


class Resolved(Change, type="relance.accounts.resolved.v1"): ...


class Promised(Change, type="relance.accounts.promised.v1"): ...


class Broken(Change, type="relance.accounts.broken.v1"): ...


class Reminded(Change, type="relance.accounts.reminded.v1"): ...


class Paused(Change, type="relance.accounts.paused.v1"): ...


class Resumed(Change, type="relance.accounts.resumed.v1"): ...


class Noted(Change, type="relance.accounts.noted.v1"): ...


class Called(Change, type="relance.accounts.called.v1"): ...


class Merged(Change, type="relance.accounts.merged.v1"): ...


class Handed(Change, type="relance.accounts.handed.v1"): ...


class Recalled(Change, type="relance.accounts.recalled.v1"): ...


class NotedOf(Known, type="relance.accounts.noted_of.v1"): ...


class CalledTo(Known, type="relance.accounts.called_to.v1"): ...


class MergedOf(Known, type="relance.accounts.merged_of.v1"): ...


class HandedOf(Known, type="relance.accounts.handed_of.v1"): ...


class RecalledOf(Known, type="relance.accounts.recalled_of.v1"): ...


_FIFTEEN: Final[tuple[type[Change], ...]] = (
    Charged, Paid, Returned, Credited, WrittenOff, Reopened, Settled, Extended, Disputed,
    Resolved, Promised, Broken, Reminded, Paused, Resumed,
)  # fmt: skip
CLEAR: Final[tuple[type[Change], ...]] = (*_FIFTEEN, Noted, Called, Merged, Handed, Recalled)
SEALED: Final[tuple[type[Change], ...]] = (
    *_FIFTEEN,
    NotedOf,
    CalledTo,
    MergedOf,
    HandedOf,
    RecalledOf,
)
"""Twenty types too; those of one event in four have personal fields."""


class Book(Command, type="relance.accounts.book.v1"):
    """Asks for a change; `kind` is its place among the twenty."""

    kind: int
    account: str
    creditor: str
    debtor: str
    source: str
    source_kind: SourceKind
    amount: Money
    open: Money
    booked_on: date
    due_on: date | None = None
    evidence: str
    policy_version: int
    references: tuple[str, ...] = ()
    remark: str = ""


class BookOf(Book, type="relance.accounts.book_of.v1"):
    """The same of a change with personal fields."""

    personal: Holder | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


COMMANDS: Final[tuple[type[Command], ...]] = (Book, BookOf)


@dataclass(frozen=True, slots=True)
class Account:
    """What the next decision needs of an account."""

    open: Money = NOTHING_OPEN
    changes: int = 0
    due_on: date | None = None
    last: str = ""
    is_held: bool = False


class Accounts:
    """Records what it is asked to; twenty kinds of events change an account in four ways."""

    commands = COMMANDS
    hears: tuple[type[Event], ...] = ()
    state_types: Mapping[str, type] = {"account": Account}
    lookup_types: Mapping[str, type] = {}

    def __init__(self, service: str, events: tuple[type[Change], ...]) -> None:
        self.service, self._kinds = service, events
        self.events: tuple[type[Event], ...] = events

    def needs(self, message: Message, states: States) -> Needs:
        return Needs(streams=(message.key,))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        book = message.body
        assert isinstance(book, Book)
        before: Account = states.of(message.key)
        fields: dict[str, Any] = {"personal": book.personal} if isinstance(book, BookOf) else {}
        event = self._kinds[book.kind](
            account=book.account,
            creditor=book.creditor,
            debtor=book.debtor,
            source=book.source,
            source_kind=book.source_kind,
            amount=book.amount,
            open=before.open + book.amount,
            booked_on=book.booked_on,
            due_on=book.due_on,
            evidence=book.evidence,
            policy_version=book.policy_version,
            references=book.references,
            remark=book.remark,
            **fields,
        )
        return Decision((Recorded(message.key, event),))

    def evolve(self, state: State, event: Event) -> State:
        before: Account = state
        assert isinstance(event, Change)
        changes: dict[str, Any] = {"changes": before.changes + 1, "last": event.source}
        match event:
            case Charged() | Returned() | Reopened() | Credited() | Paid() | WrittenOff():
                changes["open"] = event.open
            case Extended() | Promised() | Reminded():
                changes["due_on"] = event.due_on
            case Disputed() | Paused() | Handed() | HandedOf():
                changes["is_held"] = True
            case Resolved() | Resumed() | Recalled() | RecalledOf() | Broken():
                changes["is_held"] = False
        return replace(before, **changes)

    def place(self, stream: str, state: State) -> Placement:
        placed: Account = state
        return Placement(due_on=placed.due_on)

    def read_content(self, raw: bytes) -> Any:
        raise TypeError("accounts read no objects")
