"""Starts whose process is gone: judged only when that process could not perform them any more."""

from collections.abc import Sequence

from libs.events.contracts.runtime import Answer
from libs.events.effects.asking import Asker
from libs.events.effects.effect import Effect, Outward
from libs.events.effects.port import Ask, EffectsPort
from libs.events.effects.watching import Watch

Mark = tuple[str, int, str]


class Judgements:
    """Of one kind in one process.

    The time is counted from when this process first saw the start, by its own clock: the start
    was before that, so whatever the clocks of two machines say, it is never judged too early.
    """

    def __init__(self, port: EffectsPort, outward: Outward, asker: Asker, watch: Watch) -> None:
        self._port, self._outward, self._asker, self._watch = port, outward, asker, watch
        self._seen_s: dict[Mark, float] = {}
        self._asked: set[str] = set()

    def wakes_s(self) -> list[float]:
        """When what was seen is judged."""
        return [seen_s + self._outward.kind.judged_after_s for seen_s in self._seen_s.values()]

    def begin(self, started: Sequence[Effect]) -> None:
        """`started`: those of which this process holds no attempt, whatever their token says."""
        awake_s, after_s = self._port.awake_s(), self._outward.kind.judged_after_s
        marks = {(one.what, one.attempt, one.token): one for one in started}
        self._seen_s = {mark: self._seen_s.get(mark, awake_s) for mark in marks}
        overdue = [
            one
            for mark, one in marks.items()
            if awake_s >= self._seen_s[mark] + after_s and one.what not in self._asked
        ]
        if overdue:
            self._asked.update(one.what for one in overdue)
            self._port.spawn(self._judge(overdue))

    async def _judge(self, overdue: Sequence[Effect]) -> None:
        asks = [Ask(self._port.fresh_id(), one, self._outward.rules.judge(one)) for one in overdue]
        await self._asker.ask(asks, self._judged)

    def _judged(self, ask: Ask, answer: Answer) -> None:
        one = ask.effect
        self._asked.discard(one.what)
        self._seen_s[one.what, one.attempt, one.token] = self._port.awake_s()
        self._watch.judged(ask.effect.kind)
