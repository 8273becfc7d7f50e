"""One owner of one partition of a service: takeover, then batches, step by step.

The order of operations is production's; where production waits for the network a turn ends,
and there the owner may be killed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from libs.events.loop.batch import Batch, Incoming, Row
from libs.events.loop.decider import Message, Refusal
from libs.events.loop.deciding import Known, Place, decide_batch
from libs.events.loop.dropping import Drop, Waiting, check_drop, drop_parked, terms_of
from libs.events.loop.folding import LoggedEvent, deepened, fold, streams_of
from libs.events.loop.noting import positions_noted
from libs.events.loop.parking import Parking, runtime_stream
from libs.events.loop.provenance import provenance_of
from libs.events.loop.retrying import retry_parked
from libs.events.loop.working import Loaded
from libs.events.progress.port import Snapshot
from libs.testkit.world.database import Checkpoint, Stale
from libs.testkit.world.inputs import Inputs
from libs.testkit.world.loading import Loading
from libs.testkit.world.log import Fenced, Producer
from libs.testkit.world.premises import Premises
from libs.testkit.world.shelved import dealt_with, parked_of
from libs.testkit.world.tenure import Tenure
from libs.testkit.world.turns import IDLE, MOVED
from libs.testkit.world.wire import Spot
from libs.testkit.world.writing import Writing


class Owner:
    """The owner of `partition` of `service`, until it is killed or fenced."""

    loading_class: type[Loading] = Loading
    retried_max: int = 3
    """How many parked messages one transaction decides at most."""

    def __init__(self, premises: Premises, service: str, partition: int) -> None:
        self.premises = premises
        self.topics = premises.topology[service]
        self.partition = partition
        self.rules = premises.rules[service]
        self.own_log = premises.broker.topic(self.topics.events_topic).partitions[partition]
        self.tenure = Tenure(premises.databases[service], self.own_log)
        self.inputs = Inputs(premises, self.topics, partition)
        self.loading = self.loading_class(premises, service, partition, self.tenure)
        self.writing = Writing(premises, service, partition)
        self.parking = Parking()
        """The parked keys as this owner folded them."""
        self.ready = False
        """Whether it has taken over and not lost its row since."""
        self.noted: Mapping[str, int] = {}
        """Positions as they stand in the log."""
        self.process = f"process-{premises.next_token()}"
        """Token of the process that it lives in; another owner lives in another one."""
        self.is_member = True
        """Whether the group still says that the partition is this one's."""

    async def live(self) -> None:
        """Until it has lost the partition and found out.

        After any error membership is proved before it fights back, with a takeover in full.
        """
        while self.is_member:
            try:
                producer = await self._take_over()
                while True:
                    await self._turn(producer)
            except (Stale, Fenced):
                self.ready = False
                await MOVED

    async def _take_over(self) -> Producer:
        """Fence, token, high watermark, fold up to it, seek; in this order."""
        name = f"{self.topics.name}.{self.partition}"
        producer = self.premises.broker.start_producer(name)
        await MOVED
        self.tenure.begin(self.premises.next_token())
        await MOVED
        end = self.own_log.end
        await MOVED
        while self.own_log.stable_end < end:  # whoever fenced us meanwhile is writing
            await IDLE
        while self.tenure.stored.offset < end:
            self._fold_up_to(end)
            await MOVED
        self.parking = self._folded_parking(self._rows())
        self.noted = self.tenure.stored.positions
        self.inputs.seek(self.noted)
        self.ready = True
        return producer

    def _rows(self) -> Mapping[str, Row]:
        return self.tenure.database.shelves[self.partition].rows

    def _fold_up_to(self, end: int) -> None:
        """Fold a stretch of the own log; the last stretch goes past markers, up to `end`."""
        self.tenure.check()  # rows are read joined with the checkpoint, here too
        before = self.tenure.stored
        logged, is_last = self._read_own(before.offset)
        rows = self._rows()
        loaded = Loaded({stream: rows.get(stream) for stream in streams_of(logged)})
        folded = fold(self.rules, logged, loaded, before.depths)
        after = Checkpoint(
            offset=end if is_last else logged[-1].offset + 1,
            token=before.token,
            positions=self.positions_after(before, folded.positions),
            depths=folded.depths,
        )
        self.tenure.store(after, folded.rows, folded.answers)

    def positions_after(
        self, row: Checkpoint, folded: Mapping[str, int] | None
    ) -> Mapping[str, int]:
        """Input positions come from what is folded; without any they do not change."""
        return row.positions if folded is None else folded

    def _read_own(self, offset: int) -> tuple[list[LoggedEvent], bool]:
        """Some committed records, and whether they are the last."""
        most = self.premises.random.randint(1, self.premises.habits.fold_chunk_max)
        logged: list[LoggedEvent] = []
        for found, content in self.own_log.read(offset):
            if len(logged) == most:
                return logged, False
            spot = Spot(self.own_log.topic, self.partition, found)
            logged.append(self.premises.wire.read_own(self.topics.name, spot, content))
        return logged, True

    async def _turn(self, producer: Producer) -> None:
        self.tenure.check()
        if self._drops() and await self._drop(producer):
            return
        if self._retries() and await self._retry(producer):
            return
        batch = self.inputs.batch()
        if batch:
            await self._decide(producer, batch)
        elif self._notes_positions():
            await self.commit(producer, self._positions_noted(), ())
        else:
            self.tenure.check_alone()
            await IDLE

    def _notes_positions(self) -> bool:
        """Whether positions have stood in the database alone for long enough."""
        ahead = self.tenure.stored.positions != self.noted
        return ahead and not self.premises.calm and self.premises.happens(0.01)

    def _positions_noted(self) -> Batch:
        row = self._rows().get(runtime_stream("positions", self.partition))
        return positions_noted(self.rules, self.partition, row, self.tenure.stored.positions)

    def place(self) -> Place:
        total, positions = self.premises.broker.partitions, self.tenure.stored.positions
        return Place(self.partition, total, positions, self.process)

    async def _decide(self, producer: Producer, batch: Sequence[Incoming]) -> None:
        loaded, items = await self.loading.load(batch)
        decided = decide_batch(self.rules, items, loaded, self.place(), self._known(items))
        await self.commit(producer, decided, items[: decided.taken])
        self.inputs.took(items[: decided.taken])

    def _known(self, items: Sequence[Incoming]) -> Known:
        if not self.premises.habits.knows_answers:
            return Known()
        answers = self.tenure.database.shelves[self.partition].answers
        ids = (item.message.id for item in items)
        return Known({name: answers[name] for name in ids if name in answers})

    async def commit(self, producer: Producer, batch: Batch, items: Sequence[Incoming]) -> None:
        """One transaction, then what it comes to in the database."""
        before = self.tenure.stored
        after = replace(before, positions=batch.positions)
        if batch.events:
            self.noted = batch.positions
            offsets = await self.writing.write(producer, batch, items)
            depths = deepened(before.depths, batch.deepest, offsets[-1] + 1)
            # Behind the last event stands the transaction's marker, or will: nobody else's.
            after = replace(after, offset=offsets[-1] + 2, depths=depths)
        else:
            self.writing.nothing(batch, items)
        await MOVED
        self.tenure.store(after, batch.rows, batch.answers)
        self.parking = self._folded_parking(batch.rows)

    def _folded_parking(self, rows: Mapping[str, Row]) -> Parking:
        row = rows.get(runtime_stream("parking", self.partition))
        return self.parking if row is None else row.state

    def _retries(self) -> bool:
        return bool(self.parking.keys) and (
            self.premises.calm or self.premises.happens(self.premises.habits.retries)
        )

    async def _retry(self, producer: Producer) -> bool:
        """Decide parked messages of one key that no longer crashes; whether there was any."""
        keys = [
            key
            for key in self.parking.keys
            if (self.topics.name, key) not in self.premises.poisoned
        ]
        if not keys:
            return False
        key = self.premises.random.choice(keys)
        messages = parked_of(self.premises, self.topics, self.partition, key, self.parking)
        if not messages:
            return False
        some = messages[: self.retried_max]
        loaded, items = await self.loading.load(some, parked=True)
        await self.retry(producer, key, items, loaded)
        return True

    async def retry(
        self, producer: Producer, key: str, items: Sequence[Incoming], loaded: Loaded
    ) -> None:
        batch = retry_parked(self.rules, key, items, loaded, self.place(), self._known(items))
        if batch is not None:
            await self.commit(producer, batch, dealt_with(batch, items))
        else:
            await IDLE

    def _drops(self) -> bool:
        premises = self.premises
        return (
            bool(self.parking.keys)
            and not premises.calm
            and premises.happens(premises.habits.drops)
        )

    async def _drop(self, producer: Producer) -> bool:
        """A person drops what waits first behind a key, where that may be; whether it was done."""
        key = self.premises.random.choice(list(self.parking.keys))
        messages = parked_of(self.premises, self.topics, self.partition, key, self.parking)
        if not messages:
            return False
        message = messages[0].message
        assert isinstance(message, Message), "all that lies on these logs can be read"
        first = Waiting(messages[0], provenance_of(message))
        try:
            await self.drop(producer, _asked(message), first)
        except Refusal:
            return False
        return True

    async def drop(self, producer: Producer, drop: Drop, first: Waiting) -> None:
        """Raises Refusal."""
        compensation = check_drop(drop, first, terms_of(self.rules.decider))
        some = [first.item] if compensation else []
        loaded, _ = await self.loading.load(some, parked=True)
        answers = self.tenure.database.shelves[self.partition].answers
        known = Known({name: answers[name] for name in (drop.message,) if name in answers})
        batch = drop_parked(self.rules, drop, first, loaded, self.place(), known)
        await self.commit(producer, batch, dealt_with(batch, [first.item]))

    def seen(self) -> tuple[object, ...]:
        """What a snapshot is made of: as long as it is the same, so is the snapshot."""
        return (self.tenure.stored, self.parking, *self.inputs.ends())

    def snapshot(self) -> Snapshot:
        """What may be published now: folded, or idle and read."""
        return Snapshot(
            partition=self.partition,
            checkpoint=self.tenure.stored.offset,
            positions=self.inputs.idle_positions(self.tenure.stored.positions),
            depths=self.tenure.stored.depths,
            parked_tenants=self.parking.tenants(),
        )


def _asked(message: Message) -> Drop:
    """By a person of the message's tenant."""
    return Drop(
        key=message.key,
        message=message.id,
        reason="it may go",
        tenant=message.tenant,
        dropped_by="p1",
        asked_at="2026-01-01T00:00:00.000Z",
    )
