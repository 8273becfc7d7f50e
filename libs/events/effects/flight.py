"""One attempt of this process, and the steps of a trace that it is told as."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from libs.events.effects.effect import Effect, EffectKind, Failed, FailedForNow, Result, Sent, Start
from libs.events.loop.tracing import Step, Tracing
from libs.events.progress.barrier import BarrierCut


@dataclass(frozen=True, slots=True)
class Flight:
    """One attempt of this process."""

    effect: Effect
    start: Start
    began_s: float
    """When its barrier began, by the clock that counts suspension."""
    parent: str = ""
    """The trace that its attempt is a step of; `effect.trace` is the attempt's own."""


class AttemptSteps:
    """Tells of attempts of one kind: the barrier, the hand-over with its answer, the whole."""

    def __init__(self, tracing: Tracing, kind: EffectKind) -> None:
        self._tracing, self._kind = tracing, kind

    def begun(self, effect: Effect) -> str:
        """The context of an attempt; what is asked for it, and its hand-over, are below it."""
        return self._tracing.below(effect.trace) if effect.trace else ""

    def barrier_had(self, flight: Flight, cut: BarrierCut, had_at: datetime) -> None:
        rounds = {f"relance.rounds.{service}": took for service, took in cut.rounds.items()}
        self._end("barrier", flight, _began_at(flight), rounds, until_at=had_at)

    def performed(self, flight: Flight, began_at: datetime, result: Result) -> None:
        """It was handed over, or was not: with what the next hand answered."""
        about = _answered(result) | {"network.protocol.name": self._kind.protocol}
        protocol = self._kind.protocol.upper() or "hand over"
        self._end(f"{protocol} {self._kind.name}", flight, began_at, about, is_outward=True)

    def attempted(self, flight: Flight, result: Result) -> None:
        """Its report was answered."""
        if not flight.effect.trace:
            return
        effect = flight.effect
        self._tracing.ended(
            Step(
                name=f"attempt {self._kind.name}",
                kind="internal",
                trace=effect.trace,
                parent=flight.parent,
                began_ns=_ns(_began_at(flight)),
                attributes=_answered(result)
                | {
                    "relance.tenant": effect.tenant,
                    "relance.message": effect.what,
                    "relance.attempt": flight.start.attempt,
                },
            )
        )

    def _end(
        self,
        name: str,
        flight: Flight,
        began_at: datetime,
        attributes: Mapping[str, str | int],
        *,
        until_at: datetime | None = None,
        is_outward: bool = False,
    ) -> None:
        parent = flight.effect.trace
        if parent:
            step = Step(
                name=name,
                kind="client" if is_outward else "internal",
                trace=self._tracing.below(parent),
                parent=parent,
                began_ns=_ns(began_at),
                attributes=attributes,
                ended_ns=_ns(until_at) if until_at else 0,
            )
            self._tracing.ended(step)


def _began_at(flight: Flight) -> datetime:
    return datetime.fromisoformat(flight.start.began_at)


def _ns(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000) * 1_000


def _answered(result: Result) -> dict[str, str | int]:
    """How it ended, and the code of the answer: its text may name an address."""
    about: dict[str, str | int] = {"relance.result": type(result).__name__.lower()}
    if isinstance(result, Sent | FailedForNow | Failed) and result.reply[:3].isdigit():
        about["relance.reply.code"] = int(result.reply[:3])
    return about
