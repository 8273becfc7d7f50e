"""Days that are heard: adopted from the own partition's copy alone."""

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import Noted
from libs.events.contracts.model import Contract
from libs.events.loop.days import day_stream, note_day
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from libs.kernel.keys import is_copy
from services.ingestion.handlers.handling import not_handled


class Days:
    handles: tuple[type[Contract], ...] = (DayStarted,)

    def needs(self, message: Message, states: States) -> Needs:
        if not isinstance(message.body, DayStarted):
            not_handled(message.body)
        streams = (day_stream(message.body, message.partition),) if is_copy(message.stream) else ()
        return Needs(streams=streams)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return Decision(note_day(message, states, Noted))
