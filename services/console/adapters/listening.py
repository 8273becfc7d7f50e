"""Hears of the database what was folded, and wakes the pages that show it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import asyncpg
import structlog

from libs.postgres.database import UNREACHABLE
from libs.postgres.statements import Statements
from services.console.views.happened import CHANNEL

log = structlog.get_logger(__name__)
AGAIN_S: Final = 1.0
BEAT_S: Final = 5.0
EVERYBODY: Final = ""
HEARD_MAX: Final = 10_000
SQL: Final = Statements(__file__)


class Listening:
    """One connection that listens; pages wait on events of their own."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._waiting: dict[tuple[str, str], set[asyncio.Event]] = {}
        self._heard_s: OrderedDict[tuple[str, str], float] = OrderedDict()
        """When something was last heard of whom, by the monotonic clock; the latest last."""

    @contextmanager
    def about(self, tenant: str, debtor: str, before_s: float) -> Iterator[asyncio.Event]:
        beat = asyncio.Event()
        place = (tenant, debtor)
        if time.monotonic() - self._heard_s.get(place, float("-inf")) < before_s:
            beat.set()
        self._waiting.setdefault(place, set()).add(beat)
        try:
            yield beat
        finally:
            self._waiting[place].discard(beat)
            if not self._waiting[place]:
                del self._waiting[place]

    async def run(self) -> None:
        """Listen until cancelled; a connection that is gone is opened again, and all are woken:
        nobody knows what was told meanwhile."""
        while True:
            with suppress(*UNREACHABLE, asyncpg.PostgresError, TimeoutError):
                await self._listen()
            await asyncio.sleep(AGAIN_S)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(self._database)
        try:
            await connection.add_listener(CHANNEL, self._heard)
            self._wake_all()
            while not connection.is_closed():
                await asyncio.sleep(BEAT_S)
                await connection.fetchval(SQL["still_there"])
        finally:
            log.info("listened_no_more")
            await connection.close(timeout=AGAIN_S)

    def _heard(self, *told: Any) -> None:
        tenant, _, debtor = str(told[-1]).partition(" ")
        for whom in {debtor, EVERYBODY}:
            self._heard_s[tenant, whom] = time.monotonic()
            self._heard_s.move_to_end((tenant, whom))
            for beat in self._waiting.get((tenant, whom), ()):
                beat.set()
        while len(self._heard_s) > HEARD_MAX:
            self._heard_s.popitem(last=False)

    def _wake_all(self) -> None:
        for beats in self._waiting.values():
            for beat in beats:
                beat.set()
