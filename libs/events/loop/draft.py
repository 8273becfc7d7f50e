"""What one decision records, step by step, with the states as each step leaves them."""

from collections.abc import Callable, Mapping
from typing import Any

from libs.events.contracts.model import Command, Event
from libs.events.loop.decider import Decision, Recorded, Send, State, States

Evolve = Callable[[State, Event], State]


class Draft:
    """Events and sends so far; a state read here has what was recorded before in it."""

    def __init__(self, states: States, evolve: Evolve) -> None:
        self.states = states
        self._evolve = evolve
        self._changed: dict[str, State] = {}
        self._events: list[Recorded] = []
        self._sends: list[Send] = []

    def of(self, stream: str) -> Any:
        return self._changed[stream] if stream in self._changed else self.states.of(stream)

    def record(self, stream: str, event: Event, follows: tuple[str, ...] = ()) -> None:
        self._changed[stream] = self._evolve(self.of(stream), event)
        self._events.append(Recorded(stream, event, follows))

    def send(self, key: str, command: Command, *, is_bulk: bool = False) -> None:
        self._sends.append(Send(key, command, is_bulk=is_bulk))

    def decision(self, answer: Mapping[str, str] | None = None) -> Decision:
        return Decision(tuple(self._events), tuple(self._sends), answer or {})
