"""Owners that leave out a step."""

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from libs.events.contracts.dunning import CoverNoted, FeedNoted
from libs.events.contracts.matching import CreditorNoted
from libs.events.contracts.runtime import KeyFreed
from libs.events.loop.batch import Batch, Incoming
from libs.events.loop.deciding import Desk, Known, decide_batch
from libs.events.loop.working import Loaded
from libs.events.progress.cut import Cut
from libs.testkit.world.database import Checkpoint
from libs.testkit.world.loading import Loading
from libs.testkit.world.log import Producer
from libs.testkit.world.owner import Owner
from libs.testkit.world.turns import Running

_LEDGERS: Final = (CoverNoted, FeedNoted)


class _AtNoCut(Loading):
    async def take_cut(self) -> Cut:
        return Cut(self.service, {})


class WithoutCut(Owner):
    """Looks up whatever the database holds now."""

    loading_class = _AtNoCut


class PositionsKept(Owner):
    """A takeover keeps the positions that it read with the checkpoint, whatever it folds."""

    def positions_after(
        self, row: Checkpoint, folded: Mapping[str, int] | None
    ) -> Mapping[str, int]:
        return row.positions


class NotesUnsaid(Owner):
    """What is heard and adopted goes into the database, and not into the log."""

    async def commit(self, producer: Producer, batch: Batch, items: Sequence[Incoming]) -> None:
        said = tuple(one for one in batch.events if not isinstance(one.event, CreditorNoted))
        await super().commit(producer, replace(batch, events=said), items)


class DunningsNotesUnsaid(Owner):
    """What dunning hears of a creditor's ledger goes into the database, and not into the log."""

    async def commit(self, producer: Producer, batch: Batch, items: Sequence[Incoming]) -> None:
        said = tuple(one for one in batch.events if not isinstance(one.event, _LEDGERS))
        await super().commit(producer, replace(batch, events=said), items)


class FreesFirst(Owner):
    """A retry frees the key, and hands its messages over to be decided some time later."""

    retried_max = 1000

    async def retry(
        self, producer: Producer, key: str, items: Sequence[Incoming], loaded: Loaded
    ) -> None:
        desk = Desk(self.rules, loaded, self.place(), Known())
        last = items[-1].message
        desk.note(last, desk.parking_stream, KeyFreed(key=key, tenant=last.tenant))
        self._at_once(self.commit(producer, desk.close_retry(last), ()))
        self._held().extend(items)

    async def _turn(self, producer: Producer) -> None:
        held = self._held()
        if held and (self.premises.calm or self.premises.happens(0.1)):
            loaded, items = await self.loading.load(held[:1])
            batch = decide_batch(self.rules, items, loaded, self.place(), Known())
            moved = replace(batch, positions=self.tenure.stored.positions)
            self._at_once(self.commit(producer, moved, items))
            held.pop(0)
        else:
            await super()._turn(producer)

    def _at_once(self, work: Coroutine[Any, None, None]) -> None:
        """In one step, so that no crash comes between it and what is held aside."""
        running = Running(work)
        while not running.ended:
            running.step()

    def _held(self) -> list[Incoming]:
        site = (self.topics.name, self.partition)
        return self.premises.held_aside.setdefault(site, [])
