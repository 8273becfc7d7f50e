"""Own events folded into rows, when a takeover or a refill reads them back from the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from libs.events.contracts.model import Event
from libs.events.contracts.runtime import Answer, CommandsAnswered
from libs.events.loop.batch import DEPTH_MAX, Row
from libs.events.loop.working import Loaded, Rules


class VersionMistake(Exception):
    """A stream's versions have a gap or a repeat: somebody wrote who was not the owner."""


class LoggedEvent(NamedTuple):
    """An own event as it stands on the log, with the headers that a fold reads."""

    offset: int
    key: str
    stream: str
    version: int
    event: Event
    positions: Mapping[str, int] | None = None
    """Only on the last record of a transaction."""
    deepest: int = 0
    trace: str = ""
    epoch: int = 0
    """How many takeovers its writer's partition had seen."""


@dataclass(frozen=True, slots=True)
class Folded:
    """What a stretch of the own log comes to."""

    rows: Mapping[str, Row]
    positions: Mapping[str, int] | None
    """Of its last record that carries any; None: they do not change."""
    depths: tuple[int, ...]
    answers: tuple[Answer, ...]


def no_depths() -> tuple[int, ...]:
    """For each depth 0 … 16 the own offset after the last decision that sent so deep; 0: never."""
    return (0,) * (DEPTH_MAX + 1)


def deepened(depths: Sequence[int], deepest: int, next_offset: int) -> tuple[int, ...]:
    """`depths` after a transaction ending before `next_offset` whose deepest send is `deepest`."""
    return tuple(
        next_offset if 1 <= depth <= deepest else before for depth, before in enumerate(depths)
    )


def streams_of(events: Iterable[LoggedEvent]) -> tuple[str, ...]:
    """The streams that have to be loaded before `fold`."""
    return tuple(dict.fromkeys(event.stream for event in events))


def fold(
    rules: Rules, events: Sequence[LoggedEvent], loaded: Loaded, depths: Sequence[int]
) -> Folded:
    """Fold `events` in order over what is loaded. Raises VersionMistake on a gap or a repeat."""
    rows: dict[str, Row] = {}
    positions: Mapping[str, int] | None = None
    answers: list[Answer] = []
    for logged in events:
        stream, event = logged.stream, logged.event
        row = rows[stream] if stream in rows else loaded.rows[stream]
        if row is None:
            row = Row(logged.key, rules.initial(stream), 0, logged.trace)
        version = row.version + 1
        if logged.version != version:
            raise VersionMistake(
                f"{stream} has version {logged.version} at offset {logged.offset}, "
                f"expected {version}"
            )
        rows[stream] = Row(
            row.key, rules.evolve(row.state, event), version, row.trace or logged.trace
        )
        if isinstance(event, CommandsAnswered):
            answers.extend(event.answers)
        if logged.positions is not None:
            positions = logged.positions
            depths = deepened(depths, logged.deepest, logged.offset + 1)
    return Folded(rows, positions, tuple(depths), tuple(answers))
