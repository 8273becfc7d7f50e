"""A decider around another one, and states as they are after a decision's events."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from libs.events.contracts.model import Command, Contract, Event
from libs.events.loop.decider import (
    Compensating,
    Decider,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Refusal,
    Reporting,
    Send,
    State,
    States,
    Unneeded,
)


class Wrapped:
    """Decides as `decider` does; a fault overrides what it spoils."""

    def __init__(self, decider: Decider) -> None:
        self.inner = decider
        self.service: str = decider.service
        self.commands: tuple[type[Command], ...] = decider.commands
        self.hears: tuple[type[Event], ...] = decider.hears
        self.events: tuple[type[Event], ...] = decider.events
        self.state_types: Mapping[str, type] = decider.state_types
        self.lookup_types: Mapping[str, type] = decider.lookup_types
        if isinstance(decider, Compensating):
            self.compensations, self.compensate = decider.compensations, decider.compensate
        if isinstance(decider, Reporting):
            self.reports = decider.reports

    def needs(self, message: Message, states: States) -> Needs:
        return self.inner.needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self.inner.decide(message, states, found)

    def evolve(self, state: State, event: Event) -> State:
        return self.inner.evolve(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return self.inner.place(stream, state)

    def read_content(self, raw: bytes) -> Any:
        return self.inner.read_content(raw)


class After:
    """The states once a decision's events are recorded."""

    def __init__(self, decider: Decider, states: States, decision: Decision) -> None:
        self._states = states
        self._changed: dict[str, State] = {}
        for recorded in decision.events:
            before = self.of(recorded.stream)
            self._changed[recorded.stream] = decider.evolve(before, recorded.event)

    def seen(self, stream: str) -> bool:
        return stream in self._changed or self._states.seen(stream)

    def of(self, stream: str) -> State:
        return self._changed[stream] if stream in self._changed else self._states.of(stream)

    def version(self, stream: str) -> int:
        return self._states.version(stream)

    def index(self, name: str) -> Mapping[str, State]:
        return self._states.index(name)


class AtOnce(Wrapped):
    """What the decision on a record sends to its own key is decided within it."""

    def __init__(
        self,
        decider: Decider,
        records: tuple[type[Contract], ...],
        at_once: tuple[type[Command], ...],
    ) -> None:
        super().__init__(decider)
        self._records, self._at_once = records, at_once

    def needs(self, message: Message, states: States) -> Needs:
        needs = self.inner.needs(message, states)
        if not _is_loaded(needs, states) or not isinstance(message.body, self._records):
            return needs
        try:
            decision = self.inner.decide(message, states, _NothingFound())
        except (Refusal, Unneeded):  # an index is not loaded yet
            return needs
        for send in self._sent(message, decision):
            after = After(self.inner, states, decision)
            needs = _joined(needs, self.inner.needs(_sent_on(message, send), after))
        return needs

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        decision = self.inner.decide(message, states, found)
        for send in self._sent(message, decision):
            after = After(self.inner, states, decision)
            more = self.inner.decide(_sent_on(message, send), after, found)
            left = tuple(one for one in decision.sends if one is not send)
            decision = Decision(
                (*decision.events, *more.events), (*left, *more.sends), decision.answer
            )
        return decision

    def _sent(self, message: Message, decision: Decision) -> list[Send]:
        if not isinstance(message.body, self._records):
            return []
        return [
            send
            for send in decision.sends
            if isinstance(send, Send)
            and send.key == message.key
            and isinstance(send.command, self._at_once)
        ]


class _NothingFound:
    """For a decision that looks nothing up."""

    def entries(self, lookup: object) -> tuple[Any, ...]:
        return ()

    def content(self, content_hash: str) -> Any:
        raise LookupError(content_hash)

    def due(self) -> tuple[str, ...]:
        return ()


def _sent_on(message: Message, send: Send) -> Message:
    return replace(message, body=send.command, source="inbox", stream="", body_hash="")


def _is_loaded(needs: Needs, states: States) -> bool:
    return not needs.contents and all(states.seen(stream) for stream in needs.streams)


def _joined(one: Needs, other: Needs) -> Needs:
    return Needs(
        streams=tuple(dict.fromkeys((*one.streams, *other.streams))),
        indexes=tuple(dict.fromkeys((*one.indexes, *other.indexes))),
        contents=one.contents,
        lookups=tuple(dict.fromkeys((*one.lookups, *other.lookups))),
        due_on=one.due_on,
    )
