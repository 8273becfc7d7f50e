"""What was spent, and which of several runs is told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(slots=True)
class Spent:
    """Seconds of the wall and of this process's CPU, while so many records went through."""

    records: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0

    @property
    def rate(self) -> float:
        """Records a CPU second of this process: what else the machine did does not count."""
        return self.records / self.cpu_s


@contextmanager
def spending() -> Iterator[Spent]:
    """Measures what is done within; who does it counts the records."""
    spent, began_s, began_cpu_s = Spent(), perf_counter(), process_time()
    yield spent
    spent.wall_s, spent.cpu_s = perf_counter() - began_s, process_time() - began_cpu_s


@dataclass(frozen=True, slots=True)
class Compared:
    """The same records twice, one after the other: by us, and by the bare loop."""

    ours: Spent
    bare: Spent

    @property
    def ratio(self) -> float:
        return self.ours.rate / self.bare.rate


def told(runs: Sequence[Compared]) -> str:
    """The median of ratios, their range, and the medians of both rates."""
    ratios = sorted(run.ratio for run in runs)
    ours = median(run.ours.rate for run in runs) / 1_000
    bare = median(run.bare.rate for run in runs) / 1_000
    return (
        f"{median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f} in {len(runs)} runs;"
        f" {ours:.1f} k ÷ {bare:.1f} k)"
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed. Raises IndexError when there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
