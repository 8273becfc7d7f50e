"""Statements against the bank's own books, and cover against what is really at rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from libs.events.contracts import matching as say
from libs.events.contracts.model import Event
from libs.events.loop.batch import NewEvent
from libs.kernel.keys import is_copy
from libs.testkit.interleave.checks.order import Flight
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.interleave.truth.statements import Statement
from libs.testkit.world.premises import Commit


@dataclass(slots=True)
class Told:
    """An accepted statement."""

    event: say.StatementAccepted
    truth: Statement
    origin: str
    """What began the decision that accepted it."""
    places: frozenset[int]
    """Of the entries that it brought, in the bank's books."""
    was_covered: date | None
    """Through which day its account was covered when it came: what is earlier came late."""
    booked_count: int = 0
    is_at_rest: bool = False


@dataclass(slots=True)
class Feed:
    """One account."""

    accepted: dict[str, Told] = field(default_factory=dict)
    waiting: dict[str, tuple[say.StatementWaiting, Statement]] = field(default_factory=dict)
    is_interrupted: bool = False
    places: set[int] = field(default_factory=set)
    """All that is booked."""
    covered: date | None = None
    """As it said itself."""

    @property
    def begins_on(self) -> date | None:
        return min((told.event.from_on for told in self.accepted.values()), default=None)


class Feeds:
    """Every account's statements as the events so far leave them."""

    def __init__(self, scene: Scene, flight: Flight) -> None:
        self._scene, self._flight = scene, flight
        self._contents = {one.content_hash: one for s in scene.uploads.values() for one in s.files}
        self.feeds = {account.identity: Feed() for account in scene.creditor.accounts}
        self.ledger_covered: date | None = None
        self.asked_count = 0
        """How often a person had to say what a statement is."""
        self._rules: Mapping[type[Event], Callable[[NewEvent, Any], None]] = {
            say.StatementAccepted: self._accepted,
            say.StatementRepeated: self._repeated,
            say.StatementWaiting: self._waits,
            say.StatementDropped: self._dropped,
            say.PaymentReceived: self._booked,
            say.EntrySetAside: self._booked,
            say.FeedAdvanced: self._advanced,
            say.FeedInterrupted: self._interrupted,
            say.FeedResumed: self._resumed,
            say.LedgerCovered: self._covered,
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            rule = self._rules.get(type(new.event))
            if rule is not None and not is_copy(new.stream):
                rule(new, new.event)

    def _accepted(self, new: NewEvent, event: say.StatementAccepted) -> None:
        feed, truth = self.feeds[event.account], self._contents[event.content]
        positions = [at for part in event.new for at in range(part.start, part.end)]
        places = frozenset(truth.entries[at].place for at in positions)
        twice = places & feed.places
        must(
            not twice and len(positions) == event.new_count,
            "entries",
            f"statement {event.bank_id} books entries {sorted(twice)} a second time",
            event.statement,
            event.account,
        )
        feed.places |= places
        feed.waiting.pop(event.statement, None)
        self.asked_count += bool(event.decided_by)
        feed.accepted[event.statement] = Told(event, truth, new.correlation, places, feed.covered)

    def _repeated(self, _: NewEvent, event: say.StatementRepeated) -> None:
        feed, truth = self.feeds[event.account], self._contents[event.content]
        lost = {one.place for one in truth.entries} - feed.places
        must(
            not lost,
            "entries",
            f"statement {event.bank_id} is dropped with entries {sorted(lost)} in it",
            event.statement,
            event.account,
        )
        self.asked_count += bool(event.decided_by)
        feed.waiting.pop(event.statement, None)

    def _waits(self, _: NewEvent, event: say.StatementWaiting) -> None:
        truth = self._contents[event.content]
        self.feeds[event.account].waiting[event.statement] = (event, truth)

    def _dropped(self, _: NewEvent, event: say.StatementDropped) -> None:
        self.feeds[event.account].waiting.pop(event.statement, None)

    def _booked(self, _: NewEvent, event: say.PaymentReceived | say.EntrySetAside) -> None:
        self.feeds[event.account].accepted[event.statement].booked_count += 1

    def _advanced(self, _: NewEvent, event: say.FeedAdvanced) -> None:
        told = self.feeds[event.account].accepted[event.statement]
        left = self._flight.from_origin("matching", told.origin)
        must(
            left == 0 and told.booked_count == told.event.new_count,
            "rest",
            f"statement {told.event.bank_id} is at rest with {left} messages on their way and "
            f"{told.booked_count} of {told.event.new_count} entries booked",
            event.statement,
            event.account,
        )
        told.is_at_rest = True
        feed = self.feeds[event.account]
        if feed.begins_on and event.through_on >= feed.begins_on:
            feed.covered = event.through_on

    def _interrupted(self, _: NewEvent, event: say.FeedInterrupted) -> None:
        self.feeds[event.account].is_interrupted = True

    def _resumed(self, _: NewEvent, event: say.FeedResumed) -> None:
        self.feeds[event.account].is_interrupted = False

    def _covered(self, _: NewEvent, event: say.LedgerCovered) -> None:
        """Every entry up to that day of every account that must cover is booked and at rest."""
        self.ledger_covered = event.through_on
        for account in self._scene.creditor.accounts:
            if account.covers:
                self._check_cover(account.identity, event.through_on)

    def _check_cover(self, account: str, through_on: date) -> None:
        feed = self.feeds[account]
        begins_on = feed.begins_on
        must(begins_on is not None, "cover", f"{account} covers without a statement", account)
        told_of = {place: told for told in feed.accepted.values() for place in told.places}
        missing = Decimal(0)
        for entry in self._scene.entries:
            if entry.account.identity != account or entry.place in self._scene.withheld:
                continue
            if not begins_on or not begins_on <= entry.booked_on <= through_on:
                continue
            told = told_of.get(entry.place)
            if told is None:
                missing += entry.amount
                continue
            came_late = told.was_covered and entry.booked_on <= told.was_covered
            must(
                told.is_at_rest or bool(came_late),
                "cover",
                f"covered through {through_on}, and {entry} is not at rest",
                account,
            )
        # A hole that comes to nothing shows in no balance: that is a stated limit.
        must(missing == 0, "cover", f"covered through {through_on}, {missing} is missing", account)


def check_feeds(scene: Scene, feeds: Feeds) -> None:
    """The end: nothing waits, no feed is interrupted, all that was accepted is at rest."""
    for account, feed in feeds.feeds.items():
        must(not feed.waiting, "feed", f"{list(feed.waiting)} wait for ever", account)
        must(not feed.is_interrupted, "feed", f"{account} is interrupted for ever", account)
        for name, told in feed.accepted.items():
            must(told.is_at_rest, "liveness", f"statement {name} never comes to rest", name)
        expected = {one.place for one in scene.entries if one.account.identity == account}
        missing = expected - feed.places - scene.withheld
        must(not missing, "entries", f"entries {sorted(missing)} are never booked", account)
    _check_ledger_covered(scene, feeds)


def _check_ledger_covered(scene: Scene, feeds: Feeds) -> None:
    """The creditor is covered as far as its accounts go."""
    covering = [one.identity for one in scene.creditor.accounts if one.covers]
    accepted = [feeds.feeds[one].accepted for one in covering]
    if not covering or not all(accepted) or feeds.asked_count:
        return
    through_on = min(max(told.event.to_on for told in one.values()) for one in accepted)
    must(
        feeds.ledger_covered == through_on,
        "cover",
        f"covered through {feeds.ledger_covered}, everything is at rest through {through_on}",
        *covering,
    )
