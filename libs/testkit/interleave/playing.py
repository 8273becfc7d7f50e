"""Many histories, on all cores, and what they come to."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from traceback import format_exception

from libs.chassis.collecting import calm_collector
from libs.testkit.interleave.checks.chasing.chased import ChasedCounts
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.interleave.history import History, Setting

_CHUNK = 25
_LINES_MAX = 400


@dataclass(frozen=True, slots=True)
class Failure:
    """A history in which something does not hold."""

    seed: int
    sentence: str
    told: tuple[str, ...] = ()
    """The history of the streams concerned, a line an event."""


@dataclass(slots=True)
class Counts:
    """What some histories come to."""

    histories: int = 0
    bytes_histories: int = 0
    """Of them through the codec."""
    steps: int = 0
    crashes: int = 0
    wipes: int = 0
    parked: int = 0
    dropped: int = 0
    """Parked messages that a person dropped."""
    compensated: int = 0
    """Shares among them, which went back to their payment."""
    asked: int = 0
    """Statements of which a person had to say what they are."""
    deepest: int = 0
    rounds_max: int = 0
    chased: ChasedCounts = field(default_factory=ChasedCounts)
    """Of the histories in which debtors are chased."""
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        self.histories += other.histories
        self.bytes_histories += other.bytes_histories
        self.steps += other.steps
        self.crashes += other.crashes
        self.wipes += other.wipes
        self.parked += other.parked
        self.dropped += other.dropped
        self.compensated += other.compensated
        self.asked += other.asked
        self.deepest = max(self.deepest, other.deepest)
        self.rounds_max = max(self.rounds_max, other.rounds_max)
        self.chased.add(other.chased)
        self.failures += other.failures


def play_one(seed: int, setting: Setting | None = None) -> Counts:
    """One history; a failure is in the counts, with what led to it."""
    history = History(seed, setting)
    failures = []
    try:
        history.play()
    except Wrong as wrong:
        told = tuple(islice(history.chronicle.about(wrong.about), _LINES_MAX))
        failures.append(Failure(seed, str(wrong), told))
    except Exception as mistake:  # whatever breaks, the seed has to be told
        failures.append(Failure(seed, "".join(format_exception(mistake))))
    finally:
        history.close()
    return Counts(
        histories=1,
        bytes_histories=int(history.is_bytes),
        steps=history.scheduler.steps,
        crashes=history.world.crashes,
        wipes=history.world.wipes,
        parked=history.announced.parked_count,
        dropped=history.told.dropped_count,
        compensated=history.told.compensated_count,
        asked=history.feeds.asked_count,
        deepest=history.flight.deepest,
        rounds_max=max(task.rounds_max for task in history.tasks),
        chased=history.chasing.chased.counts if history.chasing else ChasedCounts(),
        failures=failures,
    )


def play_some(seeds: Iterable[int]) -> Counts:
    """The histories of these seeds; stops at the first failure."""
    counts = Counts()
    for seed in seeds:
        counts.add(play_one(seed))
        if counts.failures:
            break
    return counts


def play_many(
    first: int, count: int, processes: int, progress: Callable[[Counts, float], None]
) -> Counts:
    """Histories of the seeds from `first`; stops at the first failure.

    `progress` is told the counts so far and the seconds since the beginning.
    """
    began_s = time.monotonic()
    counts = Counts()
    with ProcessPoolExecutor(processes, initializer=calm_collector) as pool:
        chunks = _chunks(first, count)
        running: set[Future[Counts]] = {
            pool.submit(play_some, chunk) for chunk in islice(chunks, processes * 2)
        }
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                counts.add(one.result())
            progress(counts, time.monotonic() - began_s)
            if counts.failures:
                pool.shutdown(cancel_futures=True)
                break
            running |= {pool.submit(play_some, chunk) for chunk in islice(chunks, len(done))}
    return counts


def _chunks(first: int, count: int) -> Iterator[range]:
    for start in range(first, first + count, _CHUNK):
        yield range(start, min(start + _CHUNK, first + count))
