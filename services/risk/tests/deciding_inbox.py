"""An inbox whose commands are decided: the real decider in memory, its events on to the view."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from libs.events.contracts.model import Event
from libs.events.contracts.runtime import Answer
from libs.events.log.position import Position
from libs.events.loop.edge import KeyReused, Question
from libs.kernel.keys import tenant_of
from libs.testkit.scenarios import Heard, Scenario, Told, told
from services.risk.tests.view_filling import Said


@dataclass(slots=True)
class DecidingInbox:
    """Answers as the runtime does: an id that was asked before has its first answer."""

    scenario: Scenario
    said: Said
    answers: dict[str, Answer] = field(default_factory=dict)

    def hears(self, *facts: Heard | Told) -> None:
        """Facts of others, and commands of before, in order; the view hears them too."""
        for fact in facts:
            if isinstance(fact, Heard):
                self._tell(fact.stream, fact.event)
            self._play(fact)

    async def ask(self, question: Question, *, wait_s: float = 10.0) -> Answer | None:
        known = self.answers.get(question.command_id)
        if known is not None:
            if known.body_hash != question.body_hash:
                raise KeyReused(question.command_id)
            return known
        self._play(told(question.key, question.command))
        answer = self._answer(question)
        self.answers[question.command_id] = answer
        return answer

    async def recorded_up_to(self, questions: Sequence[Question]) -> list[Position]:
        return []

    def _play(self, one: Heard | Told) -> None:
        self.scenario.when(one)
        for record in self.scenario.recorded:
            self._tell(record.stream, record.event)

    def _tell(self, stream: str, event: Event) -> None:
        self.said.say(event, tenant=tenant_of(stream), stream=stream)

    def _answer(self, question: Question) -> Answer:
        refusal = self.scenario.refusal
        is_recorded = bool(self.scenario.recorded)
        return Answer(
            command=question.command_id,
            body_hash=question.body_hash,
            tenant=question.tenant,
            outcome="refused" if refusal else "recorded" if is_recorded else "nothing",
            rule=refusal.RULE if refusal else None,
            message=str(refusal) if refusal else None,
            fields=refusal.fields if refusal else dict(self.scenario.answer),
        )
