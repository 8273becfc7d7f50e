"""One round: lives under fire, a full drain, every check; and what it came to."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Self

from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from tests.faults.again import delivered_again
from tests.faults.blows import MOODS, Blows
from tests.faults.checks import INVARIANTS, WITH_ERRANDS, Found, Proof
from tests.faults.crashing import Moment
from tests.faults.faults import Fault, schedule
from tests.faults.lives import Measure, Stage, lives_of
from tests.faults.platform import PARTITIONS, Range
from tests.faults.striking import Striker

CAME_TO_ITS_END = "the round came to its end"
TENANTS = ("north", "south")


@dataclass(frozen=True, slots=True)
class Size:
    """Of each tenant's life, and what has to come of both."""

    each: Measure
    minima: dict[str, int]
    """Less is no round."""


MINIMA = {
    "inputs": 2_000,
    "crossing": 100,
    "sent": 30,
    "withdrawn": 10,
    "faults": 8,
    "takeovers": 6,
}
ERRANDS = {"merges": 3, "internal": 3, "limits": 3}
"""What people do besides: debtors merged, mails to the creditor's own, limits granted."""
FULL = Size(Measure(90, 32, payments=100), MINIMA)
"""How many of a life's invoices are paid while it lasts differs by half from seed to seed, so it is
their payments that are asked for: of 90 some 120 cross, in both lives together, and once 96. Of 80
invoices one round in eight had 24 to 29 demands sent. What is due of one debtor is asked for in one
demand, so their number counts too: with 26 one round of five that were played had 18."""
BOUNDED = Size(Measure(90, 18, months=1), MINIMA | {"crossing": 30, "sent": 10, "withdrawn": 2})
"""As many faults, and half the days between them: for a suite that others wait for."""


