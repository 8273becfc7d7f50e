"""A person's retry of parked keys, carried out by their owner while they stay parked."""

from dataclasses import dataclass
from typing import Final

import structlog

from libs.events.contracts.runtime import ParkedDecided
from libs.events.loop.backlog import Backlog
from libs.events.loop.deciding import reason_of
from libs.events.loop.pending import Read
from libs.events.loop.retrying import retry_parked
from libs.events.loop.sealing import Condemned, TooMuch
from libs.events.loop.tenure import Tenure
from libs.events.loop.trouble import lies_in_a_message
from libs.events.progress.port import WaitedTooLong

log = structlog.get_logger(__name__)

FREED: Final = "freed"
TOGETHER_MAX: Final = 50
"""Decided in one transaction; one that cannot be written together is tried alone."""


@dataclass(frozen=True, slots=True)
class Reviver:
    """Decides parked messages of one service's partitions, in order, at their old depth."""

    backlog: Backlog

    async def revive(self, tenure: Tenure) -> None:
        """Retry the keys that somebody has asked for; each is told how it went.

        Raises what broker, database and rivals raise: then a takeover follows, and it is still
        asked for. A bug of the decider's only leaves the key parked.
        """
        store = self.backlog.takeovers.store
        for key in await store.retries_asked(tenure.number):
            outcome = await self._retry(tenure, key)
            await store.end_retry(tenure.number, key, outcome)
            log.info("parked_key_retried", partition=tenure.number, freed=outcome == FREED)

    async def _retry(self, tenure: Tenure, key: str) -> str:
        try:
            return await self._decide_all(tenure, key)
        except WaitedTooLong:
            return "not now: other partitions have not folded"
        except self.backlog.ending:
            raise
        except Exception as bug:
            if not lies_in_a_message(bug):
                raise
            return reason_of(bug)

    async def _decide_all(self, tenure: Tenure, key: str) -> str:
        waiting = await self.backlog.records(tenure, key)
        some = TOGETHER_MAX
        while waiting and key in tenure.parking.keys:
            items = await self.backlog.read(waiting[:some])
            try:
                decided = await self._decide(tenure, key, items)
            except (Condemned, TooMuch) as unwritable:
                if len(items) == 1:
                    return str(unwritable)
                some = 1
                continue
            if not decided:
                return "it still fails"
            waiting = waiting[decided:]
        return FREED

    async def _decide(self, tenure: Tenure, key: str, items: list[Read]) -> int:
        """How many of the first of `items` are decided now; 0: the first one still crashes."""
        asked = await self.backlog.ask(tenure, items)
        messages = [item.incoming for item in asked.items]
        if not messages or messages[0].message.id in asked.condemned:
            return 0
        batcher = self.backlog.batcher
        known = await batcher.known(asked)
        place = self.backlog.place(tenure)
        batch = retry_parked(batcher.rules, key, messages, asked.loaded, place, known)
        if batch is None:
            return 0
        await self.backlog.commit(tenure, batch)
        decided = sum(isinstance(new.event, ParkedDecided) for new in batch.events)
        self.backlog.telling.retried(tenure, batch, asked.items[:decided])
        return decided
