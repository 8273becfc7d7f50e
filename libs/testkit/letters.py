"""A toy service with an outward effect: letters that leave unless something was counted first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from libs.events.contracts.model import Command, Event
from libs.events.contracts.topology import ServiceTopics
from libs.events.effects.effect import (
    ALL,
    EFFECTS,
    OUTCOME,
    STARTED,
    Effect,
    Stage,
)
from libs.events.loop.decider import (
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Recorded,
    Refusal,
    State,
    States,
)
from libs.kernel.keys import identity_of, path_of, tenant_of
from libs.testkit.counter import Counted

KIND: Final = "letter"
Outcome = Literal["sent", "withdrawn", "failed", "unsure"]
ResultName = Literal["Sent", "FailedForNow", "Failed", "Aged", "Unsure"]


class Written(Event, type="relance.letters.written.v1"):
    """A letter has to leave."""


class Composed(Event, type="relance.letters.composed.v1"):
    """It is ready."""


class Recalled(Event, type="relance.letters.recalled.v1"):
    """It must not leave; what has left already decides by its report."""


class Held(Event, type="relance.letters.held.v1"):
    """Its barrier was shut."""

    cause: str
    by: str


class Started(Event, type="relance.letters.started.v1"):
    """This process alone may let it leave."""

    attempt: int
    token: str
    began_at: str
    cut: dict[str, int]


class Again(Event, type="relance.letters.again.v1"):
    """It did not leave, or perhaps: another attempt follows."""

    attempt: int
    reason: str
    not_before: str = ""
    repeated: bool = False


class Ended(Event, type="relance.letters.ended.v1"):
    """Nothing follows."""

    outcome: Outcome


class Write(Command, type="relance.letters.write.v1"):
    pass


class Compose(Command, type="relance.letters.compose.v1"):
    pass


class Recall(Command, type="relance.letters.recall.v1"):
    pass


class Hold(Command, type="relance.letters.hold.v1"):
    cause: str
    by: str


class StartLetter(Command, type="relance.letters.start.v1"):
    attempt: int
    token: str
    began_at: str
    cut: dict[str, int]


class Report(Command, type="relance.letters.report.v1"):
    attempt: int
    token: str
    result: ResultName
    not_before: str = ""


class Judge(Command, type="relance.letters.judge.v1"):
    attempt: int
    token: str


class NotYours(Refusal):
    """Another process asks for this start, or for another attempt than is next."""

    RULE = "not_yours"


@dataclass(frozen=True, slots=True)
class Letter:
    """Where a letter stands; `stage` is empty before it is written and after it has ended."""

    stage: Literal["", "to_prepare", "ready", "started"] = ""
    is_known: bool = False
    attempt: int = 1
    token: str = ""
    began_at: str = ""
    not_before: str = ""
    repeated: bool = False
    held: str = ""
    held_by: str = ""
    is_recalled: bool = False


EVENTS: Final = (Written, Composed, Recalled, Held, Started, Again, Ended)
COMMANDS: Final = (Write, Compose, Recall, Hold, StartLetter, Report, Judge)


def letters_topics(name: str, hears: str = "") -> ServiceTopics:
    """Topics of letters that are recalled by what the counter `hears` counts; empty: by none."""
    return ServiceTopics(name=name, events=EVENTS, hears={hears: (Counted,)} if hears else {})


def letter_of(key: str) -> str:
    """The stream of the letter about a tally."""
    return path_of(tenant_of(key), "letter", identity_of(key))


class LettersDecider:
    """One letter a tally's key; whatever is counted there recalls it."""

    commands: tuple[type[Command], ...] = COMMANDS
    hears: tuple[type[Event], ...] = (Counted,)
    events: tuple[type[Event], ...] = EVENTS
    state_types: Mapping[str, type] = {"letter": Letter}
    lookup_types: Mapping[str, type] = {EFFECTS: Effect}

    def __init__(self, service: str) -> None:
        self.service = service

    def needs(self, message: Message, states: States) -> Needs:
        return Needs(streams=(letter_of(message.key),))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        stream = letter_of(message.key)
        letter: Letter = states.of(stream)
        events = self._events(message, letter)
        is_started = any(isinstance(event, Started) for event in events)
        is_again = isinstance(message.body, StartLetter) and _is_same(message.body, letter)
        answer = {OUTCOME: STARTED} if is_started or is_again else {}
        return Decision(tuple(Recorded(stream, event) for event in events), answer=answer)

    def _events(self, message: Message, letter: Letter) -> tuple[Event, ...]:
        match message.body:
            case Write() if not letter.is_known:
                return (Written(),)
            case Compose() if letter.stage == "to_prepare":
                return (Composed(),)
            case Recall() | Counted() if letter.is_known and not letter.is_recalled:
                is_ended = letter.stage in ("to_prepare", "ready")
                return (Recalled(), Ended(outcome="withdrawn")) if is_ended else (Recalled(),)
            case Hold(cause=cause, by=by) if letter.stage == "ready":
                is_news = (cause, by) != (letter.held, letter.held_by)
                return (Held(cause=cause, by=by),) if is_news else ()
            case StartLetter() as start:
                return self._start(message, letter, start)
            case Report() as report if _is_of(report, letter):
                return _reported(report, letter)
            case Judge() as judge if _is_of(judge, letter):
                return _unsure(letter)
            case _:
                return ()

    def _start(self, message: Message, letter: Letter, start: StartLetter) -> tuple[Event, ...]:
        if _is_same(start, letter):
            return ()
        is_next = letter.stage == "ready" and start.attempt == letter.attempt
        if not is_next or start.token != message.process:
            raise NotYours
        return (
            Started(
                attempt=start.attempt, token=start.token, began_at=start.began_at, cut=start.cut
            ),
        )

    def evolve(self, state: State, event: Event) -> State:
        letter: Letter = state
        match event:
            case Written():
                return replace(letter, stage="to_prepare", is_known=True)
            case Composed():
                return replace(letter, stage="ready")
            case Recalled():
                return replace(letter, is_recalled=True)
            case Held(cause=cause, by=by):
                return replace(letter, held=cause, held_by=by)
            case Started():
                return replace(
                    letter,
                    stage="started",
                    token=event.token,
                    began_at=event.began_at,
                    held="",
                    held_by="",
                )
            case Again():
                return replace(
                    letter,
                    stage="ready",
                    attempt=letter.attempt + 1,
                    not_before=event.not_before,
                    repeated=letter.repeated or event.repeated,
                )
            case Ended():
                return replace(letter, stage="")
            case _:
                return letter

    def place(self, stream: str, state: State) -> Placement:
        letter: Letter = state
        if not letter.stage:
            return Placement()
        key = path_of(tenant_of(stream), "tally", identity_of(stream))
        return Placement(entries=((EFFECTS, ALL, _effect(key, letter, letter.stage)),))

    def read_content(self, raw: bytes) -> Any:
        return raw