@dataclass(slots=True)
class Row:
    """A round in figures."""

    seed: int
    number: int
    deduplicated: bool = False
    """Whether answers were found by their id, and inputs came again."""
    is_bounded: bool = False
    has_errands: bool = False
    """Whether people merged, assigned and lent besides: rounds of before had nobody who did."""
    build: str = ""
    """The commit that was shot at; with a `+` when files differed from it."""
    seconds: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)
    """By kind."""
    moments: dict[str, int] = field(default_factory=dict)
    """Processes that died there."""
    counts: dict[str, int] = field(default_factory=dict)
    checked: dict[str, int] = field(default_factory=dict)
    """By invariant: how many things it was held against."""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Invariant, and what breaks it."""

    @property
    def too_few(self) -> list[str]:
        """Minima that were not reached, and invariants that were held against nothing."""
        size = BOUNDED if self.is_bounded else FULL
        minima = size.minima | ({"again": 1} if self.deduplicated else {})
        minima |= ERRANDS if self.has_errands else {}
        few = [
            f"{self.counts.get(name, 0)} {name}, {least} at least"
            for name, least in minima.items()
            if self.counts.get(name, 0) < least
        ]
        return few + [f"nothing for: {one}" for one in self.invariants if not self.checked.get(one)]

    @property
    def invariants(self) -> tuple[str, ...]:
        return WITH_ERRANDS if self.has_errands else INVARIANTS

    @classmethod
    def stuck_at(cls, at: tuple[int, int], deduplicated: bool, failure: BaseException) -> Self:
        """A round that did not come to its end; of several failures the first is told."""
        while isinstance(failure, BaseExceptionGroup):
            failure = failure.exceptions[0]
        why = f"{type(failure).__name__}: {failure}".partition("\n")[0]
        return cls(*at, deduplicated, wrong=[(CAME_TO_ITS_END, why)])

    @property
    def has_stuck(self) -> bool:
        return any(invariant == CAME_TO_ITS_END for invariant, _ in self.wrong)

    @property
    def is_green(self) -> bool:
        return not self.wrong and not self.too_few

    def document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        return cls(**document)

    def text(self) -> str:
        """A line for a person, and one for each thing that is wrong."""
        shown = ("inputs", "crossing", "sent", "withdrawn", "repeated", "faults", "takeovers")
        counted = ", ".join(f"{self.counts.get(name, 0)} {name}" for name in shown)
        again = f", {self.counts.get('again', 0)} inputs again" if self.deduplicated else ""
        told = ERRANDS if self.has_errands else ()
        errands = "".join(f", {self.counts.get(name, 0)} {name}" for name in told)
        which = f"seed {self.seed} round {self.number}"
        lines = [f"{which}: {counted}{again}{errands}; {self.seconds:.0f} s"]
        lines += [f"  WRONG {invariant}: {what}" for invariant, what in self.wrong]
        if not self.has_stuck:  # it has nothing at all, and why is told
            lines += [f"  TOO FEW {one}" for one in self.too_few]
        return "\n".join(lines)


async def play_round(
    shot: Range,
    at: tuple[int, int],
    folder: Path,
    told: Callable[[str], None],
    size: Size = FULL,
) -> Row:
    """Play, drain and check; `at`: seed and number.

    Raises what keeps it from its end, such as a life that is stuck.
    """
    seed, number = at
    began_s, takeovers = time.monotonic(), shot.count_logged("partition_taken_over")
    lives = await asyncio.to_thread(
        lives_of,
        seed * 1000 + number,
        [f"{one}-{number}" for one in TENANTS],
        folder,
        size.each,
    )
    meter = Meter(Broker(shot.stack.kafka), PARTITIONS)
    await meter.start()
    try:
        stage = Stage(shot, lives, has_errands=True)
        striker, again = await _shoot(shot, stage, meter, at, told)
    finally:
        await meter.stop()
    found = await Proof(shot, lives, has_errands=True).find()
    found.counts["again"] = again
    found.counts["takeovers"] = shot.count_logged("partition_taken_over") - takeovers
    row = _row(seed, number, striker, found, time.monotonic() - began_s)
    return replace(row, deduplicated=shot.deduplicates, is_bounded=size is BOUNDED)


async def _shoot(
    shot: Range, stage: Stage, meter: Meter, at: tuple[int, int], told: Callable[[str], None]
) -> tuple[Striker, int]:
    """What was done, and how many inputs came again."""
    seed, number = at
    chance = Random(f"{seed} strikes {number}")
    lives_end, again = asyncio.Event(), 0
    planned = schedule(seed, number, len(stage.lives[0].script.days))
    striker = Striker(shot, Blows(shot, stage, meter, chance), planned, chance, told=told)
    stage.gate, met = striker.gate, shot.sink.met.copy()
    async with stage.opened(), asyncio.TaskGroup() as group:
        striking = group.create_task(striker.run())
        repeating = group.create_task(_repeat(shot, Random(f"{seed} again {number}"), lives_end))
        await stage.play()
        striker.end()
        await striking
        lives_end.set()
        again = await repeating
    for fault, mood in MOODS.items():  # a mood that no mail has met has not happened
        striker.done[fault] = min(striker.done[fault], shot.sink.met[mood] - met[mood])
    return striker, again


async def _repeat(shot: Range, chance: Random, lives_end: asyncio.Event) -> int:
    """Where answers are found by their id, inputs may come again; 0 elsewhere."""
    if not shot.deduplicates:
        return 0
    return await delivered_again(shot.stack.kafka, chance, lives_end)


def _row(seed: int, number: int, striker: Striker, found: Found, seconds: float) -> Row:
    hits = Counter({one.value: count for one, count in striker.hit.items() if count})
    done = Counter({one.value: count for one, count in striker.done.items() if count})
    counts = found.counts + Counter(faults=done.total() + hits.total())
    return Row(
        seed=seed,
        number=number,
        has_errands=True,
        seconds=round(seconds, 1),
        faults=dict(done),
        moments=dict(hits),
        counts=dict(counts),
        checked={one: found.checked[one] for one in WITH_ERRANDS},
        wrong=found.wrong,
    )


KINDS = (*(fault.value for fault in Fault), *(moment.value for moment in Moment))
"""In the order of the table."""
