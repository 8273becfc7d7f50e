"""What a batch has to see, read in rounds; look-ups only at a cut."""

from collections.abc import Sequence

from libs.events.loop.batch import Incoming
from libs.events.loop.decider import Needs
from libs.events.loop.deciding import NEEDS_ROUNDS_MAX, always_needed, needs_of
from libs.events.loop.parking import Parking, runtime_stream
from libs.events.loop.working import Loaded, Working
from libs.events.progress.cut import Cut, await_cut, begin_cut
from libs.testkit.world.premises import Premises
from libs.testkit.world.progress import SimulatedProgress
from libs.testkit.world.tenure import Tenure
from libs.testkit.world.turns import MOVED


class Loading:
    """Reads for the batches of one partition, as long as its checkpoint row is the owner's."""

    def __init__(self, premises: Premises, service: str, partition: int, tenure: Tenure) -> None:
        self._premises = premises
        self._topics = premises.topology[service]
        self._rules = premises.rules[service]
        self._partition = partition
        self._tenure = tenure
        self._progress = SimulatedProgress(premises, on_pause=self._hold)

    async def load(
        self, items: Sequence[Incoming], *, parked: bool = False
    ) -> tuple[Loaded, Sequence[Incoming]]:
        """What `items` need, and those of them that it is loaded for; at least the first.

        They end before the first that looks something up, unless that is the first of all.
        `parked`: they are retried, so their keys being parked does not matter. Raises Stale.
        """
        loaded = Loaded()
        cut: Cut | None = None
        self._read(Needs(streams=always_needed(self._partition)), loaded, cut)
        for _ in range(NEEDS_ROUNDS_MAX):
            missing = self._missing(items, loaded, parked=parked)
            looks_up = next((n for n, needs in enumerate(missing) if needs.lookups), None)
            if looks_up is not None and cut is None:
                if looks_up > 0:
                    items, missing = items[:looks_up], missing[:looks_up]
                else:
                    cut = await self.take_cut()
            wanted = _merged(missing)
            if wanted == Needs():
                break
            while not self._read(wanted, loaded, cut):
                await self.await_cut(cut)
            if self._premises.happens(self._premises.habits.asides):
                await MOVED
        return loaded, items

    @property
    def service(self) -> str:
        return self._topics.name

    async def take_cut(self) -> Cut:
        """A moment of the own events topic that the database has passed everywhere."""
        cut = await begin_cut(self._progress, self._topics.name, self._topics.events_topic)
        await self.await_cut(cut)
        return cut

    async def await_cut(self, cut: Cut | None) -> None:
        if cut is not None:
            await await_cut(self._progress, cut)

    def _missing(self, items: Sequence[Incoming], loaded: Loaded, *, parked: bool) -> list[Needs]:
        work = Working(self._rules, loaded)
        parking: Parking = work.of(runtime_stream("parking", self._partition))
        missing = []
        for number, item in enumerate(items):
            if item.message.key in parking.keys and not parked:
                missing.append(Needs())
                continue
            needs = loaded.missing(needs_of(self._rules, item.message, work))
            missing.append(needs if number == 0 else _without_due(needs))
        return missing

    def _read(self, needs: Needs, loaded: Loaded, cut: Cut | None) -> bool:
        """One question to the database; False when it was emptied since the cut was passed."""
        self._tenure.check()
        database = self._tenure.database
        offsets = {number: row.offset for number, row in database.checkpoints.items()}
        if needs.lookups and cut is not None and not cut.passed_by(offsets):
            return False
        database.load(self._partition, needs, loaded)
        return True

    def _hold(self) -> None:
        """What an owner goes on looking at while it waits."""
        self._tenure.check_alone()


def _without_due(needs: Needs) -> Needs:
    """Only the first message of a batch may ask what is due; the batch ends before another."""
    return Needs(needs.streams, needs.indexes, needs.contents, needs.lookups)


def _merged(all_needs: Sequence[Needs]) -> Needs:
    return Needs(
        streams=tuple(dict.fromkeys(s for needs in all_needs for s in needs.streams)),
        indexes=tuple(dict.fromkeys(i for needs in all_needs for i in needs.indexes)),
        contents=tuple(dict.fromkeys(c for needs in all_needs for c in needs.contents)),
        lookups=tuple(dict.fromkeys(q for needs in all_needs for q in needs.lookups)),
        due_on=next((needs.due_on for needs in all_needs if needs.due_on is not None), None),
    )
