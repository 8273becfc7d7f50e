"""What an owner knows between a takeover and the next: thrown away whole after any error."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from libs.events.log.producing import TransactionalProducer
from libs.events.log.unread import Unread
from libs.events.loop.batch import Row
from libs.events.loop.parking import Parking, runtime_stream
from libs.events.loop.store import Holder
from libs.events.progress.cut import Cut


class CachedRows:
    """The latest rows used of a partition; None for a stream that has none."""

    def __init__(self, rows_max: int) -> None:
        self._rows: OrderedDict[str, Row | None] = OrderedDict()
        self._rows_max = rows_max

    def known(self, streams: Collection[str]) -> dict[str, Row | None]:
        """Those of `streams` that need not be loaded."""
        found = {stream: self._rows[stream] for stream in streams if stream in self._rows}
        for stream in found:
            self._rows.move_to_end(stream)
        return found

    def put(self, rows: Mapping[str, Row | None]) -> None:
        for stream, row in rows.items():
            self._rows[stream] = row
            self._rows.move_to_end(stream)
        while len(self._rows) > self._rows_max:
            self._rows.popitem(last=False)


@dataclass(slots=True)
class OpenCut:
    """A cut that was begun, and how many records of the lane had arrived by then."""

    cut: Cut
    arrived: int
    began_s: float
    """By the monotonic clock."""
    passed: bool = False


@dataclass(slots=True)
class Tenure:
    """One unbroken ownership of a partition number."""

    number: int
    producer: TransactionalProducer
    holder: Holder
    epoch: int
    """Stands in each record: how often the partition was taken over."""
    positions: Mapping[str, int]
    """On every input topic; what is before them is folded."""
    depths: tuple[int, ...]
    noted: Mapping[str, int]
    """The positions that stand in the log; `positions` may be ahead of them."""
    rows: CachedRows
    parking: Parking = field(default_factory=Parking)
    unread: Unread = field(default_factory=Unread)
    ahead_since_s: float | None = None
    """When the positions began to be ahead of those in the log, by the monotonic clock."""
    unsaved: bool = False
    """Positions moved over records that nobody hears; the database does not know yet."""

    @property
    def checkpoint(self) -> int:
        return self.holder.checkpoint

    def changed(self, rows: Mapping[str, Row]) -> None:
        """Rows as they are after a fold."""
        self.rows.put(rows)
        stream = runtime_stream("parking", self.number)
        if stream in rows:
            self.parking = rows[stream].state
