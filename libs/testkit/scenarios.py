"""Given, when, then over any decider, in memory: the language that domain tests are written in.

    (
        ingestion.given(told(key, RegisterCreditor(...)))
        .when(told(key, RegisterInvoice(...)))
        .then(like(NumberClaimed, number="F-17"), like(InvoiceRegistered, debtor=D))
    )

What a decision sends is delivered in order until nothing is left, as one quiet platform would;
what may interleave is the interleaving simulator's matter.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from libs.events.contracts.model import Command, Contract, Event
from libs.events.loop.decider import Announce, Decider, Message, Recorded, Refusal, Send
from libs.kernel.keys import is_copy, partition_of, tenant_of
from libs.testkit.memory import Memory

_DELIVERIES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """A command under a routing key, from the edge or as the service would send it."""

    key: str
    command: Command
    from_edge: bool = True
    depth: int = 0
    process: str = ""
    """Token of the process that decides it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An event of another service, on its key's partition."""

    source: str
    key: str
    stream: str
    event: Event
    announced: bool = False
    """`stream` is a path then, and each partition hears its own copy of it."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the own past."""

    key: str
    stream: str
    event: Event


@dataclass(frozen=True, slots=True)
class Stored:
    """An object in the object store."""

    content_hash: str
    raw: bytes


Input = Told | Heard | Happened | Stored


def told(key: str, command: Command, *, depth: int = 0, process: str = "") -> Told:
    """A command from the edge, decided by the process of that token."""
    return Told(key, command, depth=depth, process=process)


def heard(source: str, key: str, stream: str, event: Event) -> Heard:
    return Heard(source, key, stream, event)


def announced(source: str, key: str, path: str, event: Event) -> Heard:
    """An announced fact, as each partition hears its own copy of it."""
    return Heard(source, key, path, event, announced=True)


def happened(key: str, stream: str, event: Event) -> Happened:
    return Happened(key, stream, event)


@dataclass(frozen=True, slots=True)
class Like:
    """Any message of a class with at least these fields."""

    cls: type[Contract]
    fields: Mapping[str, Any]

    def fits(self, body: Contract) -> bool:
        return type(body) is self.cls and all(
            getattr(body, name) == value for name, value in self.fields.items()
        )

    def __repr__(self) -> str:
        return f"{self.cls.__name__}({', '.join(f'{k}={v!r}' for k, v in self.fields.items())}, …)"


def like(cls: type[Contract], **fields: Any) -> Like:
    """What `then` compares with. Raises AttributeError for a field that `cls` does not have."""
    unknown = fields.keys() - cls.model_fields.keys()
    if unknown:
        raise AttributeError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
    return Like(cls, fields)


Expected = Contract | Like


