"""What matching asks of itself about bank accounts: statements, their chunks, cover."""

from datetime import date
from typing import Literal

from libs.events.contracts.matching import EntryRange, StatementWait
from libs.events.contracts.model import Command
from libs.kernel.money import Money

StatementDecision = Literal["new", "again", "drop"]


class BookStatement(Command, type="relance.matching.book_statement.v1"):
    """A statement was read and its content stored; the account's key says what is new in it."""

    account: str
    creditor: str
    statement: str
    """Opaque id, as `facts_of` makes it; with the days, so that they are known beforehand."""
    content: str
    """Object store hash of the content, encoded as `statements.content` does it."""
    from_on: date
    to_on: date
    opening: Money | None
    closing: Money | None


class BookChunk(Command, type="relance.matching.book_chunk.v1"):
    """Hand a part of an accepted statement's new entries over to their payments."""

    account: str
    creditor: str
    statement: str
    content: str
    chunk: int
    """From 0."""
    ranges: tuple[EntryRange, ...]
    entries: tuple[str, ...]
    """The opaque id of each entry in `ranges`, in their order."""


class SettleStatement(Command, type="relance.matching.settle_statement.v1"):
    """Everything that an accepted statement led to has been decided."""

    account: str
    statement: str


class DecideStatement(Command, type="relance.matching.decide_statement.v1"):
    """A person says what a waiting statement is."""

    account: str
    statement: str
    decision: StatementDecision
    entries: tuple[int, ...] | None = None
    """Of `new`: positions of the new entries; needed where more than one reading is possible."""
    reason: str = ""
    decided_by: str


class RestartFeed(Command, type="relance.matching.restart_feed.v1"):
    """A person declares a gap: the account goes on at an opening balance of the bank."""

    account: str
    opening: Money
    reason: str
    decided_by: str


class RetryWaiting(Command, type="relance.matching.retry_waiting.v1"):
    """Look at what still waits: more had to be looked at than one decision does."""

    account: str


class CoverAdvanced(Command, type="relance.matching.cover_advanced.v1"):
    """An account tells its creditor how far it is at rest."""

    creditor: str
    account: str
    through_on: date


class DeclareCover(Command, type="relance.matching.declare_cover.v1"):
    """A person says that nothing more comes to an account through a day."""

    creditor: str
    account: str
    through_on: date
    declared_by: str


class CopyFeedOpened(Command, type="relance.matching.copy_feed_opened.v1"):
    """To every partition: record that a statement is being booked."""

    account: str
    creditor: str
    statement: str


class CopyFeedAdvanced(Command, type="relance.matching.copy_feed_advanced.v1"):
    """To every partition: record that a statement is at rest."""

    account: str
    creditor: str
    statement: str
    through_on: date


class CopyFeedInterrupted(Command, type="relance.matching.copy_feed_interrupted.v1"):
    """To every partition: record that an account's chain has a gap or a question."""

    account: str
    creditor: str
    expected: Money
    found: Money
    reason: StatementWait


class CopyFeedResumed(Command, type="relance.matching.copy_feed_resumed.v1"):
    """To every partition: record that an account's chain is whole again."""

    account: str
    creditor: str


class CopyLedgerCovered(Command, type="relance.matching.copy_ledger_covered.v1"):
    """To every partition: record how far a creditor is covered."""

    creditor: str
    through_on: date


COMMANDS: tuple[type[Command], ...] = (
    BookStatement,
    BookChunk,
    SettleStatement,
    DecideStatement,
    RestartFeed,
    RetryWaiting,
    CoverAdvanced,
    DeclareCover,
    CopyFeedOpened,
    CopyFeedAdvanced,
    CopyFeedInterrupted,
    CopyFeedResumed,
    CopyLedgerCovered,
)
