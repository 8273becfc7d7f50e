"""Where requests become commands: written to the inbox once, and their answers waited for.

EdgeRefusal
├── KeyReused        the idempotency key was used with another body
├── RecordTooBig     more than a record may have; big content goes into the object store
└── TextUnusable     a NUL or an unpaired surrogate in a text
NotTaken             the broker did not acknowledge the command in time
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded
from libs.events.codec.writing import NewQuestion, Unwritable
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.position import Position
from libs.events.log.producing import REQUEST_BYTES_MAX
from libs.events.log.stopping import let_go
from libs.events.loop.settings import utc_now
from libs.events.loop.statements import statement
from libs.events.loop.texts import unusable_texts
from libs.events.loop.waiters import Expected, Waiters
from libs.kernel.keys import partition_of

WRITE_LIMIT_S: Final = 5.0


class EdgeRefusal(Exception):
    """A command is not taken, for what it is."""


class KeyReused(EdgeRefusal):
    """The same command id came with another body."""


class RecordTooBig(EdgeRefusal):
    """The command is bigger than a record may be."""


class TextUnusable(EdgeRefusal):
    """A text holds what no database keeps; `field` says where."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field} has {reason} in it")


class NotTaken(Exception):
    """The broker did not acknowledge the command in time: ask again with the same key."""


@dataclass(frozen=True, slots=True)
class Question:
    """A command that somebody waits for."""

    tenant: str
    key: str
    """Routing key."""
    command: Command
    command_id: str
    """Keyed hash of tenant, endpoint and Idempotency-Key."""
    body_hash: str
    """SHA-256 of the request's body, hex."""
    trace: str = ""
    is_bulk: bool = False
    """Whether it waits until nobody else does, where its service has bulk: announced before."""
    is_fresh: bool = False
    """Whether its id was made up for it, so that nothing can be recorded of it yet."""


class Edge:
    """The API role's way into its service; needs no partition of its own."""

    def __init__(
        self,
        topics: ServiceTopics,
        broker: Broker,
        pool: asyncpg.Pool,
        codec: Codec,
        *,
        partitions: int,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._topics, self._broker, self._codec = topics, broker, codec
        self._partitions, self._now = partitions, now
        self._waiters, self._pool = Waiters(pool), pool
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()
        self._is_stopped = False

    async def start(self) -> Self:
        """Begin. A broker that is not there yet is tried again with each command."""
        await self._waiters.start()
        try:
            await self._connected()
        except (KafkaError, OSError):
            self._producer = None
        return self

    async def stop(self) -> None:
        self._is_stopped = True
        await self._waiters.stop()
        if self._producer is not None:
            await self._producer.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def ask(self, question: Question, *, wait_s: float = 10.0) -> Answer | None:
        """The recorded outcome, at once when there is one; None when it takes longer.

        Raises EdgeRefusal, NotTaken.
        """
        (answer,) = await self.ask_many([question], wait_s=wait_s)
        return answer

    async def ask_many(
        self, questions: Sequence[Question], *, wait_s: float = 10.0
    ) -> list[Answer | None]:
        """Outcomes in the order of `questions`. Raises EdgeRefusal and NotTaken for any of them.

        Nothing is written when one of them is refused.
        """
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + wait_s
        old = {one.command_id: one.tenant for one in questions if not one.is_fresh}
        known = await self._waiters.outcomes(old) if old else {}
        for question in questions:
            _check_body(question, known.get(question.command_id))
        new = [question for question in questions if question.command_id not in known]
        expected = [self._expected(one) for one in new]
        with self._waiters.expected(expected) as outcomes:
            await self._write(new, max(wait_s, WRITE_LIMIT_S))
            self._waiters.written(expected)
            if outcomes:
                await asyncio.wait(outcomes, timeout=max(ends_s - loop.time(), 0.0))
            waited = [one.result() for one in outcomes if one.done()]
        known |= {answer.command: answer for answer in waited if answer is not None}
        for question in new:
            _check_body(question, known.get(question.command_id))
        return [known.get(question.command_id) for question in questions]

    async def outcome(self, tenant: str, command_id: str) -> Answer | None:
        """What is recorded of a command of this tenant, also after a restart; kept 30 days."""
        answer = (await self._waiters.outcomes({command_id: tenant})).get(command_id)
        return answer if answer is not None and answer.tenant == tenant else None

    def told(self, partition: int, next_offset: int, answers: Sequence[Answer]) -> None:
        """An owner in this process has stored `answers`, and folded up to `next_offset`."""
        self._waiters.told(partition, next_offset, answers)

    async def recorded_up_to(self, questions: Sequence[Question]) -> list[Position]:
        """Below which everything lies that was recorded of `questions`, once they are answered:
        an outcome is told in the transaction that moves its partition's checkpoint.
        """
        told = [(self._at(one), self._waiters.folded_to(one.command_id)) for one in questions]
        found = [(at, offset) for at, offset in told if offset is not None]
        if others := sorted({at for at, offset in told if offset is None}):
            found += await self._pool.fetch(statement("checkpoints_at"), others)
        return [Position(self._topics.name, at, offset) for at, offset in found]

    def _expected(self, question: Question) -> Expected:
        return Expected(question.command_id, question.tenant, self._at(question))

    def _at(self, question: Question) -> int:
        return partition_of(question.key, self._partitions)

    async def _write(self, questions: Sequence[Question], limit_s: float) -> None:
        if not questions:
            return
        if self._is_stopped:  # nobody would tell what becomes of it
            raise NotTaken(f"{self._topics.name} is being stopped")
        encoded = await self._encoded(questions)
        try:
            async with asyncio.timeout(limit_s):
                await self._send(questions, encoded)
        except TimeoutError as failure:
            # The producer goes on trying; written late, the command is still the same one.
            raise NotTaken(f"{self._topics.inbox_topic} does not acknowledge") from failure
        except (KafkaError, OSError, AssertionError) as failure:
            await self._forget_producer()
            raise NotTaken(f"{self._topics.inbox_topic}: {type(failure).__name__}") from failure

    async def _send(self, questions: Sequence[Question], encoded: Sequence[Encoded]) -> None:
        producer = await self._connected()
        futures = [
            await producer.send(
                self._topics.inbox_for(is_bulk=question.is_bulk),
                record.value,
                key=record.key,
                partition=self._at(question),
                headers=record.headers,
            )
            for question, record in zip(questions, encoded, strict=True)
        ]
        await asyncio.gather(*futures)

    async def _encoded(self, questions: Sequence[Question]) -> list[Encoded]:
        for question in questions:
            for field, reason in unusable_texts(question.command.model_dump()):
                raise TextUnusable(field, reason)
        new = [
            NewQuestion(
                id=question.command_id,
                tenant=question.tenant,
                key=question.key,
                command=question.command,
                body_hash=question.body_hash,
                trace=question.trace,
            )
            for question in questions
        ]
        encoder = await self._codec.prepare(new)
        try:
            return [encoder.encode_question(one, time=self._now()) for one in new]
        except Unwritable as mistake:
            raise RecordTooBig(mistake.reason) from mistake

    async def _connected(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    **self._broker.client,
                    enable_idempotence=True,
                    compression_type="lz4",
                    max_request_size=REQUEST_BYTES_MAX,
                )
                try:
                    await producer.start()
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer

    async def _forget_producer(self) -> None:
        """After an error of its own it may be of no use any more."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await let_go(producer.stop(), limit_s=1.0)


def _check_body(question: Question, answer: Answer | None) -> None:
    if answer is not None and answer.body_hash != question.body_hash:
        raise KeyReused(f"command {question.command_id} was asked with another body")
