"""An owner's hold on the checkpoint row of its partition."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from libs.events.contracts.runtime import Answer
from libs.events.loop.batch import Row
from libs.testkit.world.database import Checkpoint, Database, Stale
from libs.testkit.world.log import PartitionLog


class Tenure:
    """The row as the owner left it; every touch fails once it is gone or another's."""

    def __init__(self, database: Database, own_log: PartitionLog) -> None:
        self.database = database
        self.stored = Checkpoint()
        self._own_log = own_log
        self._partition = own_log.number

    def begin(self, token: int) -> None:
        """Put the owner's token into the row, and read what stands there."""
        self.stored = self.database.take(self._partition, token)

    def check(self) -> None:
        """Raises Stale."""
        if not self.database.is_current(self._partition, self.stored.offset, self.stored.token):
            raise Stale(f"partition {self._partition} was taken over, or its database emptied")

    def store(
        self, after: Checkpoint, rows: Mapping[str, Row], answers: Iterable[Answer] = ()
    ) -> None:
        """One transaction with a compare-and-set on the row. Raises Stale."""
        self.database.store(self._partition, self.stored, after, rows, answers)
        self.stored = after

    def pass_markers(self) -> bool:
        """Go to the high watermark, when nothing but markers and aborted records lies before it.

        It is looked at, not concluded: an owner that was fenced without knowing it may hold the
        row, and then another one's records lie there (docs/adr/0021). Whoever waits for a cut
        must do it too, or two that wait for one another's markers would wait for ever.
        Raises Stale.
        """
        end = self._own_log.end
        if self.stored.offset == end or self._own_log.stable_end < end:
            return False
        if next(self._own_log.read(self.stored.offset), None) is not None:
            raise Stale(f"somebody else writes to partition {self._partition}")
        self.store(replace(self.stored, offset=end), {})
        return True
