"""What the callers of a batch's commands are told, and the records that keep it."""

from collections.abc import Iterator, Sequence
from typing import Final

from libs.events.contracts.runtime import Answer, CommandsAnswered
from libs.events.loop.batch import NewEvent
from libs.events.loop.decider import Decision, Message, Refusal

ANSWERS_A_RECORD_MAX: Final = 100
"""So that a batch's answers stay far below the size of a record."""


def answer_of(
    message: Message, refusal: Refusal | None, decision: Decision, events: Sequence[NewEvent]
) -> Answer:
    return Answer(
        command=message.id,
        body_hash=message.body_hash,
        tenant=message.tenant,
        outcome="refused" if refusal else "recorded" if events else "nothing",
        rule=refusal.RULE if refusal else None,
        message=str(refusal) if refusal else None,
        events=tuple(event.id for event in events),
        fields=refusal.fields if refusal else dict(decision.answer),
    )


def answers_by_record(answers: Sequence[Answer]) -> Iterator[CommandsAnswered]:
    """The records that hold `answers`; none when there are none."""
    for start in range(0, len(answers), ANSWERS_A_RECORD_MAX):
        yield CommandsAnswered(answers=tuple(answers[start : start + ANSWERS_A_RECORD_MAX]))
