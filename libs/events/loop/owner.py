"""The owner of one partition number: takes it over, decides its messages, until it is not ours."""

import asyncio
import contextlib
import time
from itertools import islice
from typing import Final

import structlog

from libs.events.codec.codec import LogDamaged
from libs.events.codec.keyring import KeyringMistake
from libs.events.contracts.registry import UnknownVersion
from libs.events.log.producing import TransactionalProducer
from libs.events.loop.committing import NotAlone
from libs.events.loop.deciding import reason_of
from libs.events.loop.easing import Easing
from libs.events.loop.folding import VersionMistake
from libs.events.loop.noting import positions_noted
from libs.events.loop.owning import Owning
from libs.events.loop.parking import runtime_stream
from libs.events.loop.pending import Pending
from libs.events.loop.takeover import LogLost, StaleWriter
from libs.events.loop.tenure import OpenCut, Tenure
from libs.events.loop.trouble import Trouble
from libs.events.loop.unpacking import unpacked
from libs.events.progress.port import Snapshot

log = structlog.get_logger(__name__)

ENDING: Final = (LogLost, StaleWriter, LogDamaged, VersionMistake, UnknownVersion, KeyringMistake)
"""Errors that end the process: going on would lose or misread what is there."""
CUT_POLL_S: Final = 0.002
BACKOFF_S: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
PROOF_LIMIT_S: Final = 10.0
REVIVE_EVERY_S: Final = 0.5
"""How often an owner with parked keys looks what somebody wants done with them."""


