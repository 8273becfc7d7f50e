"""The rules of letters for the dispatcher, and a letter box in memory that takes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from libs.events.contracts.model import Command
from libs.events.effects.effect import (
    Aged,
    Content,
    Effect,
    EffectKind,
    EffectRules,
    EffectWork,
    Failed,
    FailedForNow,
    HoldCause,
    Result,
    Sent,
    Start,
    Unsure,
)
from libs.testkit.letters import (
    KIND,
    Compose,
    Hold,
    Judge,
    Report,
    ResultName,
    StartLetter,
)


class LetterRules(EffectRules):
    """What the dispatcher says of letters."""

    def may_begin(self, effect: Effect, now: datetime) -> bool:
        return not effect.not_before or datetime.fromisoformat(effect.not_before) <= now

    def start(self, effect: Effect, start: Start) -> Command:
        return StartLetter(
            attempt=start.attempt, token=start.token, began_at=start.began_at, cut=start.cut
        )

    def report(self, effect: Effect, start: Start, result: Result) -> Command:
        not_before = result.not_before if isinstance(result, FailedForNow) else ""
        name = _NAMES[type(result)]
        return Report(attempt=start.attempt, token=start.token, result=name, not_before=not_before)

    def hold(self, effect: Effect, cause: HoldCause, service: str) -> Command:
        return Hold(cause=cause, by=service)

    def judge(self, effect: Effect) -> Command:
        return Judge(attempt=effect.attempt, token=effect.token)


_NAMES: Final[Mapping[type, ResultName]] = {
    Sent: "Sent",
    FailedForNow: "FailedForNow",
    Failed: "Failed",
    Aged: "Aged",
    Unsure: "Unsure",
}


@dataclass(slots=True)
class LetterWork(EffectWork):
    """A letter box in memory."""

    results: dict[str, list[Result]] = field(default_factory=dict)
    """By letter: given in turn before it is taken."""
    left: list[tuple[str, int]] = field(default_factory=list)
    """What was taken, with the attempt."""

    async def prepare(self, effect: Effect) -> Command | None:
        return Compose()

    async def content(self, effect: Effect) -> Content:
        return Content(object_hash="of " + effect.what, parcel=effect.what)

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        if results := self.results.get(effect.what):
            return results.pop(0)
        self.left.append((effect.what, start.attempt))
        return Sent(reply="250", sent_at="2026-01-01T00:00:00+00:00")


def letter_kind(service: str, *barrier: str, **bounds: Any) -> EffectKind:
    """Letters of `service`; `barrier` lists whose inbox can lead to a recall."""
    return EffectKind(name=KIND, service=service, barrier=barrier, **bounds)
