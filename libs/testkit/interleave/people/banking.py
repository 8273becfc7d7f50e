"""Whoever uploads bank statements, and says what the rule cannot tell."""

from datetime import timedelta
from random import Random

from libs.events.contracts.matching import StatementWaiting
from libs.testkit.interleave.checks.feeds import Feed, Feeds
from libs.testkit.interleave.people.asking import Act, Asking, Edge
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.interleave.truth.statements import Statement
from services.matching.domain.statements import offer_of
from services.matching.domain.statements.commands import DecideStatement, RestartFeed
from services.matching.domain.statements.streams import account_path


class Banking:
    """Talks to matching about accounts; knows the truth when it is asked."""

    def __init__(
        self,
        scene: Scene,
        edge: Edge,
        feeds: Feeds,
        objects: dict[str, bytes],
        random: Random,
    ) -> None:
        self._scene, self._edge, self._feeds = scene, edge, feeds
        self._objects, self._random = objects, random
        self._tenant = scene.creditor.tenant
        self._days: Days | None = None

    def waits_for_days(self, days: Days) -> None:
        """A statement comes once the day behind its last one is played."""
        self._days = days

    def threads(self) -> list[list[Act]]:
        """Each account's files, in the order of the upload; perhaps without waiting for answers."""
        return [
            [self._upload(statement) for statement in uploads.files]
            for uploads in self._scene.uploads.values()
        ]

    def _upload(self, statement: Statement) -> Act:
        """The file is read and kept, then its account's key is asked, until it knows the account.

        Whoever was told that the creditor is registered may be faster than matching's hearing.
        """
        self._objects[statement.content_hash] = statement.raw
        creditor = self._scene.creditor.identity
        offer = offer_of(
            statement.content, statement.content_hash, creditor, self._tenant, self._scene.ids
        )
        key = account_path(self._tenant, statement.account.identity)
        again = ("creditor_unknown", "account_unknown")
        asking = Asking(self._edge, "matching", key, offer, *again)
        days = self._days
        if days is None:
            return asking
        next_on = statement.content.to_on + timedelta(days=1)
        days.awaits.setdefault(statement.account.identity, []).append((next_on, asking))
        return lambda: days.has_come(next_on) and asking()

    def decide(self) -> bool:
        """Say of one waiting statement what it is; whether there was any."""
        for account, feed in self._feeds.feeds.items():
            for event, truth in feed.waiting.values():
                if self._is_withheld(account) and event.reason != "new_or_again":
                    return self._restart(account, feed)
                return self._say(account, event, truth, feed)
        return False

    def _say(self, account: str, event: StatementWaiting, truth: Statement, feed: Feed) -> bool:
        new = tuple(at for at, one in enumerate(truth.entries) if one.place not in feed.places)
        command = DecideStatement(
            account=account,
            statement=event.statement,
            decision="new" if new else "again",
            entries=new or None,
            decided_by="p1",
        )
        self._edge.ask("matching", account_path(self._tenant, account), command)
        return True

    def _is_withheld(self, account: str) -> bool:
        places = self._scene.withheld
        return any(e.place in places and e.account.identity == account for e in self._scene.entries)

    def _restart(self, account: str, feed: Feed) -> bool:
        """The missing statement never comes: go on at the opening balance of the first behind."""
        first = min((event for event, _ in feed.waiting.values()), key=lambda one: one.from_on)
        command = RestartFeed(
            account=account, opening=first.opening, reason="lost by the bank", decided_by="p1"
        )
        self._edge.ask("matching", account_path(self._tenant, account), command)
        return True
