"""A batch of messages decided in memory, message by message, into one transaction's records."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from traceback import extract_tb
from typing import Final

from libs.events.contracts.model import Event
from libs.events.contracts.runtime import (
    Answer,
    KeyParked,
    MessageParked,
    PositionsNoted,
    RuntimeEvent,
)
from libs.events.loop.answering import answer_of, answers_by_record
from libs.events.loop.batch import DEPTH_MAX, Batch, Incoming, NewCommand, NewEvent, Poison
from libs.events.loop.decider import (
    NOTHING,
    Announce,
    Decision,
    Message,
    Needs,
    Refusal,
    Send,
)
from libs.events.loop.parking import Parking, runtime_stream
from libs.events.loop.tracing import NOTHING_ELSE, Followed
from libs.events.loop.working import Loaded, Rules, Working
from libs.kernel.keys import NO_TENANT, partition_of, tenant_of

NEEDS_ROUNDS_MAX: Final = 4
NONE_PARKED: Final = Parking()


class TooDeep(Exception):
    """A send would be deeper than the barrier counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch is decided."""

    partition: int
    partitions: int
    positions: Mapping[str, int]
    """On every input topic, before the batch."""
    process: str = ""
    """Token of the process that decides."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the batch's messages beside states."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Recorded outcomes by command id; empty when deduplication is off."""
    condemned: Mapping[str, str] = field(default_factory=dict)
    """Messages that cannot be written (too big, unencodable), by id, with the reason."""


def derived_id(*parts: str | int) -> str:
    """The id of what follows from a message: the same whenever it is decided."""
    words = "\x1f".join(str(part) for part in parts).encode()
    return hashlib.blake2b(words, digest_size=16).hexdigest()


def always_needed(partition: int) -> tuple[str, ...]:
    """Streams of the runtime that every batch of a partition loads."""
    return tuple(runtime_stream(kind, partition) for kind in ("parking", "answers", "positions"))


def decide_batch(
    rules: Rules, incoming: Sequence[Incoming], loaded: Loaded, place: Place, known: Known
) -> Batch:
    """Decide `incoming` in order, as far as what was loaded reaches; at least the first.

    A message that crashes parks its key, and later messages of that key go behind it. A message
    whose needs changed while the batch was decided ends the batch before it.
    """
    desk = Desk(rules, loaded, place, known)
    taken = 0
    for item in incoming:
        if taken and not desk.can_see(item):
            break
        desk.take(item)
        taken += 1
    return desk.close(incoming[:taken])


class Desk:
    """One batch under way."""

    def __init__(self, rules: Rules, loaded: Loaded, place: Place, known: Known) -> None:
        self.rules, self.place, self.known = rules, place, known
        self.work = Working(rules, loaded)
        self.events: list[NewEvent] = []
        self.commands: list[NewCommand] = []
        self.parked: list[Incoming] = []
        self.answers: dict[str, Answer] = {}
        self.parking_stream = runtime_stream("parking", place.partition)

    def parking(self) -> Parking:
        row = self.work.row(self.parking_stream)
        if row is None:
            return NONE_PARKED
        parking: Parking = row.state
        return parking

    def can_see(self, item: Incoming) -> bool:
        """Whether all that the message needs is loaded, as the batch stands now."""
        message = item.message
        if isinstance(message, Poison) or message.key in self.parking().keys:
            return True
        return self.can_see_parked(message)

    def can_see_parked(self, message: Message) -> bool:
        """The same for a message whose key may be parked."""
        try:
            needs = self.rules.decider.needs(message, self.work)
        except Exception:  # it will crash again when taken, and park
            return True
        return needs.due_on is None and not self.work.lacks(needs)

    def take(self, item: Incoming) -> None:
        message = item.message
        if message.key in self.parking().keys:
            self._park(
                item, MessageParked(key=message.key, tenant=message.tenant, message=message.id)
            )
        elif isinstance(message, Poison):
            self._park_key(item, message.reason)
        elif message.id in self.known.condemned:
            self._park_key(item, self.known.condemned[message.id])
        elif self.is_answered(message):
            return  # decided before: the caller finds the recorded answer
        else:
            try:
                self.decide(message)
            except Exception as crash:  # a bug: park the key, go on with the others
                self._park_key(item, reason_of(crash))

    def is_answered(self, message: Message) -> bool:
        """Whether it is a command that was decided before, by its id."""
        is_known = message.id in self.known.answers or message.id in self.answers
        return message.from_edge and is_known

    def decide(self, message: Message) -> None:
        """Decide one message; nothing of it stays when it raises."""
        events, commands = len(self.events), len(self.commands)
        self.work.begin()
        try:
            refusal, decision = self._outcome(message)
            self.record(message, decision)
            self.send(message, decision)
        except Exception:
            self.work.undo()
            del self.events[events:], self.commands[commands:]
            raise
        if message.from_edge:
            self.answers[message.id] = answer_of(message, refusal, decision, self.events[events:])

    def _outcome(self, message: Message) -> tuple[Refusal | None, Decision]:
        if message.from_edge:
            message = replace(message, process=self.place.process)
        try:
            return None, self.rules.decider.decide(message, self.work, self.work)
        except Refusal as refusal:
            if not message.from_edge:
                raise
            return refusal, NOTHING

    def record(self, message: Message, decision: Decision) -> None:
        for recorded in decision.events:
            step = (message.trace, NOTHING_ELSE)
            if recorded.follows:
                step = self.work.followed(message, recorded)
            event = self.rules.as_written(recorded.event)
            read = self.rules.as_read(event)
            version = self.work.apply(message.key, recorded.stream, read, step[0])
            self._append(message, recorded.stream, version, event, step)

    def _append(
        self, cause: Message | Poison, stream: str, version: int, event: Event, step: Followed
    ) -> None:
        runtime = isinstance(event, RuntimeEvent)
        message = cause if isinstance(cause, Message) else None
        self.events.append(
            NewEvent(
                id=derived_id(self.rules.decider.service, cause.id, "event", stream, version),
                tenant=NO_TENANT if runtime or message is None else message.tenant,
                key=stream if runtime else cause.key,
                stream=stream,
                version=version,
                event=event,
                depth=message.depth if message else 0,
                causation=cause.id,
                correlation=(message.correlation if message else "") or cause.id,
                trace=step[0],
                follows=step[1],
            )
        )

    def send(self, message: Message, decision: Decision) -> None:
        depth = message.depth + 1
        if decision.sends and depth > DEPTH_MAX:
            raise TooDeep(f"a send of depth {depth}")
        for number, send in enumerate(decision.sends):
            for partition in self._targets(send):
                self.commands.append(
                    NewCommand(
                        id=derived_id(self.rules.decider.service, message.id, number, partition),
                        # Not the message's: a day of everyone's reaches each tenant's keys.
                        tenant=tenant_of(send.key),
                        key=send.key,
                        partition=partition,
                        command=send.command,
                        depth=depth,
                        causation=message.id,
                        correlation=message.correlation or message.id,
                        trace=message.trace,
                        is_bulk=isinstance(send, Send) and send.is_bulk,
                    )
                )

    def _targets(self, send: Send | Announce) -> Sequence[int]:
        if isinstance(send, Announce):
            return range(self.place.partitions)
        if send.partition is not None:
            return (send.partition,)
        return (partition_of(send.key, self.place.partitions),)

    def _park_key(self, item: Incoming, reason: str) -> None:
        message = item.message
        parked = KeyParked(
            key=message.key,
            tenant=message.tenant,
            message=message.id,
            reason=reason,
            parked_on_position=item.next_offset - 1,
        )
        self._park(item, parked)

    def _park(self, item: Incoming, event: RuntimeEvent) -> None:
        self.note(item.message, self.parking_stream, event)
        self.parked.append(item)

    def note(self, cause: Message | Poison, stream: str, event: RuntimeEvent) -> None:
        trace = cause.trace if isinstance(cause, Message) else ""
        version = self.work.apply(stream, stream, event, trace)
        self._append(cause, stream, version, event, (trace, NOTHING_ELSE))

    def close(self, taken: Sequence[Incoming]) -> Batch:
        """The batch, with the positions after `taken`."""
        positions = dict(self.place.positions)
        for item in taken:
            positions[item.topic] = item.next_offset
        return self._sum(taken[-1].message, len(taken), positions)

    def close_retry(self, last: Message | Poison) -> Batch:
        """The batch of a retry: it read the parking topic, so no input position moves."""
        return self._sum(last, 0, self.place.positions)

    def _sum(self, last: Message | Poison, taken: int, positions: Mapping[str, int]) -> Batch:
        stream = runtime_stream("answers", self.place.partition)
        for answered in answers_by_record(tuple(self.answers.values())):
            self.note(last, stream, answered)
        if self.commands and not self.events:
            # Every transaction writes an own event: positions and depth stand on it.
            self.note(last, runtime_stream("positions", self.place.partition), PositionsNoted())
        return Batch(
            taken=taken,
            positions=dict(positions),
            events=tuple(self.events),
            commands=tuple(self.commands),
            parked=tuple(self.parked),
            rows=dict(self.work.changed),
            answers=tuple(self.answers.values()),
            deepest=max((command.depth for command in self.commands), default=0),
        )


def reason_of(crash: Exception) -> str:
    """The error's name and where it was raised; never its values, which may be personal."""
    frames = extract_tb(crash.__traceback__)
    where = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(crash).__name__}{where}"


def needs_of(rules: Rules, message: Message | Poison, work: Working) -> Needs:
    """What a message needs as far as can be told now; nothing when asking crashes."""
    if isinstance(message, Poison):
        return Needs()
    try:
        return rules.decider.needs(message, work)
    except Exception:  # it will crash again when decided, and park
        return Needs()
