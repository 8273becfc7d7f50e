"""What is announced to every partition: days and creditors, and whom they wake there."""

from collections.abc import Iterator, Mapping

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Contract, Event
from libs.events.contracts.risk import DayNoted
from libs.events.loop.days import NotedDay, day_stream, note_day
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Send,
    State,
    States,
)
from libs.events.loop.trees import checks_of_day, chunks_of
from libs.kernel.keys import is_copy, kind_of, path_of, tenant_of
from services.risk.domain.commands import CheckDue, CheckKeys
from services.risk.domain.now import (
    CreditorState,
    creditor_stream,
    evolve_creditor,
    note_creditor,
)
from services.risk.domain.values import NO_DAY


class Announced:
    """Copies of announced facts, and the trees that they lead to."""

    takes: tuple[type[Contract], ...] = (
        DayStarted,
        CreditorRegistered,
        CreditorChanged,
        CheckKeys,
    )
    state_types: Mapping[str, type] = {"creditor": CreditorState, "day": NotedDay}

    def needs(self, message: Message, states: States) -> Needs:
        is_ours = is_copy(message.stream)
        match message.body:
            case CreditorRegistered(facts=facts) | CreditorChanged(facts=facts):
                tenant = tenant_of(message.key)
                stream = creditor_stream(tenant, facts.creditor, message.partition)
                return Needs(streams=(stream,), due_on=NO_DAY if is_ours else None)
            case DayStarted() as day:
                stream = day_stream(day, message.partition)
                return Needs(streams=(stream,), due_on=day.day_on if is_ours else None)
            case _:
                return Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case DayStarted() as day:
                noted = note_day(message, states, DayNoted)
                if not noted:
                    return NOTHING
                chunks = checks_of_day(day, message.partition, found.due(), CheckKeys)
                return Decision(noted, tuple(chunks))
            case CheckKeys() as chunk:
                due = CheckDue(day_on=chunk.day_on)
                return Decision(sends=tuple(Send(key, due) for key in chunk.keys))
            case CreditorRegistered() | CreditorChanged():
                noted = note_creditor(message, states)
                return Decision(noted, tuple(_waiting(message, found))) if noted else NOTHING
            case _:
                raise TypeError(f"{type(message.body).__name__} is not announced")

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case CreditorState():
                return evolve_creditor(state, event)
            case NotedDay() if isinstance(event, DayNoted):
                return NotedDay(event.day_on, event.played)
            case _:
                return state

    def place(self, stream: str, state: State) -> Placement:
        return Placement()


def _waiting(message: Message, found: Found) -> Iterator[Send]:
    """Debtors of the tenant that wait for any day: now the creditor's zone may be known."""
    assert isinstance(message.body, CreditorRegistered | CreditorChanged)
    tenant = tenant_of(message.key)
    keys = (key for key in found.due() if tenant_of(key) == tenant and kind_of(key) == "debtor")
    name = f"creditor.{message.body.facts.creditor}.{message.body.revision}.{message.partition}"
    for number, chunk in enumerate(chunks_of(keys)):
        key = path_of(tenant, "check", f"{name}.{number}")
        yield Send(key, CheckKeys(day_on=NO_DAY, keys=chunk))
