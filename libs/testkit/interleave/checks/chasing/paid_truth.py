"""No demand leaves for what a bank statement paid that was in the log, booked or waiting."""

from collections.abc import Iterator
from decimal import Decimal

from libs.events.contracts.matching import StatementAccepted, StatementWaiting
from libs.events.loop.batch import NewEvent
from libs.testkit.interleave.checks.chasing.messages_told import MessagesTold
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.interleave.truth.statements import Statement
from libs.testkit.world.premises import Commit


class PaidTruth:
    """When each entry of the bank came in, whatever became of its statement."""

    def __init__(self, scene: Scene, moments: Moments) -> None:
        self._scene, self._moments = scene, moments
        files = [one for uploads in scene.uploads.values() for one in uploads.files]
        self._contents: dict[str, Statement] = {one.content_hash: one for one in files}
        self._came_at: dict[int, int] = {}
        """Place of an entry to when the first statement with it was acknowledged."""

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if isinstance(new.event, StatementAccepted | StatementWaiting):
                self._came(new, new.event.content)

    def _came(self, new: NewEvent, content: str) -> None:
        at = self._moments.of_origin(new.correlation)
        for entry in self._contents[content].entries:
            self._came_at[entry.place] = min(at, self._came_at.get(entry.place, at))

    def check(self, messages: MessagesTold, touched: set[str]) -> None:
        """At the end; `touched`: items that a person moved money of. Raises Wrong."""
        whole = {one.identity: one.amount for one in self._scene.invoices}
        for name, message in messages.messages.items():
            for delivery in message.deliveries:
                for item in message.noted.items:
                    if item.item in touched:
                        continue
                    paid = sum(self._paid(item.item, delivery.began_at), Decimal(0))
                    must(
                        item.open.amount <= max(whole[item.item] - paid, Decimal(0)),
                        "wrongful",
                        f"{item.number} is asked for with {item.open} open; of "
                        f"{whole[item.item]} the bank had booked {paid}",
                        item.item,
                        name,
                    )

    def _paid(self, item: str, before: int) -> Iterator[Decimal]:
        """What check digits said, in statements that lay in the log before a moment."""
        returned = {one.original for one in self._scene.entries}
        for entry in self._scene.entries:
            is_certain = entry.intent.manner in ("reference", "references")
            if not is_certain or entry.place in returned:
                continue
            if self._came_at.get(entry.place, before) < before:
                yield from (part for one, part in entry.intent.meant if one.identity == item)
