"""Waiting until a view shows what was recorded at a position, and what came of it here."""

import asyncio
import time
from collections.abc import Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

import asyncpg

from libs.events.contracts.topology import TOPOLOGY, events_topic_of
from libs.events.log.position import Position
from libs.events.views.generations import active_schema
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
LIMIT_S: Final = 5.0
LOOK_AGAIN_S: Final = 0.02
UNHEARD: Final = 2
"""What ends a transaction with answers in it: the record of the answers and the marker. No service
hears them, so the positions of one that heard all the rest stand before them."""

AFTER: ContextVar[Sequence[Position]] = ContextVar("after", default=())
"""What a view has to have folded before it is read in this request."""


class NotReached(Exception):
    """The view has not come to a position in time."""


class NotFollowed(Exception):
    """Neither the view nor its service hears the service of a position."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Whose facts a view shows: of those it hears itself, and of those that its service does."""

    service: str = ""
    """Whose view it is; empty: of one that decides nothing."""
    hears: Collection[str] = ()
    """Services whose events the view folds."""
    limit_s: float = LIMIT_S

    async def until(self, pool: asyncpg.Pool, view: str, after: Sequence[Position]) -> None:
        """Wait until the view has folded `after`, and what its own service decided on hearing it.

        Raises NotReached after `limit_s`, NotFollowed at once, ViewNotReady.
        """
        unheard = [one for one in after if self._is_heard(one.service)]
        unseen = [one for one in after if one.service in self.hears]
        for one in after:
            if one not in unheard and one not in unseen:
                raise NotFollowed(one.service)
        ends_s = time.monotonic() + self.limit_s
        while True:
            async with pool.acquire() as connection, connection.transaction(readonly=True):
                unheard, decided = await self._heard(connection, unheard)
                unseen = await _unseen(connection, view, [*unseen, *decided])
            if not unheard and not unseen:
                return
            if time.monotonic() > ends_s:
                raise NotReached(view)
            await asyncio.sleep(LOOK_AGAIN_S)

    def _is_heard(self, service: str) -> bool:
        return self.service in TOPOLOGY and service in TOPOLOGY[self.service].hears

    async def _heard(
        self, connection: asyncpg.Connection, positions: Sequence[Position]
    ) -> tuple[list[Position], list[Position]]:
        """Those that the service has not decided on, and up to where it wrote what it decided."""
        unheard, decided = [], []
        for one in positions:
            topic = events_topic_of(one.service)
            row = await connection.fetchrow(SQL["decided_on"], one.partition, topic)
            if row is None or row["heard"] is None or row["heard"] < one.offset - UNHEARD:
                unheard.append(one)
            elif self.service in self.hears:
                decided.append(Position(self.service, one.partition, row["next_offset"]))
        return unheard, decided


OF_NOBODY: Final = Followed()
"""Of a view that nobody waits for."""


async def _unseen(
    connection: asyncpg.Connection, view: str, positions: Sequence[Position]
) -> list[Position]:
    """Those that the view has not folded."""
    if not positions:
        return []
    await connection.execute(SQL["search_in"], await active_schema(connection, view))
    return [one for one in positions if not await _is_seen(connection, one)]


async def _is_seen(connection: asyncpg.Connection, one: Position) -> bool:
    topic = events_topic_of(one.service)
    seen: bool = await connection.fetchval(SQL["has_folded"], topic, one.partition, one.offset)
    return seen
