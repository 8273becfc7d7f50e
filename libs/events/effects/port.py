"""What the dispatcher has to see and do: over the broker, or in the simulator."""

from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.effects.effect import Effect
from libs.events.loop.tracing import NoTracing, Tracing
from libs.events.progress.port import ProgressPort

T = TypeVar("T")

_NOBODY: Final = NoTracing()


@dataclass(frozen=True, slots=True)
class Ask:
    """A command that the dispatcher asks of its own service."""

    id: str
    """The same id is the same command, however often it is asked."""
    effect: Effect
    command: Command


class EffectsPort(Protocol):
    """The dispatcher's surroundings in one process; held to one contract test."""

    @property
    def process(self) -> str:
        """Token of the process, as its decisions carry it."""

    @property
    def partitions(self) -> int:
        """How many there are, the same number in every service."""

    @property
    def tracing(self) -> Tracing:
        """Where the steps of attempts are told."""
        return _NOBODY

    async def waiting(self) -> Sequence[Effect]:
        """What has to leave, of the partitions that this process owns, as far as folded."""

    def progress(self, limit_s: float) -> ProgressPort:
        """For one barrier that waits no longer than that from now on."""

    async def ask(self, asks: Sequence[Ask], wait_s: float) -> list[Answer | None]:
        """Recorded outcomes in the order of `asks`, all written at once; never raises.

        None: not decided in time, or the log was not reached. Ask again with the same id.
        """

    async def within(self, work: Awaitable[T], limit_s: float) -> T:
        """What `work` gives; cut off after `limit_s`. Raises TimeoutError then."""

    async def together(self, works: Sequence[Coroutine[Any, Any, T]]) -> list[T | Exception]:
        """What each gives or raises, in order."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Let it go on beside what goes on already; it never raises."""

    async def pause(self) -> None:
        """Let others go on for a moment."""

    def now(self) -> datetime:
        """The wall clock, UTC: for send windows and what people read."""

    def awake_s(self) -> float:
        """Seconds by a clock that goes on while the process or the machine is suspended."""

    def fresh_id(self) -> str:
        """An id that no command has had."""
