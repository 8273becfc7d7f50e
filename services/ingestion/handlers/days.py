"""Days that are heard: adopted from the own partition's copy alone."""

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Contract
from libs.events.loop.days import day_path
from libs.events.loop.decider import NOTHING, Decision, Found, Message, Needs, States
from libs.kernel.keys import copy_of, is_copy
from services.ingestion.domain import noted
from services.ingestion.handlers.handling import not_handled


class Days:
    handles: tuple[type[Contract], ...] = (DayStarted,)

    def needs(self, message: Message, states: States) -> Needs:
        return Needs(streams=(_stream(message),)) if is_copy(message.stream) else Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if not is_copy(message.stream):
            return NOTHING
        if not isinstance(message.body, DayStarted):
            not_handled(message.body)
        stream = _stream(message)
        return noted.note(message.body, states.of(stream), stream=stream)


def _stream(message: Message) -> str:
    body = message.body
    if not isinstance(body, DayStarted):
        not_handled(body)
    return copy_of(day_path(body.tenant, body.zone), message.partition)