class Scenario:
    """One history: what is given, the message, and what must follow."""

    def __init__(self, decider: Decider, *, partitions: int) -> None:
        self._decider = decider
        self._partitions = partitions
        self._memory = Memory(decider)
        self._waiting: deque[Message] = deque()
        self._count = 0
        self.recorded: list[Recorded] = []
        """Events of the last `when`, in order; copies of announced facts apart."""
        self.copies: list[Recorded] = []
        self.sent: list[Send | Announce] = []
        """What the decision on the last `when` itself sent."""
        self.answer: Mapping[str, str] = {}
        self.refusal: Refusal | None = None

    def given(self, *inputs: Input) -> Self:
        """Play `inputs` in order; a refusal among them is the test's mistake and is raised."""
        for one in inputs:
            self._play(one)
            if self.refusal is not None:
                raise self.refusal
        return self

    def when(self, one: Told | Heard) -> Self:
        self._play(one)
        return self

    def then(self, *expected: Expected) -> Self:
        """Exactly these events were recorded, in this order (copies apart)."""
        self._not_refused()
        _compare([one.event for one in self.recorded], expected)
        return self

    def then_among(self, *expected: Expected) -> Self:
        """At least these events were recorded."""
        self._not_refused()
        for one in expected:
            events = [record.event for record in self.recorded]
            assert any(_fits(one, event) for event in events), f"no {one!r} among {events!r}"
        return self

    def then_copies(self, *expected: Expected) -> Self:
        """Each partition recorded its copy of each of these."""
        for one in expected:
            fits = [copy.stream for copy in self.copies if _fits(one, copy.event)]
            assert len(fits) == self._partitions, f"{one!r} was copied to {fits}"
        return self

    def then_nothing(self) -> Self:
        self._not_refused()
        assert not self.recorded, f"recorded {self.recorded!r}"
        assert not self.copies, f"copied {self.copies!r}"
        return self

    def then_sends(self, *expected: Expected) -> Self:
        """Exactly these commands were sent by the decision itself."""
        self._not_refused()
        _compare([one.command for one in self.sent], expected)
        return self

    def then_answers(self, **fields: str) -> Self:
        self._not_refused()
        assert dict(self.answer) | fields == dict(self.answer), f"answered {dict(self.answer)}"
        return self

    def then_refused(self, rule: type[Refusal], **fields: str) -> Self:
        assert type(self.refusal) is rule, f"{self.refusal!r}, recorded {self.recorded!r}"
        assert self.refusal.fields | fields == self.refusal.fields, f"{self.refusal.fields}"
        return self

    def state(self, stream: str) -> Any:
        return self._memory.state(stream)

    def _not_refused(self) -> None:
        assert self.refusal is None, f"refused: {self.refusal}"

    def _play(self, one: Input) -> None:
        self.recorded, self.copies, self.sent = [], [], []
        self.answer, self.refusal = {}, None
        if isinstance(one, Stored):
            self._memory.store(one.content_hash, one.raw)
        elif isinstance(one, Happened):
            self._memory.record(one.key, self._partition(one.key), Recorded(one.stream, one.event))
        else:
            for message in self._messages(one):
                self._decide(message, first=True)
            self._deliver()

    def _deliver(self) -> None:
        for _ in range(_DELIVERIES_MAX):
            if not self._waiting:
                return
            self._decide(self._waiting.popleft())
        raise AssertionError(f"still not quiet after {_DELIVERIES_MAX} deliveries")

    def _decide(self, message: Message, *, first: bool = False) -> None:
        try:
            decision = self._memory.decide(message)
        except Refusal as refusal:
            self.refusal = _answered(message, refusal)
            return
        for record in decision.events:
            assert type(record.event) in self._decider.events, f"{record.event!r} is not its to say"
            self._memory.record(message.key, message.partition, record)
            (self.copies if is_copy(record.stream) else self.recorded).append(record)
        for send in decision.sends:
            self._waiting.extend(self._sent(send, message.depth + 1))
        if first:
            self.sent.extend(decision.sends)
            self.answer = decision.answer

    def _sent(self, send: Send | Announce, depth: int) -> Iterable[Message]:
        assert depth <= 16, f"{send!r} is too deep"
        if isinstance(send, Announce):
            for number in range(self._partitions):
                yield self._message(send.key, send.command, number, depth=depth)
        else:
            number = self._partition(send.key) if send.partition is None else send.partition
            yield self._message(send.key, send.command, number, depth=depth)

    def _messages(self, one: Told | Heard) -> Iterable[Message]:
        if isinstance(one, Told):
            message = replace(
                self._message(one.key, one.command, self._partition(one.key), depth=one.depth),
                process=one.process,
            )
            yield _from_edge(message) if one.from_edge else message
            return
        numbers = range(self._partitions) if one.announced else (self._partition(one.key),)
        for number in numbers:
            stream = f"{one.stream}@{number}" if one.announced else one.stream
            yield self._message(one.key, one.event, number, source=one.source, stream=stream)

    def _partition(self, key: str) -> int:
        return partition_of(key, self._partitions)

    def _message(self, key: str, body: Contract, partition: int, **rest: Any) -> Message:
        self._count += 1
        return Message(
            id=f"m{self._count}",
            tenant=tenant_of(key),
            key=key,
            body=body,
            partition=partition,
            **rest,
        )


class Scenarios:
    """Where the scenarios of one service begin."""

    def __init__(self, decider: Decider, *, partitions: int = 4) -> None:
        self._decider = decider
        self._partitions = partitions

    def given(self, *inputs: Input) -> Scenario:
        return Scenario(self._decider, partitions=self._partitions).given(*inputs)

    def when(self, one: Told | Heard) -> Scenario:
        return self.given().when(one)


def _from_edge(message: Message) -> Message:
    return replace(message, body_hash="of-" + message.id)


def _answered(message: Message, refusal: Refusal) -> Refusal:
    """`refusal`, where somebody waits for it; the runtime would park any other message."""
    assert message.from_edge, f"refused what nobody waits for: {refusal!r} of {message}"
    return refusal


def _fits(expected: Expected, body: Contract) -> bool:
    return expected.fits(body) if isinstance(expected, Like) else expected == body


def _compare(bodies: list[Any], expected: tuple[Expected, ...]) -> None:
    written = "\n  ".join(repr(body) for body in bodies) or "nothing"
    wanted = "\n  ".join(repr(one) for one in expected) or "nothing"
    fits = len(bodies) == len(expected) and all(map(_fits, expected, bodies))
    assert fits, f"expected:\n  {wanted}\nbut there is:\n  {written}"
