"""An edge whose commands are decided at once, by the service's real decider in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from libs.events.contracts.runtime import Answer
from libs.events.log.position import Position
from libs.events.loop.decider import Decider
from libs.events.loop.edge import KeyReused, Question, TextUnusable
from libs.events.loop.texts import unusable_texts
from libs.testkit.scenarios import Scenario, Scenarios, told


@dataclass(slots=True)
class DecidingEdge:
    """Answers as the runtime does: an id that was asked before has its first answer."""

    decider: Decider
    answers: dict[str, Answer] = field(default_factory=dict)
    scenario: Scenario = field(init=False)

    def __post_init__(self) -> None:
        self.scenario = Scenarios(self.decider).given()

    async def ask(self, question: Question, *, wait_s: float = 10.0) -> Answer | None:
        for where, reason in unusable_texts(question.command.model_dump()):
            raise TextUnusable(where, reason)
        known = self.answers.get(question.command_id)
        if known is None:
            self.scenario.when(told(question.key, question.command))
            known = self.answers[question.command_id] = self._answer(question)
        if known.body_hash != question.body_hash:
            raise KeyReused(question.command_id)
        return known

    async def ask_many(
        self, questions: Sequence[Question], *, wait_s: float = 10.0
    ) -> list[Answer | None]:
        return [await self.ask(one, wait_s=wait_s) for one in questions]

    async def outcome(self, tenant: str, command_id: str) -> Answer | None:
        answer = self.answers.get(command_id)
        return answer if answer is not None and answer.tenant == tenant else None

    async def recorded_up_to(self, questions: Sequence[Question]) -> list[Position]:
        return []

    def _answer(self, question: Question) -> Answer:
        refusal = self.scenario.refusal
        is_recorded = bool(self.scenario.recorded or self.scenario.copies)
        return Answer(
            command=question.command_id,
            body_hash=question.body_hash,
            tenant=question.tenant,
            outcome="refused" if refusal else "recorded" if is_recorded else "nothing",
            rule=refusal.RULE if refusal else None,
            message=str(refusal) if refusal else None,
            fields=refusal.fields if refusal else dict(self.scenario.answer),
        )
