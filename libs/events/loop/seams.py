"""Where the loop lets others look in: metrics, the object store, and tests that stop it."""

from collections.abc import Sequence
from typing import Final, Literal, Protocol

from libs.events.contracts.runtime import Answer

Point = Literal["decided", "before_commit", "committed", "folded", "answered"]
"""Named moments of a batch: nothing written yet; records acknowledged; transaction committed;
stored, and callers are about to be told."""

POINTS: Final[tuple[Point, ...]] = (
    "decided",
    "before_commit",
    "committed",
    "folded",
    "answered",
)


class Probe(Protocol):
    """Is told of each moment; a test that raises or kills there finds out what it leaves."""

    async def at(self, point: Point, partition: int) -> None: ...


class NoProbe:
    """Nobody watches."""

    async def at(self, point: Point, partition: int) -> None:
        pass


class Listener(Protocol):
    """Whoever waits in the worker's own process for what its owners record."""

    def told(self, partition: int, next_offset: int, answers: Sequence[Answer]) -> None:
        """Stored with the fold that moved the partition's checkpoint to `next_offset`."""


class NoListener:
    """Nobody waits here: an API in another process asks the database."""

    def told(self, partition: int, next_offset: int, answers: Sequence[Answer]) -> None:
        pass


class Contents(Protocol):
    """The object store as the loop reads it: what is there never changes."""

    async def get(self, tenant: str, object_hash: str) -> bytes:
        """The object's bytes. What it raises is tried again; at last the message parks."""


class Gauges(Protocol):
    """What is measured of each partition."""

    def lag(self, partition: int, messages: int) -> None:
        """Inputs that are not decided yet, without bulk."""

    def bulk_lag(self, partition: int, messages: int) -> None:
        """The same of bulk, which may wait for long."""

    def owned(self, partition: int, *, here: bool) -> None: ...

    def took_over(self, partition: int, seconds: float) -> None:
        """From the fencing of its owner to the first record that may be read."""

    def parked(self, partition: int, keys: int) -> None: ...

    def failed(self, error: str) -> None:
        """An owner threw away what it knew; the error's name."""

    def decided(self, partition: int, messages: int, seconds: float) -> None:
        """A batch, from its loading to its fold."""

    def committed(self, seconds: float) -> None:
        """A transaction, from its beginning to the broker's word that it is decided."""

    def folded(self, seconds: float) -> None:
        """What was committed, stored in the database."""

    def cut_passed(self, seconds: float) -> None:
        """A cut, from its taking until every partition had folded up to it."""

    def held_back(self, partition: int, seconds: float) -> None:
        """So long an open transaction has kept committed inputs from being read."""

    def recorded(self, event: str, count: int) -> None:
        """So many events of a type were committed."""


class NoGauges:
    """Nothing is measured."""

    def lag(self, partition: int, messages: int) -> None:
        pass

    def bulk_lag(self, partition: int, messages: int) -> None:
        pass

    def owned(self, partition: int, *, here: bool) -> None:
        pass

    def took_over(self, partition: int, seconds: float) -> None:
        pass

    def parked(self, partition: int, keys: int) -> None:
        pass

    def failed(self, error: str) -> None:
        pass

    def decided(self, partition: int, messages: int, seconds: float) -> None:
        pass

    def committed(self, seconds: float) -> None:
        pass

    def folded(self, seconds: float) -> None:
        pass

    def cut_passed(self, seconds: float) -> None:
        pass

    def held_back(self, partition: int, seconds: float) -> None:
        pass

    def recorded(self, event: str, count: int) -> None:
        pass
