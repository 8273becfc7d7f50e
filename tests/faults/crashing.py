"""Named moments at which a process dies: a file arms one, the first to come there is killed."""

import os
import signal
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from libs.events.effects.effect import Content, Effect, EffectWork, Result, Sent, Start
from libs.events.loop.decider import Decider, Decision, Found, Message, States
from libs.events.loop.seams import Point


class Moment(StrEnum):
    """Between two things that have to be done one after the other."""

    BEFORE_COMMIT = "before commit"
    COMMITTED = "between commit and fold"
    FOLDED = "between fold and answer"
    BARRIER_HAD = "between barrier and start"
    STARTED = "between start and SMTP"
    TAKEN = "between SMTP's 250 and the report"
    CHUNK = "between two chunks of a day"
    SHARE = "between two shares of a split"
    PARKED = "between two parked messages of a retry"


OF_BATCH: Final = {
    "before_commit": Moment.BEFORE_COMMIT,
    "committed": Moment.COMMITTED,
    "folded": Moment.FOLDED,
}
PARTS: Final = (Moment.CHUNK, Moment.SHARE, Moment.PARKED)
"""Moments between two parts of one thing, each part a decision of its own."""


@dataclass(frozen=True, slots=True)
class Trap:
    """One service's: armed for a moment, sprung once, by whichever of its processes is first."""

    folder: Path
    service: str

    @property
    def armed_file(self) -> Path:
        return self.folder / f"{self.service}.armed"

    @property
    def sprung_file(self) -> Path:
        return self.folder / f"{self.service}.sprung"

    def arm(self, moment: Moment) -> None:
        self.sprung_file.unlink(missing_ok=True)
        partial = self.folder / f"{self.service}.arming"
        partial.write_text(moment, encoding="utf-8")
        partial.replace(self.armed_file)

    def disarm(self) -> bool:
        """Whether it was still armed."""
        was_armed = self.armed_file.exists()
        self.armed_file.unlink(missing_ok=True)
        return was_armed

    @property
    def is_sprung(self) -> bool:
        return self.sprung_file.exists()

    def at(self, moment: Moment) -> None:
        """Called by the process that comes to `moment`; does not return if it is armed for it."""
        try:
            if self.armed_file.read_text(encoding="utf-8") != moment:
                return
            self.armed_file.rename(self.sprung_file)
        except FileNotFoundError:
            return  # not armed, or another process was first
        os.kill(os.getpid(), signal.SIGKILL)


Group = tuple[Moment, Hashable]


@dataclass(slots=True)
class Parts:
    """Which parts of what a process has committed, and which it is about to commit."""

    in_hand: dict[int, dict[str, Group]] = field(default_factory=lambda: defaultdict(dict))
    """By partition: the group of each message that was decided and is not committed."""
    committed: dict[Group, set[str]] = field(default_factory=lambda: defaultdict(set))

    def decided(self, partition: int, message: str, group: Group) -> None:
        self.in_hand[partition][message] = group

    def between(self, partition: int) -> set[Moment]:
        """Of what is about to be committed there, what had another part committed before."""
        return {
            group[0]
            for message, group in self.in_hand[partition].items()
            if self.committed[group] - {message}
        }

    def commit(self, partition: int) -> None:
        for message, group in self.in_hand.pop(partition, {}).items():
            self.committed[group].add(message)


@dataclass(frozen=True, slots=True)
class Watch:
    """A probe of the loop that springs the trap."""

    trap: Trap
    parts: Parts

    async def at(self, point: Point, partition: int) -> None:
        if point == "before_commit":
            for moment in self.parts.between(partition):
                self.trap.at(moment)
        if point == "committed":
            self.parts.commit(partition)
        if of_batch := OF_BATCH.get(point):
            self.trap.at(of_batch)


@dataclass(frozen=True, slots=True)
class Watched:
    """A decider that notes of which thing its messages are parts."""

    decider: Decider
    parts: Parts

    def __getattr__(self, name: str) -> Any:
        return getattr(self.decider, name)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        decision = self.decider.decide(message, states, found)
        if group := group_of(message):
            self.parts.decided(message.partition, message.id, group)
        return decision


def group_of(message: Message) -> Group | None:
    """The day of a chunk, the payment of a share."""
    body: Any = message.body
    match type(body).__name__:
        case "CheckKeys":
            return Moment.CHUNK, (message.tenant, body.day_on)
        case "BookShare":
            return Moment.SHARE, (message.tenant, body.payment)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class WatchedWork:
    """What leaves the house, with its moments."""

    work: EffectWork
    trap: Trap

    def __getattr__(self, name: str) -> Any:
        return getattr(self.work, name)

    async def content(self, effect: Effect) -> Content:
        """Asked for with the barrier had, before the start."""
        made = await self.work.content(effect)
        self.trap.at(Moment.BARRIER_HAD)
        return made

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        self.trap.at(Moment.STARTED)
        result = await self.work.perform(effect, start, limit_s)
        if isinstance(result, Sent):
            self.trap.at(Moment.TAKEN)
        return result