class Owner:
    """One task; whatever goes wrong, it throws away what it knows and takes over again."""

    def __init__(self, number: int, owning: Owning) -> None:
        self.number = number
        self._owning = owning
        self._lane = owning.reader.lanes[number]
        self._pending = Pending()
        self._easing = Easing(
            number,
            owning.takeovers.topics,
            owning.reader,
            owning.headroom,
            self._pending,
            share_max=owning.settings.bulk_max,
        )
        self._trouble = Trouble(owning.settings.batch_max)
        self._cut: OpenCut | None = None
        self._ticked_s = self._revived_s = 0.0
        self._in_hand = False
        self._proved_on_position = 0
        self._failures = 0
        """Since it last decided or had a quiet second."""
        self.stopping = asyncio.Event()
        self.tenure: Tenure | None = None
        """None while it is being taken over."""

    @property
    def is_wanted(self) -> bool:
        return self.number in self._owning.hint.owned and not self.stopping.is_set()

    def stop(self) -> None:
        """Let it end after the batch under way."""
        self.stopping.set()
        self._lane.arrived.set()

    async def run(self) -> None:
        """Own the number until the hint says otherwise. Raises what ends the process."""
        producer: TransactionalProducer | None = None
        try:
            while self.is_wanted:
                producer = self._new_producer()
                try:
                    await self._take_over(producer)
                    while self.is_wanted:
                        await self._step()
                except ENDING:
                    raise
                except Exception as error:  # all that is known now is that nothing is known
                    self._note(error)
                    self._let_go()
                    await producer.drop()
                    await self._wait_before_again()
        finally:
            self._let_go()
            if producer is not None:
                await producer.drop()

    async def snapshot(self) -> Snapshot | None:
        """What may be published of what is folded."""
        tenure = self.tenure
        if tenure is None:
            return None
        read = await self._owning.reader.positions(self.number)
        return Snapshot(
            partition=self.number,
            checkpoint=tenure.checkpoint,
            positions=self._easing.positions(tenure.positions, read, in_hand=self._in_hand),
            depths=tenure.depths,
            parked_tenants=tenure.parking.tenants(),
        )

    def _new_producer(self) -> TransactionalProducer:
        broker = self._owning.deps.broker
        service = self._owning.takeovers.topics.name
        return TransactionalProducer(broker, f"{broker.environment}.{service}.{self.number}")

    async def _take_over(self, producer: TransactionalProducer) -> None:
        began_s = time.monotonic()
        tenure = await self._owning.takeovers.take(self.number, producer)
        self._proved_on_position = tenure.positions[self._owning.takeovers.topics.inbox_topic]
        self._pending.clear()
        self._easing.begin()
        self._cut = None
        self._owning.reader.open(self.number, tenure.positions)
        self.tenure = tenure
        self._ticked_s = time.monotonic()
        self._owning.publisher.stir()
        self._owning.telling.took_over(tenure, time.monotonic() - began_s)
        log.info("partition_taken_over", partition=self.number, checkpoint=tenure.checkpoint)

    def _let_go(self) -> None:
        self._owning.reader.close(self.number)
        self._pending.clear()
        self.tenure, self._cut, self._in_hand = None, None, False

    async def _step(self) -> None:
        tenure = self._held()
        if tenure.parking.keys and time.monotonic() - self._revived_s >= REVIVE_EVERY_S:
            await self._revive(tenure)
        await self._owning.committer.marking.look_after(tenure)
        await self._pull(tenure)
        if self._pending.items:
            await self._decide(tenure)
        elif self._ticks_in_s() <= 0:
            await self._tick(tenure)
        else:
            await self._rest()

    async def _revive(self, tenure: Tenure) -> None:
        """Between two batches: what a person wants dropped, or retried."""
        self._revived_s = time.monotonic()
        await self._owning.discarder.discard(tenure)
        await self._owning.reviver.revive(tenure)
        self._owning.publisher.stir()

    def _held(self) -> Tenure:
        assert self.tenure is not None, "an owner steps only after its takeover"
        return self.tenure

    async def _pull(self, tenure: Tenure) -> None:
        """Read what waits in the lane into messages."""
        if self._lane.failure is not None:
            raise self._lane.failure
        room = self._owning.settings.batch_max - len(self._pending.items)
        share = await self._easing.share(room)
        prompt = list(islice(self._lane.records, room))
        records = [*prompt, *islice(self._lane.bulk, share)]
        if not records:
            return
        self._in_hand = True
        messages = await unpacked(self._owning.deps.codec, records, ENDING)
        messages = self._owning.telling.followed(messages)
        passed = self._pending.add(records, messages)
        self._owning.reader.taken(self.number, len(prompt), share)
        if passed:
            tenure.positions = {**tenure.positions, **passed}
            tenure.unsaved = True
        self._in_hand = False

    async def _decide(self, tenure: Tenure) -> None:
        began_s = time.monotonic()
        owning = self._owning
        sealed, self._cut = await owning.batcher.next(
            tenure, self._pending, self._cut, self._trouble
        )
        if sealed is None:
            await self._wait_for_cut(tenure)
            return
        await owning.committer.commit(tenure, sealed)
        count = sealed.batch.taken
        decided = self._pending.first(count)
        self._pending.drop(count)
        taken_s = time.monotonic() - began_s
        self._trouble.passed(count, taken_s, len(sealed.records))
        self._easing.passed(decided, len(sealed.records))
        self._failures = 0
        owning.publisher.stir()
        if sealed.batch.answers:
            await owning.deps.probe.at("answered", self.number)
            owning.deps.listener.told(self.number, tenure.checkpoint, sealed.batch.answers)
        owning.telling.decided(tenure, sealed.batch, decided, taken_s)

    async def _wait_for_cut(self, tenure: Tenure) -> None:
        """Other partitions have to fold first. This one has folded all that it committed."""
        cut = self._cut
        while cut is not None and not await self._owning.batcher.is_passed(cut) and self.is_wanted:
            if self._ticks_in_s() <= 0:
                await self._tick(tenure)
            # It may be a message of ours that the others cannot read, and so not fold.
            await self._owning.committer.marking.look_after(tenure)
            await asyncio.sleep(CUT_POLL_S)

    async def _rest(self) -> None:
        left_s = min(self._ticks_in_s(), self._easing.pause_s)
        self._lane.settle()
        if self.stopping.is_set():
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._lane.arrived.wait(), max(left_s, 0.001))

    def _ticks_in_s(self) -> float:
        """All partitions of a process tick at one moment, so that their questions go together."""
        every_s = self._owning.settings.check_every_s
        return (self._ticked_s // every_s + 1) * every_s - time.monotonic()

    async def _tick(self, tenure: Tenure) -> None:
        """Each second without a batch: is the row still ours, and do we write here alone?"""
        self._ticked_s = time.monotonic()
        store, meter = self._owning.takeovers.store, self._owning.takeovers.meter
        topic = self._owning.takeovers.topics.events_topic
        end = (await meter.ends(topic))[self.number]
        if end > tenure.checkpoint:
            # All of ours is folded, its marker too; a fenced owner that holds the row must not
            # pass what its successor writes (docs/adr/0021).
            raise NotAlone(f"{topic}/{self.number} ends at {end}, not at {tenure.checkpoint}")
        if tenure.unsaved:
            await store.move_positions(tenure.holder, tenure.positions)
            tenure.unsaved = False
            tenure.ahead_since_s = tenure.ahead_since_s or time.monotonic()
        else:
            await store.check(tenure.holder)
        await self._note_positions(tenure)
        self._failures = 0

    async def _note_positions(self, tenure: Tenure) -> None:
        limit_s = self._owning.settings.note_positions_after_s
        since_s = tenure.ahead_since_s
        if since_s is None or time.monotonic() - since_s < limit_s or self._pending.items:
            return
        stream = runtime_stream("positions", self.number)
        stored = await self._owning.takeovers.store.load(tenure.holder, (stream,))
        batch = positions_noted(
            self._owning.batcher.rules, self.number, stored.rows.get(stream), tenure.positions
        )
        sealed = await self._owning.batcher.sealer.seal(
            batch, {}, number=self.number, epoch=tenure.epoch, time=self._owning.deps.now()
        )
        await self._owning.committer.commit(tenure, sealed)

    def _note(self, error: Exception) -> None:
        self._owning.deps.gauges.failed(type(error).__name__)
        log.warning(
            "partition_failed",
            partition=self.number,
            # Never its text: that may hold what a message says.
            error=reason_of(error),
            taken_over=self.tenure is not None,
        )
        if self.tenure is not None and self._pending.items:
            first = self._pending.items[0].incoming.message.id
            count = min(self._trouble.batch, len(self._pending.items))
            self._trouble.note(first, count, error)

    async def _wait_before_again(self) -> None:
        """Back off, then prove membership: whoever was taken for dead does not fight back."""
        delay_s = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
        self._failures += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), delay_s)
        while self.is_wanted:
            try:
                async with asyncio.timeout(PROOF_LIMIT_S):
                    await self._owning.hint.prove({self.number: self._proved_on_position})
                return
            except Exception as error:  # no member, or no broker: neither may fight
                log.warning(
                    "membership_not_proved", partition=self.number, error=type(error).__name__
                )
                await asyncio.sleep(BACKOFF_S[2])
