"""A person's drops of parked messages, carried out by their keys' owner."""

from dataclasses import dataclass
from typing import Final

import structlog

from libs.events.loop.backlog import Backlog
from libs.events.loop.batch import Poison
from libs.events.loop.decider import Refusal
from libs.events.loop.deciding import Known, reason_of
from libs.events.loop.dropping import (
    CompensationCrashes,
    Drop,
    NotFirst,
    NotParked,
    Waiting,
    check_drop,
    drop_parked,
    terms_of,
)
from libs.events.loop.pending import Read
from libs.events.loop.provenance import provenance_in, provenance_of
from libs.events.loop.reviving import FREED
from libs.events.loop.sealing import Condemned, TooMuch
from libs.events.loop.tenure import Tenure
from libs.events.loop.trouble import lies_in_a_message
from libs.events.progress.port import WaitedTooLong

log = structlog.get_logger(__name__)

DROPPED: Final = "dropped"


class NotNow(Refusal):
    """Other partitions have not folded yet: ask again."""

    RULE = "not_now"


@dataclass(frozen=True, slots=True)
class Discarder:
    """Drops the first of what waits behind a key of one service's partitions."""

    backlog: Backlog

    async def discard(self, tenure: Tenure) -> None:
        """Carry out what somebody has asked for; each is told what came of it.

        Raises what broker, database and rivals raise: then a takeover follows, and it is still
        asked for. What may not be dropped, or crashes, only stays where it is.
        """
        store = self.backlog.takeovers.store
        for drop in await store.drops_asked(tenure.number):
            outcome, sentence = await self._outcome(tenure, drop)
            await store.end_drop(tenure.number, drop, outcome, sentence)
            log.info("parked_message_drop_asked", partition=tenure.number, outcome=outcome)

    async def _outcome(self, tenure: Tenure, drop: Drop) -> tuple[str, str]:
        """`dropped` or `freed`; or the rule that forbids it, and its sentence."""
        try:
            if not _is_dropped(tenure, drop):
                await self._drop(tenure, drop)
        except Refusal as refusal:
            # Who was not answered asks again: then it is gone, and what he asks for is done.
            is_gone = isinstance(refusal, NotFirst | NotParked)
            if not (is_gone and _was_dropped(tenure, drop)):
                return refusal.RULE, str(refusal)
        return (DROPPED if drop.key in tenure.parking.keys else FREED), ""

    async def _drop(self, tenure: Tenure, drop: Drop) -> None:
        """Raises Refusal, and what broker, database and rivals raise."""
        try:
            await self._drop_first(tenure, drop)
        except WaitedTooLong as late:
            raise NotNow from late
        except Refusal:
            raise
        except self.backlog.ending:
            raise
        except (Condemned, TooMuch) as unwritable:
            raise CompensationCrashes(reason=str(unwritable)) from unwritable
        except Exception as bug:
            if not lies_in_a_message(bug):
                raise
            raise CompensationCrashes(reason=reason_of(bug)) from bug

    async def _drop_first(self, tenure: Tenure, drop: Drop) -> None:
        records = await self.backlog.records(tenure, drop.key)
        read = await self.backlog.read(records[:1])
        first = self._waiting(read[0]) if read else None
        rules = self.backlog.batcher.rules
        compensation = check_drop(drop, first, terms_of(rules.decider))
        assert first is not None, "without one the drop was refused"
        # What the message itself needs may be what crashes: only a compensation looks at it.
        asked = await self.backlog.ask(tenure, read if compensation else [])
        known = Known(await self.backlog.takeovers.store.outcomes([drop.message]))
        place = self.backlog.place(tenure)
        batch = drop_parked(rules, drop, first, asked.loaded, place, known)
        await self.backlog.commit(tenure, batch)
        self.backlog.telling.retried(tenure, batch, read)

    def _waiting(self, read: Read) -> Waiting:
        message = read.incoming.message
        if isinstance(message, Poison):
            topics = self.backlog.takeovers.topics
            return Waiting(read.incoming, provenance_in(read.record, topics))
        return Waiting(read.incoming, provenance_of(message))


def _is_dropped(tenure: Tenure, drop: Drop) -> bool:
    """Whether it was carried out by an owner that died before it could say so."""
    return any(
        (one.key, one.message, one.asked_at) == (drop.key, drop.message, drop.asked_at)
        for one in tenure.parking.dropped
    )


def _was_dropped(tenure: Tenure, drop: Drop) -> bool:
    """Whether it was asked for before, by whomever."""
    return any(
        (one.key, one.message) == (drop.key, drop.message) and one.tenant in (drop.tenant, None)
        for one in tenure.parking.dropped
    )
