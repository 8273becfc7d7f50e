"""What is counted of effects, for metrics and for the simulator's floors."""

from collections.abc import Mapping
from typing import Protocol

from libs.events.effects.effect import Result


class Watch(Protocol):
    """Is told what the dispatcher of one process did."""

    def waits(self, kind: str, count: int) -> None:
        """So many of this kind have to leave, at the last look."""

    def barrier_had(self, kind: str, took_s: float, rounds: Mapping[str, int]) -> None:
        """`rounds`: how many each listed service took."""

    def barrier_missed(self, kind: str, cause: str, took_s: float) -> None:
        """A barrier could not be had, and how long it was waited for."""

    def held(self, kind: str, cause: str, count: int) -> None:
        """So many attempts found the barrier shut."""

    def started(self, kind: str) -> None: ...

    def not_started(self, kind: str) -> None:
        """The start was asked for and refused, or withdrawn instead."""

    def reported(self, kind: str, result: Result, *, repeated: bool) -> None:
        """The report of an attempt was answered."""

    def judged(self, kind: str) -> None:
        """A start whose process is gone was put before the decider: uncertain."""


class NoWatch:
    """Nobody counts."""

    def waits(self, kind: str, count: int) -> None:
        pass

    def barrier_had(self, kind: str, took_s: float, rounds: Mapping[str, int]) -> None:
        pass

    def barrier_missed(self, kind: str, cause: str, took_s: float) -> None:
        pass

    def held(self, kind: str, cause: str, count: int) -> None:
        pass

    def started(self, kind: str) -> None:
        pass

    def not_started(self, kind: str) -> None:
        pass

    def reported(self, kind: str, result: Result, *, repeated: bool) -> None:
        pass

    def judged(self, kind: str) -> None:
        pass
