"""Days that are heard: adopted from the own partition's copy, and asked what is due on them."""

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import Noted
from libs.events.contracts.model import Contract
from libs.events.loop.days import day_stream, note_day
from libs.events.loop.decider import NOTHING, Decision, Found, Message, Needs, Send, States
from libs.events.loop.trees import checks_of_day
from libs.kernel.keys import is_copy
from services.ingestion.domain.commands import CheckDue, CheckKeys
from services.ingestion.handlers.handling import not_handled


class Days:
    handles: tuple[type[Contract], ...] = (DayStarted, CheckKeys)

    def needs(self, message: Message, states: States) -> Needs:
        if isinstance(message.body, CheckKeys):
            return Needs()
        if not isinstance(message.body, DayStarted):
            not_handled(message.body)
        if not is_copy(message.stream):
            return Needs()
        day = message.body
        return Needs(streams=(day_stream(day, message.partition),), due_on=day.day_on)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        body = message.body
        if isinstance(body, CheckKeys):
            due = CheckDue(day_on=body.day_on)
            return Decision(sends=tuple(Send(key, due) for key in body.keys))
        assert isinstance(body, DayStarted)
        noted = note_day(message, states, Noted)
        if not noted:
            return NOTHING
        checks = checks_of_day(body, message.partition, found.due(), CheckKeys)
        return Decision(noted, tuple(checks))