def _effect(key: str, letter: Letter, stage: Stage) -> Effect:
    return Effect(
        key=key,
        tenant=tenant_of(key),
        what=letter_of(key),
        kind=KIND,
        stage=stage,
        attempt=letter.attempt,
        token=letter.token,
        began_at=letter.began_at,
        not_before=letter.not_before,
        repeated=letter.repeated,
        held=letter.held,
        held_by=letter.held_by,
    )


def _is_same(start: StartLetter, letter: Letter) -> bool:
    asked = (start.attempt, start.token, start.began_at)
    return letter.stage == "started" and asked == (letter.attempt, letter.token, letter.began_at)


def _is_of(said: Report | Judge, letter: Letter) -> bool:
    is_held = (said.attempt, said.token) == (letter.attempt, letter.token)
    return letter.stage == "started" and is_held


def _reported(report: Report, letter: Letter) -> tuple[Event, ...]:
    match report.result:
        case "Sent":
            return (Ended(outcome="sent"),)
        case "Failed":
            return (Ended(outcome="failed"),)
        case "Unsure":
            return _unsure(letter)
        case "Aged" | "FailedForNow" if letter.is_recalled:
            return (Ended(outcome="withdrawn"),)
        case "Aged" | "FailedForNow":
            again = Again(
                attempt=letter.attempt, reason=report.result, not_before=report.not_before
            )
            return (again,)


def _unsure(letter: Letter) -> tuple[Event, ...]:
    if letter.repeated or letter.is_recalled:
        return (Ended(outcome="unsure"),)
    return (Again(attempt=letter.attempt, reason="Unsure", repeated=True),)
