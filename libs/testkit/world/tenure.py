"""An owner's hold on the checkpoint row of its partition."""

from collections.abc import Iterable, Mapping

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

    def check_alone(self) -> None:
        """All that the owner wrote is folded, its marker too: what lies behind it is another's.

        An owner that was fenced without knowing it may hold the row, and must not pass what its
        successor writes (docs/adr/0021). Raises Stale.
        """
        self.check()
        if self._own_log.end > self.stored.offset:
            raise Stale(f"somebody else writes to partition {self._partition}")
